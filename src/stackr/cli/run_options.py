"""Options that the verbs over many learners take alike."""

from __future__ import annotations

import click

PROFILE = click.option(
    "--profile", metavar="NAME|FILE", help="How the columns of HOLDINGS become members: a TOML file, or oulad."
)
LEARNERS = click.option("--learners", multiple=True, metavar="PATH", help="Tables of facts, one row per learner.")
DECISIONS = click.option("--decisions", multiple=True, metavar="PATH", help="Tables of decisions, one row each.")
RESUME = click.option("--resume", is_flag=True, help="Go on with the interrupted run in DIR.")
WORKERS = click.option("--workers", type=click.IntRange(min=1), help="Processes; as many as help, if not said.")
MEMORY = click.option(
    "--memory",
    default="2GB",
    show_default=True,
    metavar="SIZE",
    help="About the most memory to use; some 600 MB at least.",
)
