"""stackr: how learning stacks toward qualifications, exactly and with reasons."""

__version__ = "0.1.0"
