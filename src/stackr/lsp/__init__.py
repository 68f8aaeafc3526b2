"""A language server for editors: what `check`, `fmt` and the language reference say, while a rule is being written."""
