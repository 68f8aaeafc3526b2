"""The one error of this room: a file that is no learner record at all. Everything smaller is a remark."""

from __future__ import annotations


class RecordError(Exception):
    """The input cannot be read as learner records. The message is a plain sentence; `code` is its page (`R390`).

    `where`: the file, where it was read from one. What is raised is both; `message` is the sentence alone.
    """

    code = "R390"

    def __init__(self, message: str, where: str = "") -> None:
        self.message, self.where = message, where
        super().__init__(f"{where}: {message}" if where else message)
