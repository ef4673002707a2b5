"""One-time codes: that of the hour (RFC 6238) and the answer to a challenge, without any luck.

Pure arithmetic; who may use which is in `books.care` and `visits/technician.py`.  The idea
needed to read it: the terminal and the operator share the terminal's key, so both can make
the technician's secret, and the code needs no network.  Where the wall clock is not trusted,
the terminal shows a number and asks what the office makes of it.
"""

import hashlib
from binascii import unhexlify

CODE_DIGITS = 6
RESPONSE_DIGITS = 8
STEP_S = 30
# A code that was read off just before its step ended, or a phone that is half a minute wrong.
WINDOW = 1


def hmac_sha1(key: bytes, message: bytes) -> bytes:
    """HMAC with SHA-1 (RFC 2104), written out because MicroPython has no hmac module."""
    if len(key) > 64:
        key = hashlib.sha1(key).digest()
    key = key + bytes(64 - len(key))
    inner = hashlib.sha1(bytes([byte ^ 0x36 for byte in key]) + message).digest()
    return hashlib.sha1(bytes([byte ^ 0x5C for byte in key]) + inner).digest()


def code_at(secret: bytes, step: int, digits: int = CODE_DIGITS) -> str:
    """The code of this step: HOTP of RFC 4226 with the number of the step."""
    counter = bytes([step >> shift & 255 for shift in range(56, -8, -8)])
    told = hmac_sha1(secret, counter)
    at = told[19] & 15
    number = (told[at] & 127) << 24 | told[at + 1] << 16 | told[at + 2] << 8 | told[at + 3]
    return _digits(number, digits)


def step_at(wall_s: int) -> int:
    """The number of the step of 30 seconds that this second lies in."""
    return wall_s // STEP_S


def step_of(code: str, tag: str, wall_s: int) -> int:
    """The step that a code belongs to, within the window; 0: to none.  `tag` is the secret."""
    secret, now = unhexlify(tag), step_at(wall_s)
    for step in range(now - WINDOW, now + WINDOW + 1):
        if code_at(secret, step) == code:
            return step
    return 0


def number_of(tag: str) -> str:
    """The eight digits that a tag becomes as a challenge, or as the response to one."""
    return _digits(int(tag[:16], 16), RESPONSE_DIGITS)


def _digits(number: int, digits: int) -> str:
    text = "%d" % (number % 10**digits)
    return "0" * (digits - len(text)) + text
