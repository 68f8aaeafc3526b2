"""The language server as an editor meets it: a process of its own, asked over its standard input and output."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pygls")

from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from stackr.language.format import format_text

UNITS = """\
catalogue web {
  issuer COLLEGE
  credential CSS102 "Style sheets" { 10 credits }
  credential "HTML 101" "Pages" { 10 credits }
}
"""
RULES = """\
import "units.stackr"
# 𝄞 counts as two units in UTF-16
qualification CERT "Certificate" {
  awarded by COLLEGE
  total 20 credits
  requires all of { one "𝄞": CSS102; "HTML 101" }
}
"""


class Editor:
    """One client with one server, and the faults that it was shown."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.client = LanguageClient("editor", "1")
        self.shown: dict[str, list[lsp.Diagnostic]] = {}
        self.told = asyncio.Event()

        @self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def published(_: LanguageClient, what: lsp.PublishDiagnosticsParams) -> None:
            self.shown[Path(what.uri).name] = list(what.diagnostics)
            self.told.set()

    async def begin(self) -> lsp.InitializeResult:
        await self.client.start_io(sys.executable, "-m", "stackr", "lsp")
        can = lsp.ClientCapabilities(
            general=lsp.GeneralClientCapabilities(position_encodings=[lsp.PositionEncodingKind.Utf16])
        )
        found = await self.client.initialize_async(lsp.InitializeParams(can))
        self.client.initialized(lsp.InitializedParams())
        return found

    async def end(self) -> None:
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    async def open(self, name: str, text: str) -> list[lsp.Diagnostic]:
        self.told.clear()
        item = lsp.TextDocumentItem(self.uri(name), "stackr", 1, text)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        return await self.faults(name)

    async def change(self, name: str, text: str, version: int) -> list[lsp.Diagnostic]:
        self.told.clear()
        which = lsp.VersionedTextDocumentIdentifier(version, self.uri(name))
        change = lsp.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(which, [change]))
        return await self.faults(name)

    async def faults(self, name: str) -> list[lsp.Diagnostic]:
        await asyncio.wait_for(self.told.wait(), 60)
        await asyncio.sleep(0.05)
        return self.shown[name]

    def at(self, name: str, line: int, character: int) -> dict[str, Any]:
        return {"text_document": lsp.TextDocumentIdentifier(self.uri(name)), "position": lsp.Position(line, character)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "units.stackr").write_text(UNITS, "utf-8")
    (tmp_path / "rules.stackr").write_text(RULES, "utf-8")
    return tmp_path


def with_editor(folder: Path, work: Callable[[Editor], Awaitable[None]]) -> None:
    async def run() -> None:
        editor = Editor(folder)
        await editor.begin()
        try:
            await work(editor)
        finally:
            await editor.end()

    asyncio.run(run())


def test_faults_come_and_go_as_one_writes(folder: Path) -> None:
    """Also those that a change of an imported file brings, as it stands in the editor and not on disk."""

    async def work(editor: Editor) -> None:
        assert await editor.open("rules.stackr", RULES) == []
        [fault] = await editor.change("rules.stackr", RULES.replace("CSS102", "CSS103"), 2)
        assert fault.message == "CSS103 is not in the catalogue of COLLEGE\ndid you mean `CSS102`?"
        assert (fault.code, fault.severity, fault.source) == ("C216", lsp.DiagnosticSeverity.Warning, "stackr")
        [fault] = await editor.change("rules.stackr", RULES.replace("total 20", "total credits 20"), 3)
        assert fault.message == "the number stands in front of its unit\nwrite `20 credits`"
        assert (fault.code, fault.severity) == ("S041", lsp.DiagnosticSeverity.Error)
        assert fault.range == lsp.Range(lsp.Position(4, 8), lsp.Position(4, 15))
        assert await editor.change("rules.stackr", RULES, 4) == []
        assert await editor.open("units.stackr", UNITS.replace("CSS102", "CSS103")) == []
        [fault] = await editor.change("rules.stackr", RULES + "\n", 5)
        assert fault.code == "C216"

    with_editor(folder, work)


