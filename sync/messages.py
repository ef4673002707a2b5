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
from msgspec import Meta, Struct

from sync.lines import CHECKPOINT, Line
from terminal import effects, orders
from terminal.record import Record

PAYLOAD_BYTES_MAX = 256 * 1024
ORDERS_MAX = 100
NUMBER_MAX = 2**53 - 1  # what every JSON reader keeps exactly
WHY_MAX = 200

ACK, ORDERS, ANSWER = "down/ack", "down/orders", "down/answer"
ENTRIES, STATUS, ASK, REFUSED = "up/entries", "up/status", "up/ask", "up/refused"

# Python's $ also matches before a last line feed; the look-ahead is for that alone.
_END = r"$(?!\n)"
Tag = Annotated[str, Meta(pattern="^[0-9a-f]{32}" + _END)]
TagOrNone = Annotated[str, Meta(pattern="^([0-9a-f]{32})?" + _END)]
Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}" + _END)]
# Printable ASCII, no space at either end: what a label or a badge can carry.
Name = Annotated[str, Meta(pattern="^[!-~]([ -~]{0,62}[!-~])?" + _END)]
RuleName = Annotated[str, Meta(pattern="^[a-z][a-z0-9_.]{0,63}" + _END)]
PhoneEnd = Annotated[str, Meta(pattern="^([0-9]{3})?" + _END)]
Count = Annotated[int, Meta(ge=0, le=NUMBER_MAX)]
Number = Annotated[int, Meta(ge=1, le=NUMBER_MAX)]
Seconds = Annotated[int, Meta(ge=0, le=253_402_300_799)]  # to the end of the year 9999
DueKind = Literal["cod", "duty", "storage", "surcharge"]
Cents = Annotated[int, Meta(ge=1, le=1_000_000)]
Millimetres = Annotated[int, Meta(ge=1, le=10_000)]
Sides = Annotated[tuple[Millimetres, ...], Meta(max_length=3)]
Amount = Annotated[int, Meta(ge=-NUMBER_MAX, le=NUMBER_MAX)]


def check_sides(sides_mm: tuple[int, ...]) -> None:
    """Raises ValueError: all three, or it is unknown."""
    if len(sides_mm) not in (0, 3):
        raise ValueError("`sides_mm` must have 3 numbers or none")


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
    boot: Count
    question: Count
    last_order: Count


class _Order(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """An order of terminal/orders.py; the tag is its name, the fields are its fields."""

    number: Number

    def record(self) -> Record:
        return _RECORDS[type(self)](*msgspec.structs.astuple(self)[1:])


class Expect(_Order, frozen=True, forbid_unknown_fields=True, tag="expect"):
    shipment: Name
    size: Literal["", "XS", "S", "M", "L"]
    sides_mm: Sides
    code: Tag
    token: TagOrNone
    phone_end: PhoneEnd

    def __post_init__(self) -> None:
        check_sides(self.sides_mm)


class Announce(_Order, frozen=True, forbid_unknown_fields=True, tag="announce"):
    shipment: Name
    way: Literal["send", "return", "storage"]
    size: Literal["", "XS", "S", "M", "L"]
    sides_mm: Sides
    code: TagOrNone
    token: TagOrNone
    phone_end: PhoneEnd
    kept: Count
    until_s: Seconds
    pickup_code: TagOrNone
    pickup_token: TagOrNone
    pickup_phone_end: PhoneEnd

    def __post_init__(self) -> None:
        check_sides(self.sides_mm)
        if self.way == "storage" and not self.pickup_code:
            raise ValueError("`pickup_code` must be there for storage")


class Withdraw(_Order, frozen=True, forbid_unknown_fields=True, tag="withdraw"):
    shipment: Name


class SetHold(_Order, frozen=True, forbid_unknown_fields=True, tag="set_hold"):
    shipment: Name
    why: Literal["", "contents", "surcharge", "office"]


class Recall(_Order, frozen=True, forbid_unknown_fields=True, tag="recall"):
    shipment: Name
    cause: Literal["recalled", "redirected"]


class SetDeadline(_Order, frozen=True, forbid_unknown_fields=True, tag="set_deadline"):
    shipment: Name
    deadline_s: Seconds


class Recode(_Order, frozen=True, forbid_unknown_fields=True, tag="recode"):
    shipment: Name
    code: Tag
    token: TagOrNone
    phone_end: PhoneEnd


class SetDues(_Order, frozen=True, forbid_unknown_fields=True, tag="set_dues"):
    shipment: Name
    dues: Annotated[tuple[tuple[DueKind, Cents], ...], Meta(max_length=8)]


class AddBadge(_Order, frozen=True, forbid_unknown_fields=True, tag="add_badge"):
    courier: Name
    badge: Tag
    pin: Tag


class RevokeBadge(_Order, frozen=True, forbid_unknown_fields=True, tag="revoke_badge"):
    courier: Name


class AddTechnician(_Order, frozen=True, forbid_unknown_fields=True, tag="add_technician"):
    technician: Name
    badge: Tag


class RevokeTechnician(_Order, frozen=True, forbid_unknown_fields=True, tag="revoke_technician"):
    technician: Name


class SetPolicy(_Order, frozen=True, forbid_unknown_fields=True, tag="set_policy"):
    version: Number
    values: Annotated[dict[RuleName, Amount], Meta(max_length=200)]

    def record(self) -> Record:
        return orders.SetPolicy(self.version, tuple(sorted(self.values.items())))


Order = (
    Expect | Announce | Withdraw | SetHold | Recall | SetDeadline | Recode | SetDues | AddBadge
    | RevokeBadge | AddTechnician | RevokeTechnician | SetPolicy
)  # fmt: skip
_RECORDS: dict[type[_Order], type[Record]] = {
    Expect: orders.Expect,
    Announce: orders.Announce,
    Withdraw: orders.Withdraw,
    SetHold: orders.SetHold,
    Recall: orders.Recall,
    SetDeadline: orders.SetDeadline,
    Recode: orders.Recode,
    SetDues: orders.SetDues,
    AddBadge: orders.AddBadge,
    RevokeBadge: orders.RevokeBadge,
    AddTechnician: orders.AddTechnician,
    RevokeTechnician: orders.RevokeTechnician,
}


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
