"""Whole columns at once: every distinct thing is worked out with the single audit's own code, then gathered for all who share it."""