def test_faults_of_a_data_file_are_told_at_the_head(folder: Path) -> None:
    async def work(editor: Editor) -> None:
        (editor.folder / "more.csv").write_text("code,credits\nX1,ten\n", "utf-8")
        [fault] = await editor.open("data.stackr", 'catalogue more from "more.csv" { issuer COLLEGE }\n')
        assert str(fault.message).startswith("more.csv:2: X1: ")
        assert fault.range.start == lsp.Position(0, 0)

    with_editor(folder, work)


def test_places_are_told_in_the_units_of_the_editor(folder: Path) -> None:
    """Behind a letter of two units of UTF-16 a fault still stands under its word."""

    async def work(editor: Editor) -> None:
        text = RULES.replace("CSS102;", "CSS 102;")
        [fault] = await editor.open("rules.stackr", text)
        line = text.splitlines()[5].encode("utf-16-le")
        start, end = fault.range.start.character, fault.range.end.character
        assert line[2 * start : 2 * end].decode("utf-16-le") == "102"

    with_editor(folder, work)


def test_names_are_explained_and_found(folder: Path) -> None:
    async def work(editor: Editor) -> None:
        await editor.open("rules.stackr", RULES)
        column = RULES.splitlines()[5].index("CSS102") + 2  # one more for the letter of two units
        told = await editor.client.text_document_hover_async(lsp.HoverParams(**editor.at("rules.stackr", 5, column)))
        assert told is not None
        assert isinstance(told.contents, lsp.MarkupContent)
        assert "**CSS102** Style sheets" in told.contents.value
        assert "credential, 10 credits, issuer COLLEGE" in told.contents.value
        word = await editor.client.text_document_hover_async(lsp.HoverParams(**editor.at("rules.stackr", 4, 4)))
        assert word is not None
        assert isinstance(word.contents, lsp.MarkupContent)
        assert "```stackr\ntotal" in word.contents.value
        place = await editor.client.text_document_definition_async(
            lsp.DefinitionParams(**editor.at("rules.stackr", 5, column))
        )
        assert isinstance(place, lsp.Location)
        assert (Path(place.uri).name, place.range.start.line, place.range.start.character) == ("units.stackr", 2, 13)
        quoted = await editor.client.text_document_definition_async(
            lsp.DefinitionParams(**editor.at("rules.stackr", 5, column + 12))
        )
        assert isinstance(quoted, lsp.Location)
        assert quoted.range.start.line == 3
        nothing = await editor.client.text_document_hover_async(lsp.HoverParams(**editor.at("rules.stackr", 6, 0)))
        assert nothing is None

    with_editor(folder, work)


LINE = '  requires all of { one "𝄞": CSS102; "HTML 101" }\n'
OFFERED: tuple[tuple[str, set[str], set[str]], ...] = (
    ("  requires all of { C", {"CERT", "CSS102"}, {"HTML 101", "credits", "all of"}),
    ("  requires ", {"all of", "any of", "grade average", "CSS102", "HTML 101"}, {"total", "qualification"}),
    ("  requires all of {\n", {"all of", "CSS102"}, {"total", "qualification"}),
    ("  t", {"total", "transition"}, {"CSS102", "credits"}),
    ("  ", {"total", "requires", "limits", "awarded by"}, {"credits", "qualification", "of"}),
    ("  requires all of { 10 cr", {"credits", "credentials"}, {"CSS102", "CERT"}),
    ("  limits { cap: at most 50% ", {"of"}, {"CSS102", "from"}),
    ("}\n", {"qualification", "let", "scenario"}, {"CSS102", "total"}),
)
"""(what is written so far in place of `LINE`, some of what may follow, what may not)."""


