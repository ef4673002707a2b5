"""The chain that makes the journal provable: canonical JSON and three hashes.

Pure functions that anyone can write again in another language; the server does.  It
knows nothing of SQL, of records or of the network.  The one idea: a head covers the
public part of an entry and only the *hash* of its personal part, so that a personal
part (and its salt) can be erased for good and every head still holds.

    head_0        = SHA-256("pakomats journal " + journal id)
    personal_hash = SHA-256(salt + canonical JSON of the personal part)
    head_n        = SHA-256(head_n-1 + canonical JSON of the public line + personal_hash)

Heads, salts and hashes are bytes here and lower-case hex on the wire.  The public line
is {"kind","public","seq","up_ms","wall_s"}; an entry with no personal part has an empty
personal_hash.
"""

import hashlib
import json
from collections.abc import Callable

SALT_BYTES = 16
JOURNAL_ID_BYTES = 16

# For the values that an entry may hold (integers, texts, booleans, null, arrays, objects with
# ASCII keys) this is RFC 8785: keys sorted, no spaces, nothing escaped but controls, " and \.
canonical: Callable[[object], str] = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


def to_bytes(text: str) -> bytes:
    """UTF-8; a half character (no barcode or device has sent one yet) becomes "?", not an error."""
    return text.encode("utf-8", "replace")


def first_head(journal_id: str) -> bytes:
    """The head before the first entry; `journal_id` is 32 hex digits."""
    return hashlib.sha256(b"pakomats journal " + journal_id.encode("ascii")).digest()


def hash_personal(salt: bytes, personal: str) -> bytes:
    """`personal` is canonical JSON; the salt keeps short secrets from being tried out."""
    return hashlib.sha256(salt + to_bytes(personal)).digest()


def next_head(
    head: bytes, seq: int, up_ms: int, wall_s: int, kind: str, public: str, personal_hash: bytes
) -> bytes:
    """The head after entry `seq`; `public` is canonical JSON, `kind` plain ASCII."""
    line = f'{{"kind":"{kind}","public":{public},"seq":{seq},"up_ms":{up_ms},"wall_s":{wall_s}}}'
    return hashlib.sha256(head + to_bytes(line) + personal_hash).digest()
