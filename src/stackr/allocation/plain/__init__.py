"""Awards that are plain, as most are: read as a sum over places, and settled part by part.

`reading` says what is plain, `direct` takes it apart, `part` packs a part's bounds, `filling` searches one, `form` finds
its canonical form; `left` is what a greatest worth leaves open, `checks` whether checks could lower it. What this cannot
settle is left to the general search.
"""
