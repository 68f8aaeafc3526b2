"""For all tests: the same generated cases in every run, and no clock that fails a test on a busy machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("house", derandomize=True, deadline=None, database=None)
settings.load_profile("house")
