"""The part of the wire contract about who stands there: questions up, words and grants down.

What it means and when it is sent stands in `__init__.py`, which puts these shapes into up/ask and
down/answer.  No name and no personal code has a place in them.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, UnsetType

from terminal import effects, events
from terminal.record import Record

# The device link of Smart-ID has 197 bytes; more would not fit onto the glass.
QrText = Annotated[str, Meta(pattern=r"^[!-~]{0,300}$(?!\n)")]
VerificationCode = Annotated[str, Meta(pattern=r"^([0-9]{4})?$(?!\n)")]
Outcome = Literal[
    "refused", "timed out", "wrong code", "no account", "not qualified", "other person",
    "document", "not supported", "failed", "unavailable",
]  # fmt: skip


class Shown(Struct, frozen=True, forbid_unknown_fields=True):
    made_ms: Annotated[int, Meta(ge=0, le=600_000)]
    qr_text: QrText
    code: VerificationCode


class Granted(Struct, frozen=True, forbid_unknown_fields=True):
    compartment: Annotated[int, Meta(ge=1, le=2**53 - 1)]
    valid_s: Annotated[int, Meta(ge=1, le=60)]


def said(question: int, message: Shown | Granted | str | UnsetType) -> Record:
    """The fact that it tells the terminal."""
    if isinstance(message, Shown):
        return events.IdentityShown(question, message.made_ms, message.qr_text, message.code)
    if isinstance(message, Granted):
        return events.IdentityGranted(question, message.compartment, message.valid_s)
    return events.IdentityEnded(question, str(message))


class _Identify(Struct, frozen=True):
    compartment: int
    shipments: tuple[str, ...]
    way: str


class _AskIdentity(Struct, frozen=True):
    v: int
    boot: int
    question: int
    identify: _Identify


class _Cancel(Struct, frozen=True):
    v: int
    boot: int
    question: int
    cancel: bool


_encode = msgspec.json.Encoder().encode


def encode_ask_identity(boot: int, effect: effects.AskIdentity) -> bytes:
    """up/ask."""
    asked = _Identify(effect.compartment, effect.shipments, effect.way)
    return _encode(_AskIdentity(1, boot, effect.question, asked))


def encode_cancel(boot: int, question: int) -> bytes:
    """up/ask."""
    return _encode(_Cancel(1, boot, question, True))
