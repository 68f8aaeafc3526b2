"""Writes the reference to standard output."""

from __future__ import annotations

import sys

from stackr.language.reference.page import reference

if __name__ == "__main__":
    sys.stdout.write(reference())
