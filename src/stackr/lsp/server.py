"""The server: it listens on standard input and answers on standard output, as editors start it.

Faults come a moment after the last key; completion, what a word means, where it is declared, the outline and the layout on
request. Nothing is written to disk, nothing asked of a network.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path
from pygls.workspace import TextDocument

from stackr._version import __version__
from stackr.diagnostics.model import Diagnostic, RuleError, Severity
from stackr.language.format import MeaningChanged, format_text
from stackr.lsp.completing import offers, written
from stackr.lsp.explaining import explained, name_of, word_at
from stackr.lsp.names import Named
from stackr.lsp.places import range_of, whole
from stackr.lsp.reading import Read, read

PAUSE: Final = 0.2
"""Seconds without a key before a file is read anew: how long to wait, nothing that an answer depends on."""
WEIGHTS: Final = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
    Severity.NOTE: lsp.DiagnosticSeverity.Information,
}
SYMBOLS: Final = {
    "qualification": lsp.SymbolKind.Class,
    "recognition ladder": lsp.SymbolKind.Interface,
    "credential": lsp.SymbolKind.Constant,
    "named condition": lsp.SymbolKind.Function,
    "group": lsp.SymbolKind.Struct,
    "parameter": lsp.SymbolKind.Number,
}
"""What an editor draws beside a declaration; all others are objects."""


class RuleServer(LanguageServer):
    """What was last read of each open file, and which faults were last shown where on its behalf."""

    def __init__(self) -> None:
        super().__init__("stackr", __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Incremental)
        self.known: dict[str, Read] = {}
        self.shown: dict[str, frozenset[str]] = {}

    def look(self, document: TextDocument) -> Read:
        """Read a file as it stands, with what else is open."""
        opened = {
            path_of(item): item.source.encode("utf-8", "surrogatepass")
            for item in self.workspace.text_documents.values()
        }
        found = self.known[document.uri] = read(path_of(document), opened)
        return found

    def lines(self, path: Path, uri: str) -> list[str]:
        """The lines of a file, as they stand in the editor if it is open there."""
        return list(self.workspace.get_text_document(uri).lines) if path.is_file() or uri in self.known else []

    def show(self, document: TextDocument) -> None:
        """Publish the faults of a file and of what it imports; those that are gone are taken back."""
        found = self.look(document)
        told = {self.uri_of(path, document): (path, faults) for path, faults in found.faults.items()}
        for uri in self.shown.get(document.uri, frozenset()) - told.keys():
            self.publish(uri, [])
        for uri, (path, faults) in told.items():
            self.publish(uri, [self.fault(item, self.lines(path, uri)) for item in faults])
        self.shown[document.uri] = frozenset(told)

    def uri_of(self, path: Path, document: TextDocument) -> str:
        """The address an editor knows a file by."""
        same = path == path_of(document)
        return document.uri if same else from_fs_path(str(path)) or document.uri

    def publish(self, uri: str, faults: list[lsp.Diagnostic]) -> None:
        """Show these faults of a file, and no others."""
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, faults))

    def fault(self, item: Diagnostic, lines: list[str]) -> lsp.Diagnostic:
        """A fault as an editor shows it: the sentence, then the help, then the made-up learner."""
        text = "\n".join(part for part in (item.message, item.help, item.example) if part)
        place = range_of(item.span, lines, self.workspace.position_codec)
        return lsp.Diagnostic(place, text, WEIGHTS[item.severity], item.code, source="stackr")

    def before(self, uri: str, position: lsp.Position) -> tuple[str, int]:
        """(the text ahead of a place, the place's column in characters)."""
        document = self.workspace.get_text_document(uri)
        lines = document.lines
        here = self.workspace.position_codec.position_from_client_units(lines, position)
        line = lines[here.line] if here.line < len(lines) else ""
        return "".join(lines[: here.line]) + line[: here.character], here.character

    def named_at(self, uri: str, position: lsp.Position) -> tuple[Named | None, str | None]:
        """(the name at a place, what the word there means)."""
        document = self.workspace.get_text_document(uri)
        _, column = self.before(uri, position)
        line = document.lines[position.line] if position.line < len(document.lines) else ""
        token = word_at(line, column)
        if token is None:
            return None, None
        names = (self.known.get(uri) or self.look(document)).names
        return names.get(name_of(token)), explained(token, names)


def path_of(document: TextDocument) -> Path:
    """Where a text is on disk, or would be: one that has no name yet is read as a file of the folder the editor is in."""
    return Path(document.path or "untitled.stackr").resolve()


def server() -> RuleServer:
    """A server with all that it answers."""
    made = RuleServer()

    @made.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    def opened(ls: RuleServer, asked: lsp.DidOpenTextDocumentParams) -> None:
        ls.show(ls.workspace.get_text_document(asked.text_document.uri))

    @made.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(ls: RuleServer, asked: lsp.DidChangeTextDocumentParams) -> None:
        await asyncio.sleep(PAUSE)
        document = ls.workspace.text_documents.get(asked.text_document.uri)
        if document is not None and document.version == asked.text_document.version:
            ls.show(document)

    @made.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    def saved(ls: RuleServer, asked: lsp.DidSaveTextDocumentParams) -> None:
        for document in list(ls.workspace.text_documents.values()):
            ls.show(document)

    @made.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(ls: RuleServer, asked: lsp.DidCloseTextDocumentParams) -> None:
        uri = asked.text_document.uri
        ls.known.pop(uri, None)
        for shown in ls.shown.pop(uri, frozenset()) - frozenset().union(*ls.shown.values()):
            ls.publish(shown, [])

    @made.feature(lsp.TEXT_DOCUMENT_COMPLETION)
    def completion(ls: RuleServer, asked: lsp.CompletionParams) -> lsp.CompletionList:
        uri = asked.text_document.uri
        text, _ = ls.before(uri, asked.position)
        names = (ls.known.get(uri) or ls.look(ls.workspace.get_text_document(uri))).names
        items = [
            lsp.CompletionItem(
                offer.text,
                kind=lsp.CompletionItemKind.Keyword if offer.named is None else lsp.CompletionItemKind.Reference,
                detail=None if offer.named is None else f"{offer.named.title} ({offer.named.told})".lstrip(),
                insert_text=offer.text if offer.named is None else written(offer.text),
                sort_text=f"{int(offer.named is not None)}{offer.text}",
            )
            for offer in offers(text, names)
        ]
        return lsp.CompletionList(is_incomplete=False, items=items)

    @made.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(ls: RuleServer, asked: lsp.HoverParams) -> lsp.Hover | None:
        _, told = ls.named_at(asked.text_document.uri, asked.position)
        return None if told is None else lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, told))

    @made.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def definition(ls: RuleServer, asked: lsp.DefinitionParams) -> lsp.Location | None:
        uri = asked.text_document.uri
        named, _ = ls.named_at(uri, asked.position)
        if named is None or named.place is None:
            return None
        target = ls.uri_of(named.place, ls.workspace.get_text_document(uri))
        codec = ls.workspace.position_codec
        return lsp.Location(target, range_of(named.span, ls.lines(named.place, target), codec))

    @made.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(ls: RuleServer, asked: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        document = ls.workspace.get_text_document(asked.text_document.uri)
        return [_symbol(named, document, ls) for named in ls.look(document).outline]

    @made.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    def formatting(ls: RuleServer, asked: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        document = ls.workspace.get_text_document(asked.text_document.uri)
        try:
            laid_out = format_text(document.source, path_of(document).name)
        except (RuleError, MeaningChanged):
            return []  # what can't be read is left as it is; its faults are shown
        if laid_out == document.source:
            return []
        return [lsp.TextEdit(whole(document.lines, ls.workspace.position_codec), laid_out)]

    return made


def _symbol(named: Named, document: TextDocument, ls: RuleServer) -> lsp.DocumentSymbol:
    place = range_of(named.span, document.lines, ls.workspace.position_codec)
    kind = SYMBOLS.get(named.kind, lsp.SymbolKind.Object)
    return lsp.DocumentSymbol(named.name, kind, place, place, detail=named.title or named.kind)
