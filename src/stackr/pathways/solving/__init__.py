"""From a question to its best plans: what can be left out, the CP-SAT model, wish after wish with proof."""
