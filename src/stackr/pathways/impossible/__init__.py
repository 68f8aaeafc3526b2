"""Why there is no plan: the smallest set that blocks, shown to block, in words."""
