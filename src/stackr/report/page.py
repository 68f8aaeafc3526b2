"""A whole HTML page around pieces that also stand by themselves in a notebook: nothing is fetched from anywhere."""

from __future__ import annotations

from html import escape


def page(title: str, body: str, style: str) -> str:
    """The document. `body` is HTML already; `title` is text."""
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>:root {{ color-scheme: light dark; }} {style}</style></head><body><main>{body}</main></body></html>\n"
    )
