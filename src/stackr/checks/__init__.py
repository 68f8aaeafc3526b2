"""What is wrong with rules that can be read: the static checks."""
