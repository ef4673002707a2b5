"""Six digits that open a door: how they are stored, matched and guarded against guessing.

The terminal keeps no code, only its tag: a keyed hash that depends on nothing else, so
that one look-up finds it (decision 1).  The budget and the delays are decision 2; the
reasons and the arithmetic are in the README under "Guessing".
"""

import hashlib
from binascii import hexlify

CODE_DIGITS = 6
PHONE_DIGITS = 3
PIN_DIGITS = 4
DAY_MS = 24 * 3600 * 1000
STRIKES_END_MS = 900 * 1000
FREE_STRIKES = 3
DELAY_MS = 5000
DELAY_MAX_MS = 30 * 1000
DELAY_BEYOND_MS = 900 * 1000
PIN_TRIES_A_DAY = 5


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    """HMAC with SHA-256 (RFC 2104), written out because MicroPython has no hmac module."""
    if len(key) > 64:
        key = hashlib.sha256(key).digest()
    key = key + bytes(64 - len(key))
    inner = hashlib.sha256(bytes([byte ^ 0x36 for byte in key]) + message).digest()
    return hashlib.sha256(bytes([byte ^ 0x5C for byte in key]) + inner).digest()


def tag_of(key: bytes, purpose: str, epoch: int, text: str) -> str:
    """The tag of a code, token, badge or pin: 32 hex digits; the server computes the same."""
    message = "%s|%d|%s" % (purpose, epoch, text)
    return hexlify(hmac_sha256(key, message.encode())[:16]).decode()


def plain(text: str) -> str:
    """A scanned or printed number as it is compared: upper case, no spaces."""
    return text.upper().replace(" ", "")


def is_code(text: str) -> bool:
    """Six digits: in a barcode they count as typed (decision 1)."""
    return len(text) == CODE_DIGITS and not [c for c in text if c not in "0123456789"]


def guesses_allowed(live_codes: int, ceiling: int) -> int:
    """How many wrong tries in 24 h of powered-on time before a code alone is not enough."""
    return min(ceiling, 1000 // max(live_codes, 1))


def delay_ms(strike: int, is_beyond: bool) -> int:
    """How long no code is tried after the `strike`-th wrong one in a row."""
    if strike < FREE_STRIKES:
        return 0
    longest_ms = DELAY_BEYOND_MS if is_beyond else DELAY_MAX_MS
    return int(min(longest_ms, DELAY_MS << min(strike - FREE_STRIKES, 20)))
