"""From what a learner has and what is on offer to the best set of additions that completes an award: proven, and by term."""
