"""The version of the package; that of the rule language is its own."""

__version__ = "0.1.0"
