"""GS1 element strings: what stands in a GS1-128, GS1 DataMatrix or GS1 QR barcode.

It takes a barcode's text apart into (application identifier, value) and checks lengths,
digits and check digits; what a value is good for is decided in `labels.py`.  The idea
needed to read it: an identifier says how long its value is.  Values of the "predefined"
kind follow one another without a mark; all others end at the separator FNC1, which
scanners send as the character 1D, or at the end.  An identifier that is not known here
has no known end either, so it refuses the whole text.

Source: GS1 General Specifications, tables of application identifiers and of element
strings with predefined length.  The list is what stands on parcels: shipping, trade
items, weights, and the addresses of a transport label (43xx).
"""

FNC1 = "\x1d"
CUT_OFF, UNKNOWN_FIELD, GARBLED = "cut off", "unknown field", "garbled"
WRONG_CHECK = "wrong check digit"

_DIGITS = "0123456789"
# The character set 82 of the General Specifications, but for letters and digits.
_MARKS = "!\"%&'()*+,-./:;<=>?_"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_KNOWN = _DIGITS + _MARKS + _LETTERS


def _rules() -> "dict[str, tuple[int, int, int, bool]]":
    """Identifier -> (how many digits come first, least, most, is its length predefined)."""
    rules = {}
    for names, digits, least, most, is_predefined in (
        ("00", 18, 18, 18, True),
        ("01 02 03", 14, 14, 14, True),
        ("11 12 13 15 16 17", 6, 6, 6, True),
        ("20", 2, 2, 2, True),
        ("410 411 412 413 414 415 416 417", 13, 13, 13, True),
        ("10 21 22 243 254 420 4318", 0, 1, 20, False),
        ("235", 0, 1, 28, False),
        ("240 241 250 251 400 401 403 4308 4319 90", 0, 1, 30, False),
        ("242", 6, 1, 6, False),
        ("30 37", 8, 1, 8, False),
        ("402", 17, 17, 17, False),
        ("421", 3, 4, 12, False),
        ("422 424 426", 3, 3, 3, False),
        ("423 425", 15, 3, 15, False),
        ("427", 0, 1, 3, False),
        ("4300 4301 4310 4311 4320", 0, 1, 35, False),
        ("4302 4303 4304 4305 4306 4312 4313 4314 4315 4316", 0, 1, 70, False),
        ("4307 4317", 0, 2, 2, False),
        ("4309", 20, 20, 20, False),
        ("4321 4322 4323", 1, 1, 1, False),
        ("4324 4325", 10, 10, 10, False),
        ("4326", 6, 6, 6, False),
        ("4330 4331 4332 4333", 6, 6, 7, False),
        ("91 92 93 94 95 96 97 98 99", 0, 1, 90, False),
    ):
        for name in names.split(" "):
            rules[name] = (digits, least, most, is_predefined)
    # The last digit of these says where the decimal point stands.
    for place in _DIGITS:
        for pair in ("31", "32", "33", "34", "35", "36"):
            for third in _DIGITS:
                rules[pair + third + place] = (6, 6, 6, True)
        for third, least, most in (("0", 1, 15), ("1", 4, 18), ("2", 1, 15), ("3", 4, 18),
                                   ("4", 4, 4), ("5", 6, 6)):  # fmt: skip
            rules["39" + third + place] = (most, least, most, False)
    return rules


def _starts() -> "frozenset[str]":
    """What identifiers begin with: a label that was cut off may end like this."""
    return frozenset([name[:length] for name in RULES for length in range(1, len(name))])


RULES = _rules()
_STARTS = _starts()
WITH_CHECK_DIGIT = ("00", "01", "02", "03", "402")


def read(text: str) -> "tuple[tuple[tuple[str, str], ...], str]":
    """(((identifier, value), ...), ""), or ((), why) with one of the reasons above.

    A separator may stand before the first field, after any field and at the end.
    """
    fields = []
    at = _after_separators(text, 0)
    while at < len(text):
        name, why = _identifier(text, at)
        value = ""
        if not why:
            at += len(name)
            value, why = _value(text, at, RULES[name])
        if not why and name in WITH_CHECK_DIGIT and not has_check_digit(value):
            why = WRONG_CHECK
        if why:
            return (), why
        fields.append((name, value))
        at = _after_separators(text, at + len(value))
    return (tuple(fields), "") if fields else ((), CUT_OFF)


def has_check_digit(digits: str) -> bool:
    """Whether the last digit is the GS1 check digit of the others: weights 3, 1 from the right."""
    if len(digits) < 2 or not are_digits(digits):
        return False
    total = 0
    for index in range(len(digits) - 1):
        weight = 3 if (len(digits) - index) % 2 == 0 else 1
        total += weight * int(digits[index])
    return (total + int(digits[-1])) % 10 == 0


def are_digits(text: str) -> bool:
    """0 to 9 and nothing else: Unicode knows many more digits, barcodes do not."""
    return bool(text) and not [c for c in text if c not in _DIGITS]


def _after_separators(text: str, at: int) -> int:
    while text[at : at + 1] == FNC1:
        at += 1
    return at


def _identifier(text: str, at: int) -> "tuple[str, str]":
    """The identifier that begins here, or why there is none."""
    for length in (2, 3, 4):
        name = text[at : at + length]
        if name in RULES:
            return name, ""
    return "", CUT_OFF if text[at:] in _STARTS else UNKNOWN_FIELD


def _value(text: str, at: int, rule: "tuple[int, int, int, bool]") -> "tuple[str, str]":
    """The value that begins here and "", or why it is none."""
    digits, least, most, is_predefined = rule
    end = text.find(FNC1, at)
    end = len(text) if end < 0 else end
    if is_predefined:
        end = min(end, at + most)
    value = text[at:end]
    if len(value) < least:
        return "", CUT_OFF
    first = value[:digits]
    if len(value) > most or (first and not are_digits(first)):
        return "", GARBLED
    if [c for c in value if c not in _KNOWN]:
        return "", GARBLED
    return value, ""
