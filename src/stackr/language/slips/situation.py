"""What a slip is recognised from, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from stackr.language.tokens import Token


@dataclass(frozen=True, slots=True)
class Situation:
    """A token that can't stand: what may instead (`viable`), the tokens around it, whether the declaration just began."""

    tokens: Sequence[Token]
    index: int
    token: Token
    viable: frozenset[str]
    before: frozenset[str]
    """What might have stood where the token before stands; empty where there is none."""
    first: bool

    def at(self, step: int) -> Token | None:
        """The token so many before or after; None outside the declaration."""
        place = self.index + step
        return self.tokens[place] if 0 <= place < len(self.tokens) else None

    def line(self) -> list[str]:
        """The words of the same line ahead of the token, from the last separator or brace on."""
        ahead = [token for token in self.tokens[: self.index] if token.line == self.token.line]
        ends = [at for at, token in enumerate(ahead) if token.kind == "sep" or token.text in ("{", "}")]
        return [token.text for token in ahead[ends[-1] + 1 if ends else 0 :]]

    def names_may_stand(self) -> bool:
        """Whether a name or code is among what is expected."""
        return "IDENT" in self.viable


@dataclass(frozen=True, slots=True)
class Slip:
    """What is said: a code, one sentence, what to write instead."""

    code: str
    message: str
    help: str
    on_before: bool = False
    """Shown at the token before: that is where something is missing."""


Recognise: TypeAlias = "Callable[[Situation], Slip | None]"
