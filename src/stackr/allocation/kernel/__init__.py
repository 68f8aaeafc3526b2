"""The exact allocation of many learners at once, compiled (extra `batch`): the values tier, and placements.

The seam, in three steps. Nothing here imports numba before `best_values` is called.

1. `frame_of(problem)` (`frame.py`): what is the same for all learners of one award in one branch choice, taken from any
   one learner's lowered `Problem`; or, in words, why this shape is not one the kernel knows. Learners with equal frames
   go together; the others take `search.solve`.
2. `Packed` (`packed.py`): the learners' units as flat arrays. `pack(frame, problems)` makes it from lowered problems; a
   columnar lowering fills the arrays itself and must agree with `pack`.
3. `best_values(frame, packed)` (`values.py`): per learner the greatest progress, exactly, as `numerator / frame.whole`, with
   whether that is proven. What is not proven goes to `search.solve`, which always ends with the same answer.
"""
