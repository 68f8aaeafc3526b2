"""Where the parts of a run are worked out: in this process, in several, or on a cluster. The answers are the same bytes."""
