"""What is asked of a plan, made ready: the learner, what is on offer, its prices and terms, all lowered as one allocation problem."""
