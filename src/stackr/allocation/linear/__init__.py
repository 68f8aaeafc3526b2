"""Plain problems whose limits bind, by an exact linear program: what it shows is mostly what whole units can do as well.

`tableau` is the program in whole numbers, `program` reads a plain problem into it, `whole` finds allocations in what it leaves
open, `levels` goes through the objective part by part, `asking` is what the solver asks.
"""
