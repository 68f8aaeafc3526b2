"""Plain problems whose limits bind, by an exact linear program: what it shows is mostly what whole units can do as well.

`tableau` (over `rows`) is the program in whole numbers, `program` reads a plain problem into it, `whole` finds allocations in
what it leaves open (`face`), `referring` asks CP-SAT where that takes long, `levels` goes through the objective part by part,
`floors` sees to those, `asking` is what the solver asks.
"""
