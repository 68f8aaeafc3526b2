"""What a plan can't be asked for."""

from __future__ import annotations


class PlanError(ValueError):
    """The plan can't be made as asked: an unknown measure, two currencies, a target date in the past."""

    def __init__(self, message: str, help: str = "") -> None:
        self.help = help
        super().__init__(message)
