"""How learning from anywhere becomes units here: the ladder of routes, and recognition of prior learning as its fallback."""
