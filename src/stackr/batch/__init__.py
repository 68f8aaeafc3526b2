"""Many learners at once: a frame of holdings in, the single audit's answers out as frames, field by field the same.

`evaluate` is the way in; `result` lists what comes back; `exact` is the single audit told as rows, which every faster
path has to agree with. `by_columns` is the fast path: every distinct thing once (`columns`, `signatures`, `tables`), then
gathered, the sums by the allocation kernel.
"""
