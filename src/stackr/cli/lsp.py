"""`stackr lsp`: the language server that editors start. It speaks the Language Server Protocol on standard input and output."""

from __future__ import annotations

import click

from stackr.cli.faults import DONE


@click.command()
def lsp() -> int:
    """Answer an editor while rules are written: faults, completion, meanings, declarations, outline, layout.

    Editors start it themselves; it needs the extra `lsp` (pip install "stackr[lsp]").
    """
    from stackr.lsp.server import server

    server().start_io()
    return DONE
