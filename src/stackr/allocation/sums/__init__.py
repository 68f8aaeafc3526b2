"""A problem as sums that can be kept up to date: what each unit may do, what it adds to which row, what rows are worth.

The search (`branching`), CP-SAT (`cpsat`) and the plans of `pathways` all read these.
"""
