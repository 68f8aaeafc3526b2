"""The stack as a graph that people think about: what counts toward what, what is required first, what is equivalent."""
