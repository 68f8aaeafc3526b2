"""How it is shown why the answer stands: blocking sets, forced places, certificates, smallest completions (`semantics.md`, Proofs)."""
