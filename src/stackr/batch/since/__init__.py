"""A run after another one: only learners whom something touched are evaluated again, all others keep what they were told."""
