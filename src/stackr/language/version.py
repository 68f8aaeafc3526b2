"""The version of the rule language that this package reads: what a file may state as `language 1`."""

LANGUAGE_VERSION = 1
