"""The search through what units may do, one after another, with prices as bounds.

`ascent` finds the greatest worth, `canonical` the one allocation that is told, both by `dive`; `bounds`, `pricing` and `flow`
say what is out of reach.
"""
