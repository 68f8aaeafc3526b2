"""A click group that imports a verb when it is called, not before: `stackr --help` has to be there at once."""

from __future__ import annotations

from importlib import import_module

import click

from stackr.cli.faults import CommandFault
from stackr.cli.verbs import VERBS
from stackr.diagnostics.suggest import did_you_mean


class LazyGroup(click.Group):
    """Click's lazy-loading recipe over the table of verbs. The list of verbs comes from the table alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The words, in order of the table."""
        return [verb.word for verb in VERBS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that word, imported."""
        for verb in VERBS:
            if verb.word == cmd_name:
                command = getattr(import_module(verb.module), verb.attribute)
                if not isinstance(command, click.Command):
                    raise TypeError(f"{verb.module}.{verb.attribute} is not a click command")
                return command
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a message of ours for a word that is no verb."""
        words = self.list_commands(ctx)
        if args[0] not in words and not args[0].startswith("-") and not ctx.resilient_parsing:
            advice = did_you_mean(args[0], words) or "`stackr --help` lists the commands"
            raise CommandFault("X901", f"there is no command `{args[0]}`", advice)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb.word, verb.help) for verb in VERBS])
