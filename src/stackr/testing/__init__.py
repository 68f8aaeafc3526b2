"""Rule tests: scenarios run through the same admission and audit as any record, and what they leave unexercised."""
