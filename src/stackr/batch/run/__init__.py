"""A run: rows in, parts of whole learners evaluated one by one, every part kept when it is done, and a manifest at the end."""
