"""Shipment numbers as the Universal Postal Union writes them (standard S10).

Two letters for the kind of shipment, eight digits, a check digit and two letters
for the country, such as RR123456785LV.  The one idea: the check digit
catches nearly every slip of a digit, so a number that was typed can be refused
before anybody looks for it.
"""

import re

_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_S10 = re.compile(r"([A-Z]{2})([0-9]{8})([0-9])([A-Z]{2})")


def check_digit(serial: str) -> str:
    """The ninth digit for eight: eleven less the weighted sum's remainder; 10 is 0, 11 is 5."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, serial, strict=True))
    check = 11 - total % 11
    return {10: "0", 11: "5"}.get(check, str(check))


def shipment_number(serial: int, kind: str = "CE", country: str = "LV") -> str:
    """The number of that serial, below 100 million; CE is a parcel."""
    digits = f"{serial:08d}"
    return f"{kind}{digits}{check_digit(digits)}{country}"


def is_shipment_number(text: str) -> bool:
    match = _S10.fullmatch(text)
    return match is not None and check_digit(match[2]) == match[3]
