"""Rows that a gate keeps out: what else they say changes nothing, so that they need not be told apart, nor be admitted.

Of a row that fails at the gates of every ladder asked, recognition reads what gates read and nothing else. Where that can be
told from few columns (days, grade, status, issuer), the first row of a kind is recognised, and the others are taken as it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from stackr._composed import composed_text
from stackr.audit.evaluation import Evaluation
from stackr.batch.by_columns.columns import Feature, Sides
from stackr.batch.by_columns.dictionary import Dictionary
from stackr.batch.by_columns.reads import atoms_of, words_of
from stackr.batch.texts import EXACT
from stackr.language import tree
from stackr.model.learning import Holding, Learner
from stackr.recognition.gates import stand
from stackr.recognition.ladder import bench_of, recognise
from stackr.records.holding import DATES
from stackr.rulebook.book import Ladder, RuleBook

PLAIN: Final = frozenset({"status", "signature", "issuer", "grade", "grade_scale", "ungraded", *DATES})
"""Members that say the same whatever else the row says."""
OWN_WAY: Final = frozenset({"kind", "holder", "origin", "part_of", "used_in", "evidence", "conferred"})
"""Rows that say any of this are looked at one by one."""
ATOMS: Final = (tree.Compare, tree.Within, tree.Between, tree.Known, tree.Always)
"""Expressions that read the members they name, and clocks."""
FLAGS: Final = frozenset({"graded", "ungraded", "holder is the learner"})
"""Words that read a member of `PLAIN` or `OWN_WAY`."""


class KeptOut:
    """The kinds of rows of one set of facts. `known`: kind → the signature of its first row, or -1 if it comes in."""

    def __init__(
        self,
        book: RuleBook,
        evaluation: Evaluation,
        ladders: Mapping[str, tuple[Ladder | None, str | None]],
        features: Sequence[Feature],
        apart: frozenset[str],
    ) -> None:
        self.known: dict[tuple[int, ...], int] = {}
        self._book, self._evaluation, self._ladders, self._apart = book, evaluation, ladders, apart
        columns = {column for feature in features for column in feature.columns}
        lines = [condition for ladder, _ in ladders.values() if ladder for _, condition in ladder.lines]
        atoms = atoms_of(book, lines)
        read = {word for atom in atoms for word in words_of(atom)} | {m for line in lines for m in line.members}
        bundles = any(len(item.tree.sources) > 1 for item in book.articulations.values())
        plain = all(_is_plain(atom) for atom in atoms)
        self.possible = bool(lines) and plain and not bundles and read & columns <= PLAIN | OWN_WAY
        odd = apart | OWN_WAY
        asked = [at for at, f in enumerate(features) if isinstance(f, Sides) or PLAIN.intersection(f.columns)]
        silent = [at for at, feature in enumerate(features) if odd.intersection(feature.columns)]
        self._asked, self._silent = asked, silent
        self._credential = next((at for at, f in enumerate(features) if f.columns == ("credential",)), -1)

    def kind(self, classes: Sequence[int], books: Mapping[str, Dictionary]) -> tuple[int, ...] | None:
        """What a row is to the gates; None if it has to be looked at by itself. `classes`: of each feature."""
        if not self.possible:
            return None
        if self._credential >= 0 and self._is_odd(books["credential"], classes[self._credential]):
            return None
        if any(classes[at] for at in self._silent):
            return None
        return tuple([classes[at] for at in self._asked])

    def _is_odd(self, book: Dictionary, number: int) -> bool:
        return bool(book.each("kept out", self._looks_odd)[number])

    def _looks_odd(self, text: str) -> bool:
        """Whether the credential is one that rules ask for or that has parts, or can't be read."""
        name = composed_text(text).strip()
        parts = any(item.parts for item in self._book.tables.catalogue.get(name, ()))
        return text.startswith(EXACT) or not text.isprintable() or name in self._apart or parts

    def keeps(self, holding: Holding) -> bool:
        """Whether all ladders refuse it at the gate, for good."""
        evaluation = self._evaluation
        learner = Learner(evaluation.learner.id, facts=evaluation.learner.facts, holdings=(holding,))
        for name, (ladder, body) in self._ladders.items():
            asked = (self._book, ladder, learner, evaluation.as_of, self._book.units_named[name], body)
            if stand(bench_of(*asked), holding).passes is not False:
                return False
            told = recognise(*asked)
            if told.units or told.cases or told.findings[0].outcome != "refused" or told.findings[0].pending:
                return False
        return True


def _is_plain(atom: tree.Expr) -> bool:
    """Whether it reads the members that it names and nothing else: no register, no parameter of some day."""
    if isinstance(atom, tree.In):
        return atom.register is None
    if isinstance(atom, tree.Flag):
        return atom.word in FLAGS
    return isinstance(atom, ATOMS) and not (isinstance(atom, tree.Compare) and isinstance(atom.value, tree.Quantity))
