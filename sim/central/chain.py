"""The hash chain of a journal and the keyed tags, as the contract words them.

Pure functions; nothing is stored or judged here.  The one idea: both ends must
hash the same bytes, so there is one way to write a value down (canonical JSON)
and one place where it is done.
"""

import hashlib
import hmac
import json
from typing import NamedTuple


class Line(NamedTuple):
    """One entry as it came: `salt`, `personal_hash` and `head` are bytes (b"" where absent)."""

    seq: int
    up_ms: int
    wall_s: int
    kind: str
    public: dict[str, object]
    personal: dict[str, object] | None
    salt: bytes
    personal_hash: bytes
    head: bytes


def canonical(value: object) -> bytes:
    """Keys sorted, no spaces, UTF-8 unescaped."""
    written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return written.encode("utf-8")


def first_head(journal: str) -> bytes:
    return hashlib.sha256(b"pakomats journal " + journal.encode("ascii")).digest()


def next_head(head: bytes, line: Line) -> bytes:
    """The head after this line, where `head` was the one before it."""
    public = {
        "seq": line.seq,
        "up_ms": line.up_ms,
        "wall_s": line.wall_s,
        "kind": line.kind,
        "public": line.public,
    }
    return hashlib.sha256(head + canonical(public) + line.personal_hash).digest()


def personal_hash(salt: bytes, personal: dict[str, object]) -> bytes:
    return hashlib.sha256(salt + canonical(personal)).digest()


def plain(text: str) -> str:
    """How badges, tokens and shipment numbers are compared: upper-case and without spaces."""
    return text.replace(" ", "").upper()


def tag(key: bytes, purpose: str, epoch: str, text: str) -> str:
    """What a terminal knows of a code, token, badge or pin: 32 hex digits."""
    message = f"{purpose}|{epoch}|{text}".encode()
    return hmac.new(key, message, hashlib.sha256).digest()[:16].hex()
