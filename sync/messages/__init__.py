"""The wire contract between a terminal and its server: JSON over MQTT 3.1.1, QoS 1.

This file turns bytes into values and back, and holds every limit on what may come in.  It
knows neither the network nor what an order means.  The one idea: a payload is valid as a
whole or refused as a whole, with the place of the first fault; then nothing else happens.

All topics stand under `pakomats/v1/{terminal}/`; {terminal} is 1 to 64 of A-Z a-z 0-9 _ -.
A payload is UTF-8, at most 256 KiB, one JSON object with "v":1 and exactly the fields given
here.  The server must treat the broker as we do: messages may be lost, repeated and late.

up/entries    {"v":1,"journal":"<32 hex>","entries":[{"seq":1,"up_ms":5,"wall_s":0,
              "kind":"seen_open","public":{..},"personal":{..}|null,"salt":"<32 hex>"|null,
              "personal_hash":"<64 hex>"|"","head":"<64 hex>"}, ..]}
    What happened (terminal/entries.py), in order, sent again until acknowledged.  Store each
    (terminal, journal, seq) once, and only if its head continues the chain (sync/chain.py).
    `up_ms` counts powered-on time over all boots; `wall_s` is 0 where the clock was not trusted.
    A personal part that was erased, or never leaves (checkpoints), is null; its hash stays.
down/ack      {"v":1,"journal":"..","seq":N,"head":"<head after N>","time_s":1790000000}
    Everything up to N is stored for good.  Nothing else makes the terminal forget an entry.
    A lower N than before: send again from N+1.  A head that is not ours raises an alarm.
    Send it after each up/entries and each up/status; N is 0 and the head is head_0 at first.
down/orders   {"v":1,"orders":[{"number":1,"kind":"expect", ..}, ..]}    1 to 100 orders
    The fields of each kind are the structs below.  Numbers count from 1, without gaps, per
    terminal.  Each takes effect once and in order; entries order_applied and order_refused
    say what became of it.  On each up/status send again from its last_order + 1.
up/status     {"v":1,"online":true,"boot":3,"connection":7,"software":"0.1.0","journal":"..",
              "last_order":12,"acked":345,"written":350,"policy":1,"free":{"S":3},
              "out_of_use":[{"compartment":5,"why":".."}],"failed":[{"part":"..","why":".."}]}
    Retained; on connecting, on change, every 60 s.  The will is the same with online false;
    one with an older (boot, connection) than the last seen is stale.
up/ask        {"v":1,"boot":3,"question":9,"tag":"<32 hex>"}
down/answer   {"v":1,"boot":3,"question":9,"last_order":14}
    Does anybody know this tag?  The number of the order that settles it, 0: unknown.  An
    answer after 3 s is too late.
up/ask        {"v":1,"boot":3,"question":9,"identify":{"compartment":4,"shipments":["RR..LV"],
              "way":"smart-id"}}
              {"v":1,"boot":3,"question":9,"cancel":true}
down/answer   {"v":1,"boot":3,"question":9,"shown":{"made_ms":2000,"qr_text":"https://..",
              "code":"7180"}}
              {"v":1,"boot":3,"question":9,"granted":{"compartment":4,"valid_s":60}}
              {"v":1,"boot":3,"question":9,"ended":"refused"}
    Does the recipient of these shipments stand there?  The server is the relying party and
    compares.  Each second it says what to show (Smart-ID: the device link, with its elapsed
    seconds; eParaksts mobile: a link to the server, and the verification code), `made_ms` after
    the first; what is 3 s old is taken off the glass, and 10 s of silence end it.  At the end it
    grants that compartment to that question, once, or says why not.
up/refused    {"v":1,"topic":"down/orders","where":"$.orders[0].size","why":".."}
    That message was not understood; nothing else happened.

Messages under down/ are never taken if they are retained.  A tag is HMAC-SHA256(terminal key,
purpose + "|" + epoch + "|" + text), its first 16 bytes as 32 lower-case hex digits.

A technician's one-time codes need no message.  Whoever knows the terminal's key makes them: the
tag of purpose "technician" and the technician's name, as 16 bytes, is the secret of RFC 6238
(SHA-1, 30 s from 1970, 6 digits).  Each step opens once, one step early or late is taken.  Where
the terminal's clock is not trusted it shows 8 digits; the response to them is the tag of purpose
"response" and "NAME|DIGITS": its first 16 hex digits as a number, the last 8 decimals of it.
"""

import re
from collections.abc import Iterable
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from sync.lines import CHECKPOINT, Line
from sync.messages import identity
from sync.messages.identity import Granted, Outcome, Shown
from sync.messages.orders import Order
from sync.messages.shapes import Count, Hash, Seconds, Tag
from terminal import effects, events
from terminal.record import Record

PAYLOAD_BYTES_MAX = 256 * 1024
ORDERS_MAX = 100
WHY_MAX = 200

ACK, ORDERS, ANSWER = "down/ack", "down/orders", "down/answer"
ENTRIES, STATUS, ASK, REFUSED = "up/entries", "up/status", "up/ask", "up/refused"

class Refusal(NamedTuple):
    """Why a payload is not valid: `where` is a JSON path, "$" the whole."""

    where: str
    why: str


