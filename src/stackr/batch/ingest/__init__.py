"""Rows from outside into rows of holdings: files and queries read as text, what can't be used put aside with its reason."""
