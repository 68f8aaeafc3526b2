"""The same problems by CP-SAT (the extra `solve`), where the search does not settle them within its steps.

`units` says where units may count, `goals` what is made great, `solving` finds the canonical optimum, `cover` the
smallest completion, `relaxation` and `striking` what no best allocation does.
"""