class _Down(Struct, frozen=True, forbid_unknown_fields=True):
    v: Literal[1]


class Ack(_Down, frozen=True, forbid_unknown_fields=True):
    journal: Tag
    seq: Count
    head: Hash
    time_s: Seconds


class Answer(_Down, frozen=True, forbid_unknown_fields=True):
    """Exactly one of the last four is there."""

    boot: Count
    question: Count
    last_order: Count | UnsetType = UNSET
    shown: Shown | UnsetType = UNSET
    granted: Granted | UnsetType = UNSET
    ended: Outcome | UnsetType = UNSET

    def __post_init__(self) -> None:
        given = (self.last_order, self.shown, self.granted, self.ended)
        if sum(value is not UNSET for value in given) != 1:
            raise ValueError("exactly one of `last_order`, `shown`, `granted` and `ended` is due")

    def record(self) -> Record:
        if isinstance(self.last_order, int):
            return events.Answered(self.question, self.last_order)
        found = next(value for value in (self.shown, self.granted, self.ended) if value)
        return identity.said(self.question, found)


class Orders(_Down, frozen=True, forbid_unknown_fields=True):
    orders: Annotated[tuple[Order, ...], Meta(min_length=1, max_length=ORDERS_MAX)]

    def numbered(self) -> list[tuple[int, Record]]:
        return [(order.number, order.record()) for order in self.orders]


DOWN: dict[str, type[_Down]] = {ACK: Ack, ORDERS: Orders, ANSWER: Answer}
_DECODERS = {topic: msgspec.json.Decoder(message) for topic, message in DOWN.items()}
# msgspec puts the path of a fault at the end of its text, and nowhere else.
_PLACE = re.compile(r" - at (?:`key` in )?`(?P<where>\$.*)`$", re.DOTALL)


def decode(topic: str, payload: bytes) -> _Down | Refusal:
    """A message that came down on `topic`, or why it is refused.  Never raises."""
    decoder = _DECODERS.get(topic)
    if decoder is None:
        return Refusal("$", "no message of this contract has this topic")
    if len(payload) > PAYLOAD_BYTES_MAX:
        return Refusal("$", f"{len(payload)} bytes; at most {PAYLOAD_BYTES_MAX} are taken")
    try:
        return decoder.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        text = str(error)
        found = _PLACE.search(text)
        if found is None:
            return Refusal("$", text[:WHY_MAX])
        return Refusal(found["where"][:WHY_MAX], text[: found.start()][:WHY_MAX])


# What goes up.


class _Sent(Struct, frozen=True):
    seq: int
    up_ms: int
    wall_s: int
    kind: str
    public: msgspec.Raw
    personal: msgspec.Raw | None
    salt: str | None
    personal_hash: str
    head: str


class _Entries(Struct, frozen=True):
    v: int
    journal: str
    entries: list[_Sent]


class _Disused(Struct, frozen=True):
    compartment: int
    why: str


class _Failed(Struct, frozen=True):
    part: str
    why: str


class Status(Struct, frozen=True):
    """What up/status and the will carry."""

    v: int
    online: bool
    boot: int
    connection: int
    software: str
    journal: str
    last_order: int
    acked: int
    written: int
    policy: int
    free: dict[str, int]
    out_of_use: list[_Disused]
    failed: list[_Failed]


class _Ask(Struct, frozen=True):
    v: int
    boot: int
    question: int
    tag: str


class _Refused(Struct, frozen=True):
    v: int
    topic: str
    where: str
    why: str


_encode = msgspec.json.Encoder().encode


def encode_entries(journal_id: str, lines: Iterable[Line]) -> bytes:
    """up/entries."""
    return _encode(_Entries(1, journal_id, [_sent(line) for line in lines]))


def _sent(line: Line) -> _Sent:
    personal, salt = line.personal, line.salt
    if line.kind == CHECKPOINT or personal is None or salt is None:
        personal = salt = None
    return _Sent(
        line.seq, line.up_ms, line.wall_s, line.kind, msgspec.Raw(line.public.encode()),
        None if personal is None else msgspec.Raw(personal.encode()),
        None if salt is None else salt.hex(), line.personal_hash.hex(), line.head.hex(),
    )  # fmt: skip


def sent_bytes(line: Line) -> int:
    """About how many bytes the line takes in up/entries."""
    personal = 0 if line.kind == CHECKPOINT else len(line.personal or "")
    return 400 + 2 * (len(line.public) + personal)


def encode_status(
    report: effects.Report,
    is_online: bool,
    connection: int,
    software: str,
    journal: tuple[str, int, int],
) -> bytes:
    """up/status; `journal` is id, last seq acknowledged, last seq written."""
    journal_id, acked, written = journal
    status = Status(
        1, is_online, report.boot, connection, software, journal_id, report.last_order, acked,
        written, report.policy, dict(report.free), [_Disused(*pair) for pair in report.out_of_use],
        [_Failed(*pair) for pair in report.failed],
    )  # fmt: skip
    return _encode(status)


def encode_ask(boot: int, question: int, tag: str) -> bytes:
    """up/ask."""
    return _encode(_Ask(1, boot, question, tag))


def encode_refused(topic: str, refusal: Refusal) -> bytes:
    """up/refused."""
    return _encode(_Refused(1, topic, *refusal))
