"""Parcels of the same recipient, drawn by chance for the street (`street.py`).

Few phones, so that parcels often share a compartment (002-8.6.7), and corrections of phones and
codes that fit, and that do not.
"""

from terminal import orders
from terminal.combining import beside
from tests.terminal.scene import tag

PHONES = ("+37120000001", "+37120000002", "+37120000003")


def phone_tag(luck):
    """The tag of somebody's phone, or "" where the server does not know it."""
    return tag("phone", luck.pick(PHONES)) if luck.chance(80) else ""


def recode(street, number, code):
    """A new code, or that of what lies beside it; now and then another phone too."""
    luck, known = street.luck, street.shipment(number)
    together = beside(street.terminal, number)
    other = street.shipment(together[0]) if together else None
    if other is not None and luck.chance(70):
        code = other.code
    phone = known.phone if known is not None and luck.chance(70) else phone_tag(luck)
    return orders.Recode(number, code, "", "789", phone)