def test_what_may_be_written_is_offered_and_nothing_else(folder: Path) -> None:
    async def work(editor: Editor) -> None:
        await editor.open("rules.stackr", RULES)
        for version, (begun, some, never) in enumerate(OFFERED, start=2):
            await editor.change("rules.stackr", RULES.replace(LINE, begun + "\n"), version)
            place = editor.at("rules.stackr", 5 + begun.count("\n"), len(begun.rpartition("\n")[2]))
            found = await editor.client.text_document_completion_async(lsp.CompletionParams(**place))
            assert isinstance(found, lsp.CompletionList)
            told = {item.label: (item.detail, item.insert_text) for item in found.items}
            assert some <= told.keys(), begun
            assert never.isdisjoint(told), begun
            if "HTML 101" in some:
                assert told["HTML 101"] == ("Pages (credential, 10 credits, issuer COLLEGE)", '"HTML 101"')

    with_editor(folder, work)


def test_the_outline_and_the_layout(folder: Path) -> None:
    async def work(editor: Editor) -> None:
        untidy = RULES.replace("  total", "      total")
        await editor.open("rules.stackr", untidy)
        which = lsp.TextDocumentIdentifier(editor.uri("rules.stackr"))
        found = await editor.client.text_document_document_symbol_async(lsp.DocumentSymbolParams(which))
        assert found is not None
        assert [(item.name, item.detail) for item in found if isinstance(item, lsp.DocumentSymbol)] == [
            ("CERT", "Certificate")
        ]
        options = lsp.FormattingOptions(2, insert_spaces=True)
        edits = await editor.client.text_document_formatting_async(lsp.DocumentFormattingParams(which, options))
        assert edits is not None
        [edit] = edits
        assert (edit.range.start, edit.new_text) == (lsp.Position(0, 0), format_text(RULES, "rules.stackr"))
        assert edit.range.end == lsp.Position(len(RULES.splitlines()), 0)
        await editor.change("rules.stackr", "qualification {", 2)
        assert not await editor.client.text_document_formatting_async(lsp.DocumentFormattingParams(which, options))

    with_editor(folder, work)


def test_a_text_without_a_file_is_read_all_the_same(folder: Path) -> None:
    async def work(editor: Editor) -> None:
        [fault] = await editor.open("new.stackr", "let a = credits >=\n")
        assert fault.code == "S039"
        assert await editor.change("new.stackr", "let a = credits >= 7\n", 2) == []

    with_editor(folder, work)


def test_what_a_closed_file_was_shown_is_taken_back(folder: Path) -> None:
    async def work(editor: Editor) -> None:
        assert await editor.open("rules.stackr", RULES.replace("total 20", "total credits 20"))
        editor.told.clear()
        which = lsp.TextDocumentIdentifier(editor.uri("rules.stackr"))
        editor.client.text_document_did_close(lsp.DidCloseTextDocumentParams(which))
        assert await editor.faults("rules.stackr") == []

    with_editor(folder, work)


def test_half_a_character_is_a_fault_and_no_end(folder: Path) -> None:
    """JSON can send what no file can hold; the server tells it and goes on."""

    async def work(editor: Editor) -> None:
        faults = await editor.open("rules.stackr", f'pack "\ud800"\n{RULES}')
        assert [fault.code for fault in faults] == ["S014"]
        place = editor.at("rules.stackr", 1, 3)
        assert await editor.client.text_document_hover_async(lsp.HoverParams(**place)) is not None
        await editor.client.text_document_completion_async(lsp.CompletionParams(**place))
        layout = lsp.DocumentFormattingParams(place["text_document"], lsp.FormattingOptions(2, True))
        await editor.client.text_document_formatting_async(layout)
        assert await editor.change("rules.stackr", RULES, 2) == []

    with_editor(folder, work)


def test_a_text_without_a_name_is_read(folder: Path) -> None:
    async def work(editor: Editor) -> None:
        item = lsp.TextDocumentItem(
            "untitled:Untitled-1", "stackr", 1, RULES.replace('import "units.stackr"', "wibble")
        )
        editor.client.text_document_did_open(lsp.DidOpenTextDocumentParams(item))
        await asyncio.wait_for(editor.told.wait(), 60)
        assert [fault.code for faults in editor.shown.values() for fault in faults] == ["S031"]

    with_editor(folder, work)
