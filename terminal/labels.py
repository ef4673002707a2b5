"""What a scanned text is: a shipment's label, a code, a pick-up number, or something else.

It reads the shape of a text and its check digits, nothing more: whether a number, a token
or a badge means anything here only the books know.  The idea needed to read it: a label
is never guessed at.  A text that has the shape of a number but not its check digit was
misread, and half a number is another number, so such texts are refused with a reason
(`why`) that a screen can put into words.

Sources: UPU S10 (check digit, country of the issuing post, not of the destination), GS1
General Specifications, ISO/IEC 15424 (AIM prefixes), Ekstra Pasts rules 1.2.
"""

from terminal import codes, gs1
from terminal.record import Record

S10, GS1, PICKUP_NUMBER = "s10", "gs1", "pickup number"
CODE, TOKEN, UNKNOWN = "code", "token", "unknown"

NOT_A_LABEL, NO_PARCEL, WEB_ADDRESS = "not a label", "no parcel number", "web address"
CUT_OFF, WRONG_CHECK = gs1.CUT_OFF, gs1.WRONG_CHECK
UNKNOWN_FIELD, GARBLED = gs1.UNKNOWN_FIELD, gs1.GARBLED
WHYS = (NOT_A_LABEL, NO_PARCEL, WEB_ADDRESS, CUT_OFF, WRONG_CHECK, UNKNOWN_FIELD, GARBLED)

TEXT_MAX = 512
TOKEN_MIN = 22  # characters of base64 that hold 128 bits (decision 1)

# What AIM prefixes say: that GS1 fields follow, or that it is the number of a product.
_GS1_PREFIXES = ("]C1", "]d2", "]Q3", "]e0", "]J1")
_PRODUCT_PREFIXES = ("]E0", "]E4")
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOWER = "abcdefghijklmnopqrstuvwxyz"
_S10_SHAPE = "AA999999999AA"
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
_PICKUP_SHAPE = "9999_99999999"
# GS1 fields that name a parcel, the most telling first: SSCC, shipment, consignment, order.
_NAMING_FIELDS = ("00", "402", "401", "400")


class Label(Record):
    """A text that was scanned, taken for what it looks like.

    kind: "s10", "gs1", "pickup number" (a recipient's address for Ekstra Pasts, with the
    phone number in it), "code" (six digits: counts as typed), "token" (long enough to be
    the secret of a message) or "unknown".
    numbers: the shipment numbers that it may mean, in plain form, the likeliest first.
    text: all of it in plain form, without AIM prefix; badges and tokens are compared with it.
    why: "" or what is wrong with it, one of WHYS; "unknown" always has one, and texts that
    are right but name no parcel ("no parcel number") too.
    """

    fields = ("kind", "numbers", "text", "why")
    private = ("numbers", "text")
    kind: str
    numbers: "tuple[str, ...]"
    text: str
    why: str


def read(text: str) -> Label:
    """What this scanned text is.  Takes any text and never raises."""
    if len(text) > TEXT_MAX:
        return Label(UNKNOWN, (), "", NOT_A_LABEL)
    prefix, body = _without_prefix(text)
    plain = codes.plain(body)
    if prefix in _GS1_PREFIXES or (gs1.FNC1 in body and not prefix):
        return _gs1(body, plain)
    if prefix in _PRODUCT_PREFIXES:
        is_right = len(plain) in (8, 13) and gs1.has_check_digit(plain)
        return Label(GS1, (), plain, NO_PARCEL if is_right else WRONG_CHECK)
    if codes.is_code(plain):
        return Label(CODE, (), plain, "")
    if has_shape(plain, _PICKUP_SHAPE):
        return Label(PICKUP_NUMBER, (), plain, NO_PARCEL)
    if len(plain) == 20 and plain.startswith("00") and gs1.are_digits(plain):
        return _gs1(plain, plain)  # an SSCC from a scanner that tells no prefix
    return _s10(plain) or _other(plain)


def is_s10(number: str) -> bool:
    """Whether this plain text is an S10 number with its right check digit."""
    if not has_shape(number, _S10_SHAPE):
        return False
    total = 0
    for index in range(8):
        total += _S10_WEIGHTS[index] * int(number[2 + index])
    check = 11 - total % 11
    return int(number[10]) == {10: 0, 11: 5}.get(check, check)


def has_shape(text: str, shape: str) -> bool:
    """Whether each character fits: A takes A to Z, 9 takes a digit, others take themselves."""
    if len(text) != len(shape):
        return False
    for index in range(len(shape)):
        wanted, given = shape[index], text[index]
        if wanted == "A":
            is_right = given in _UPPER
        elif wanted == "9":
            is_right = given in "0123456789"
        else:
            is_right = given == wanted
        if not is_right:
            return False
    return True


def _without_prefix(text: str) -> "tuple[str, str]":
    """(AIM prefix or "", the text behind it): "]", the kind of barcode, a digit or letter."""
    if len(text) < 3 or text[0] != "]" or text[1] not in _UPPER + _LOWER:
        return "", text
    if text[2] not in "0123456789" + _UPPER + _LOWER:
        return "", text
    return text[:3], text[3:]


def _s10(plain: str) -> "Label | None":
    """The S10 number that this is or should have been; None: it does not look like one."""
    number = plain.replace("-", "")
    if has_shape(number, _S10_SHAPE):
        if is_s10(number):
            return Label(S10, (number,), plain, "")
        return Label(UNKNOWN, (), plain, WRONG_CHECK)
    # Without an end it could be anybody's number: exact matching harms nothing.
    if 10 <= len(number) < 13 and has_shape(number, _S10_SHAPE[: len(number)]):
        return Label(UNKNOWN, (plain,), plain, CUT_OFF)
    return None


def _gs1(body: str, plain: str) -> Label:
    fields, why = gs1.read(body)
    if why:
        return Label(UNKNOWN, (), plain, why)
    numbers: "list[str]" = []
    for wanted in _NAMING_FIELDS:
        found = sorted({codes.plain(value) for name, value in fields if name == wanted})
        if len(found) > 1:  # two parcels on one label
            return Label(UNKNOWN, (), plain, GARBLED)
        if wanted == "00" and found:
            # It names this parcel alone; some carriers' numbers include the identifier.
            return Label(GS1, (found[0], "00" + found[0]), plain, "")
        numbers += found
    return Label(GS1, tuple(numbers), plain, "" if numbers else NO_PARCEL)


def _other(plain: str) -> Label:
    """A text without a shape of its own: an operator's number, a badge, a token, anything."""
    if gs1.FNC1 in plain or not plain:
        return Label(UNKNOWN, (), plain, NOT_A_LABEL)
    if "://" in plain or plain.startswith("WWW."):
        return Label(UNKNOWN, (), plain, WEB_ADDRESS)
    if len(plain) >= TOKEN_MIN and not [c for c in plain if not "!" <= c <= "~"]:
        return Label(TOKEN, (plain,), plain, "")
    return Label(UNKNOWN, (plain,), plain, NOT_A_LABEL)
