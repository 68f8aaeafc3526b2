"""The one error of this room: a file that is no learner record at all. Everything smaller is a remark."""

from __future__ import annotations


class RecordError(Exception):
    """The input cannot be read as learner records. The message is a plain sentence; `code` is its page (`R390`)."""

    code = "R390"
