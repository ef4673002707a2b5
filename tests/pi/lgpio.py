"""Stands in for the library under rpi-lgpio: the error that it lets through, and what it leaves."""

from pathlib import Path

Path(".lgd-nfy0").touch()  # where it is imported; the real one makes a FIFO


class error(Exception):
    """As the real one is spelt."""
