"""One learner before one rule book on one day: versions, recognition, allocation, what it means, and why.

`values` is the fast core and gives exact figures; `run.audit` tells the same answers in full.
"""
