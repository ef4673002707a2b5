"""A technician's one-time codes, as the operator's own software would make them.

Written from RFC 4226 and RFC 6238 with nothing of the terminal's.  The one idea: the secret
is a tag under the terminal's key, so nothing has to be sent, kept or synchronised.
"""

import hmac
import struct

STEP_S = 30
LAST_EIGHT = 10**8


def code_at(secret: str, wall_s: int) -> str:
    """Six digits; `secret` are hexadecimal digits."""
    counter = struct.pack(">Q", wall_s // STEP_S)
    digest = hmac.new(bytes.fromhex(secret), counter, "sha1").digest()
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 0x0F)
    return f"{(number & 0x7FFFFFFF) % 10**6:06d}"


def response_to(tag: str) -> str:
    """Eight digits of a tag."""
    return f"{int.from_bytes(bytes.fromhex(tag)[:8], 'big') % LAST_EIGHT:08d}"
