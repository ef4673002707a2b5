"""What a person may ask of the server, looked at before anything is done.

It knows what a phone number, a key or a size looks like; it changes nothing.
The one idea: a wish that cannot be met is answered with one sentence that says
what is wrong and what would be right.
"""

import re
from collections.abc import Sequence

from sim.central.contract import SIZES
from sim.central.network import Network
from sim.central.numbers import is_shipment_number

COUNTRY = "+371"
HOLDS = ("contents", "surcharge", "office")
DUES = ("cod", "duty", "storage", "surcharge")
LEVELS = ("advanced", "qualified")
LARGEST_DUE_CENTS = 1_000_000
PURPOSES = ("delivery", "storage", "send", "return")


class Refused(Exception):
    """The wish is not met and nothing was changed; the text is for the one who asked."""


def identity(text: str, what: str) -> str:
    """A name that can stand in a topic."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", text):
        raise Refused(f"{what} is made of 1 to 40 letters, digits, - and _; {text!a} is not.")
    return text


def key(text: str) -> bytes:
    if not re.fullmatch("[0-9a-fA-F]{64}", text):
        raise Refused(
            f"A terminal's key is 32 bytes, written as 64 hexadecimal digits; this has {len(text)}"
            " characters or other ones."
        )
    return bytes.fromhex(text)


def phone(text: str) -> str:
    """With its country, without spaces; eight digits alone are Latvian."""
    digits = re.sub(r"[ ()-]", "", text)
    if re.fullmatch("[0-9]{8}", digits):
        digits = COUNTRY + digits
    if not re.fullmatch(r"\+[1-9][0-9]{6,14}", digits):
        raise Refused(
            f"A phone number is + and 7 to 15 digits, or 8 digits in Latvia; {text!a} is not."
        )
    return digits


def email(text: str) -> str:
    if text and not re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,190}", text):
        raise Refused(f"An e-mail address looks like name@place.lv; {text!a} does not.")
    return text


def size(text: str) -> tuple[str, tuple[int, ...]]:
    """A size by name, three sides such as 180x380x580 in millimetres, or "?" for unknown."""
    if text in ("", "?"):
        return "", ()
    if text.upper() in SIZES:
        return text.upper(), ()
    sides = re.fullmatch("([1-9][0-9]{0,3})x([1-9][0-9]{0,3})x([1-9][0-9]{0,3})", text)
    if sides is None:
        raise Refused(
            f"A size is {', '.join(SIZES)}, or height, width and length in millimetres such as"
            f" 180x380x580, or ? where unknown; {text!a} is not."
        )
    return "", tuple(int(side) for side in sides.groups())


def number(text: str) -> str:
    """A shipment number as it is compared."""
    if not is_shipment_number(text):
        raise Refused(
            f"A shipment number is like RR123456785LV, with a right check digit; {text!a} is not."
        )
    return text


def badge(text: str) -> str:
    if not re.fullmatch(r"[!-~][ -~]{0,60}[!-~]", text):
        raise Refused(f"A badge is a text of 2 to 62 plain characters; {text!a} is not.")
    return text


def pin(text: str) -> str:
    if not re.fullmatch("[0-9]{4,8}", text):
        raise Refused("A PIN is 4 to 8 digits.")
    return text


def hold(why: str) -> None:
    if why and why not in HOLDS:
        raise Refused(f"A shipment is held for one of {', '.join(HOLDS)}; {why!a} is none.")


def dues(given: Sequence[tuple[str, int]]) -> None:
    for kind, cents in given:
        if kind not in DUES or not 1 <= cents <= LARGEST_DUE_CENTS:
            raise Refused(
                f"A due is one of {', '.join(DUES)} and 1 to {LARGEST_DUE_CENTS} cents;"
                f" {kind!a} and {cents} are not."
            )


def network(name: str, known: Sequence[str]) -> None:
    if name not in known:
        raise Refused(f"A terminal belongs to one of {', '.join(known)}; {name!a} is none.")


def allowed(rules: Network, to: str, purpose: str, weight_g: int) -> None:
    """What the terminal's network takes in; `to` is the recipient's phone."""
    name = rules.text("operator.name")
    prefixes = rules.texts("code.phone_prefixes")
    if prefixes and not to.startswith(prefixes):
        raise Refused(
            f"{name} sends codes to phones of {', '.join(prefixes)} only"
            f" ({rules.clause('code.phone_prefixes')}); {to} is none."
        )
    if purpose not in PURPOSES:
        ways = ", ".join(PURPOSES[1:])
        raise Refused(f"A sender's parcel goes one of the ways {ways}; {purpose!a} is none.")
    if purpose == "storage" and not rules.has("storing.days"):
        raise Refused(f"{name} has no storage. Send it as a delivery.")
    most_g = rules.number("parcel.weight_max_g")
    if not 0 <= weight_g <= most_g:
        raise Refused(
            f"A shipment weighs at most {most_g} grams at {name}"
            f" ({rules.clause('parcel.weight_max_g')}); {weight_g} are not taken."
        )


def cod_allowed(rules: Network, given: Sequence[tuple[str, int]]) -> None:
    cents = sum(cents for kind, cents in given if kind == "cod")
    if rules.has("cod.max_cents") and cents > rules.number("cod.max_cents"):
        raise Refused(
            f"Cash on delivery is at most {rules.number('cod.max_cents')} cents at"
            f" {rules.text('operator.name')} ({rules.clause('cod.max_cents')}); {cents} are too"
            " many."
        )


def personal_code(text: str) -> str:
    """Of Latvia, as the providers write it."""
    if not re.fullmatch(r"PNOLV-[0-9]{6}-[0-9]{5}", text):
        raise Refused(f"A personal code is like PNOLV-050405-10009; {text!a} is not.")
    return text


def level(text: str) -> str:
    if text not in LEVELS:
        raise Refused(f"A level is one of {', '.join(LEVELS)}; {text!a} is none.")
    return text


def challenge(text: str) -> str:
    if not re.fullmatch("[0-9]{8}", text):
        raise Refused("A challenge is the 8 digits that the terminal shows.")
    return text
