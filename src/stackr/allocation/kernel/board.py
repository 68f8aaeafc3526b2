"""The working memory of one thread: one array of named rows, so that compiled functions pass one argument.

Its first rows are the frame's table and the way that is being settled (`table`). A second array of the same rows, `raw`, holds
the classes as they were found.
"""

from __future__ import annotations

from stackr.allocation.kernel.table import TABLE_ROWS, WAY_ROWS, WIDTH

# Per class of interchangeable units (in `raw` as found; on the board those of one way, in the order they are placed):
(
    MASK,  # places that may take it
    SUMS_IN,  # sums it belongs to
    SIZE,  # credits of one unit (a step, if divisible)
    ITEMS,  # credentials of one unit
    COUNT,  # how many units
    GROUP,  # classes of one group exclude each other; -1: none
    CODE,  # number of a code that several classes share; -1: none
    LIMIT,  # how many classes of that code may count
    GRANT,  # number of a contested grant; -1: none
    PIECES,  # the pieces it contests
    FOUND_AT,  # which of the classes as found it is
    OPTIONS,  # how many places it has
    LEFT,  # units not placed
    AT,  # mask of the places where some are placed
    WAS_AT,  # the same in the allocation that prices are read off
    LATER,  # the most that a later class of its group could give
    SEEN,  # sums it may add to
    REST,  # places of the classes from here on
    REST_SUMS,  # sums of the classes from here on
    # per place
    X,  # what counts there
    SUPPLY,  # what could count there
    RATE,  # what a credit or item there still adds to a bound; the rest of its worth is paid
    CAME_TO,  # the place that a unit from here would move to
    MOVER,  # its class
    CHAIN,
    # per sum
    SUM,  # what it adds up to
    MORE,  # what undecided units could add
    TOLL,  # price of using up one of a limit
    TOLL_KEPT,
    RATE_KEPT,
    # of fillings, per class:
    SIZE_STEPS,  # its size in steps of what all sizes are multiples of
    ITEM_STEPS,  # the same of its items
    PRICE,  # in `raw`: kept of a way that was settled before; -1: none
    DEAREST,  # a price at which no place wants it
    OFFERED,  # how many units there are for sale
    WANTED,  # how many of them places want
    WAY_OF_PRICE,  # in which way the price went
    # per place, per sum:
    FITTING,  # mask of the classes that fit there
    TOLL_OF,  # price of a step of a limit; in `raw` as PRICE
    ROOM,  # steps that it lets in
    WANTED_SUM,  # steps that places want
    WAY_OF_TOLL,
    # per code, per grant
    CODE_USED,
    GRANT_USED,
    GRANT_BARS,  # mask of the grants it excludes
    SCRATCH,
    NUMBERS,
) = range(TABLE_ROWS + WAY_ROWS, TABLE_ROWS + WAY_ROWS + 47)
OPTION = NUMBERS + 1
"""`board[OPTION + class, i]`: its places in order of worth."""
WORTH = OPTION + WIDTH
"""`board[WORTH + class, i]`: what a unit gives there under the prices."""
UNITS_AT = WORTH + WIDTH
"""`board[UNITS_AT + class, place]`: units, while `improve` moves them."""
BOARD_ROWS = UNITS_AT + WIDTH
FACTS = PIECES + 1
"""The rows of a class that the learner's units give."""

# Columns of the row NUMBERS:
(
    CLASSES,
    TIED,  # whether any class has a code or grant
    GRANTS,
    CODES,
    VALUE,  # p of the current allocation, in parts of the whole
    BEST,  # the greatest progress found, in all ways tried
    GRANTS_ON,  # mask of the contested grants in use
    STEPS_USED,
    STEPS_MOST,
    PAID_SUMS,  # the same of totals
    TOLLED,  # mask of the limits that a bound pays for
    GRAIN,  # greatest common divisor of credits
    ITEM_GRAIN,
    ROUND,  # which use of the memo this is
    MEMO_USED,  # numbers of it that are written
    WAS_FREE,  # of the allocation that prices are read off: mask of the classes with units left out,
    WAS_FULL,  # of the places that have what they need
    LATTICE,  # a part of the whole of which p is a multiple; 0: bounds by fillings are not to be had
    TOLL_MOST,
) = range(19)

WIDTH_OF_KEY = 64
"""SCRATCH holds ranks times this, plus the index of a class."""
DEPTH = 512
"""Decisions of one search, at most."""

# Rows of the stack of a search:
AT_CLASS, AT_OPTION, AT_LEFT, NEXT, BOUND_AT, TERM, PLACED, DROPPED = range(8)
STACK_ROWS = 8
"""TERM: what BOUND_AT holds for the class still to be decided and the later ones of its group. PLACED: -1 before the
first try; DROPPED: units given up with it."""
