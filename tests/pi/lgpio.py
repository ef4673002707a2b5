"""Stands in for the library under rpi-lgpio: the error that it lets through."""


class error(Exception):
    """As the real one is spelt."""
