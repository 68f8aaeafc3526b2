"""The figures of an award by definition: every allocation tried, straight from the compiled rules and the recognised units.

Short, slow, and independent of the way to the integer problem (`requirements.lower`), of its solver and of their short cuts:
it reads the compiled requirements and limits of an `Award` as `semantics.md` says what they mean. Recognition, the binding of
decisions and what a conferred award keeps are taken as given. For a handful of units; `TooLarge` says when it is more.
"""

from __future__ import annotations

from stackr.testing.reference.enumerate import MOST, TooLarge
from stackr.testing.reference.figures import Figures, figures

__all__ = ["MOST", "Figures", "TooLarge", "figures"]
