"""What terminals may say, message by message and entry by entry, written from the contract.

It gives shapes and topics only; what the server does about an entry is in
`meaning.py`.  The one idea: this table is written a second time here, and shares
nothing with the terminal's own code, so that a misunderstanding shows.
"""

import re

from sim.central.strict import (
    LARGEST,
    Malformed,
    Shape,
    canonical,
    counted,
    fields,
    hexes,
    listed,
    matching,
    nullable,
    one_of,
    pair,
    text,
    truth,
    whole,
)

PREFIX = "pakomats/v1"
HEARD = f"{PREFIX}/+/up/#"
TOPIC = re.compile(f"{PREFIX}/([A-Za-z0-9_-]{{1,40}})/up/([a-z]+)")
SIZES = ("XS", "S", "M", "L")
MOST_ENTRIES = 2_000

VERSION = one_of(1)
COUNT = whole()
COMPARTMENT = whole(1)
OPENING = whole()
WORDS = text(500)
NAME = text(100)
NAMES = listed(NAME, 100)
TAG = hexes(32)
NO_TAG = matching("([0-9a-f]{32})?", "empty or 32 lower-case hexadecimal digits")
PHONE_END = matching("([0-9]{3})?", "empty or three digits")

Table = dict[str, Shape]
_ORDER: Table = {"number": COUNT}
_DOOR: Table = {"compartment": COMPARTMENT}
_DOOR_WHY: Table = {"compartment": COMPARTMENT, "why": WORDS}
_SHIPMENT: Table = {"shipment": NAME}
_COURIER: Table = {"courier": NAME}
_TECHNICIAN: Table = {"technician": NAME}
_DOORS = listed(COMPARTMENT, 1000)
_BESIDE: Table = {"compartment": COMPARTMENT, "shipment": NAME}
_SALE: Table = {"sale": whole(1)}
_TAGS: Table = {"code": TAG, "token": NO_TAG}
_PHONE: Table = {"phone_end": PHONE_END, "phone": NO_TAG}
_PERCENT: Table = {"used_percent": whole(0, 100)}

# The four classes of 001-59 to 001-63.
FEEDBACK = ("suggestion", "praise", "complaint about the service",
            "complaint about customer service")  # fmt: skip
# kind: the public part; the personal part.
ENTRIES: dict[str, tuple[Table, Table]] = {
    "booted": ({"boot": COUNT}, {}),
    "checkpoint": ({}, {"state": canonical}),
    "unexpected": ({"machine": WORDS, "state": WORDS, "event": WORDS}, {}),
    "order_applied": (_ORDER, {}),
    "order_refused": ({**_ORDER, "why": WORDS}, {}),
    "expected": (
        {**_SHIPMENT, "size": one_of("", *SIZES)},
        {**_TAGS, **_PHONE},
    ),
    "announced": (
        {**_SHIPMENT, "way": one_of("send", "return", "storage"), "size": one_of("", *SIZES),
         "kept": COUNT, "until_s": COUNT},
        {"code": NO_TAG, "token": NO_TAG, "phone_end": PHONE_END, "pickup_code": NO_TAG,
         "pickup_token": NO_TAG, "pickup_phone_end": PHONE_END},
    ),
    "size_changed": ({**_SHIPMENT, "size": one_of(*SIZES)}, {}),
    "not_sent": ({**_SHIPMENT, "why": WORDS}, {}),
    "withdrawn": (_SHIPMENT, {}),
    "hold_set": ({**_SHIPMENT, "why": one_of("", "contents", "surcharge", "office")}, {}),
    "recalled": ({**_SHIPMENT, "cause": one_of("recalled", "redirected")}, {}),
    "deadline_set": ({**_SHIPMENT, "deadline_s": COUNT}, {}),
    "recoded": (_SHIPMENT, {**_TAGS, **_PHONE}),
    "dues_set": ({**_SHIPMENT, "dues": listed(pair(NAME, COUNT), 100)}, {}),
    "badge_added": (_COURIER, {"badge": TAG, "pin": TAG}),
    "badge_revoked": (_COURIER, {}),
    "policy_set": (
        {"version": COUNT, "values": listed(pair(NAME, whole(-LARGEST)), 1000)},
        {},
    ),
    "wrong_code": ({"strike": COUNT}, {}),
    "dead_code": ({**_SHIPMENT, "why": WORDS}, {}),
    "wrong_pin": (_COURIER, {}),
    "run_begun": (_COURIER, {}),
    "run_ended": ({**_COURIER, "why": WORDS}, {}),
    "opening": ({**_DOOR, "opening": OPENING, "purpose": WORDS, "attempt": COUNT}, {}),
    "opening_failed": ({**_DOOR, "opening": OPENING, "how": WORDS}, {}),
    "stayed_shut": ({**_DOOR, "opening": OPENING}, {}),
    "seen_open": ({**_DOOR, "opening": OPENING, "is_change": truth}, {}),
    "seen_shut": (_DOOR, {}),
    "left_open": (_DOOR, {}),
    "said_open": (_DOOR, {}),
    "sensor_blind": (_DOOR_WHY, {}),
    "sensor_proven": (_DOOR, {}),
    "reserved": ({**_BESIDE, "courier": NAME}, {}),
    "deposited": (_BESIDE, {}),
    "not_deposited": (_BESIDE, {}),
    "no_room": ({**_SHIPMENT, "size": one_of("", *SIZES)}, {}),
    "collected": (
        {**_DOOR, "shipments": NAMES, "is_confirmed": truth, "slips_back": COUNT},
        {},
    ),
    "said_empty": (_DOOR, {}),
    "doubted": (_DOOR_WHY, {}),
    "inspected": ({**_DOOR, "found": NAMES, "has_unknown": truth, **_COURIER}, {}),
    "damaged": ({**_DOOR, "shipments": NAMES}, {}),
    "not_theirs": ({**_DOOR, "shipments": NAMES}, {}),
    "refused": ({**_DOOR, "shipments": NAMES}, {}),
    "feedback_given": ({"kind": one_of(*FEEDBACK)}, {}),
    "rated": ({"rating": whole(1, 5)}, {}),
    "identification_set": ({**_SHIPMENT, "level": one_of("", "advanced", "qualified")}, {}),
    "identity_asked": ({**_DOOR, "way": one_of("smart-id", "eparaksts")}, {}),
    "identity_ended": ({**_DOOR, "outcome": WORDS}, {}),
    "taken_out": ({**_DOOR, "shipments": NAMES, **_COURIER}, {}),
    "sale_asked": ({**_SALE, **_DOOR, "cents": COUNT, "trace_before": COUNT}, {}),
    "sale_authorised": (
        {**_SALE, "trace": COUNT, "receipt": COUNT, "reader": WORDS},
        {"card_end": matching("[0-9]{0,4}", "the last four digits of a card, or fewer")},
    ),
    "sale_found": ({**_SALE, "trace": COUNT, "receipt": COUNT}, {}),
    "sale_issued": (_SALE, {}),
    "sale_withheld": ({**_SALE, "why": WORDS}, {}),
    "sale_unknown": (_SALE, {}),
    "sale_settled": (_SALE, {}),
    "sale_void": ({**_SALE, "why": WORDS}, {}),
    "sale_unclear": ({**_SALE, "why": WORDS}, {}),
    "refund_asked": (_SALE, {}),
    "uncollected": ({**_DOOR, **_SALE, "cents": COUNT}, {}),
    "day_ended": ({"why": WORDS}, {}),
    "technician_added": (_TECHNICIAN, {"badge": TAG}),
    "technician_revoked": (_TECHNICIAN, {}),
    "wrong_onetime": (_TECHNICIAN, {}),
    "challenge_given": ({**_TECHNICIAN, "challenge": whole(1)}, {}),
    "care_begun": ({**_TECHNICIAN, "step": COUNT}, {}),
    "care_ended": ({**_TECHNICIAN, "why": WORDS}, {}),
    "test_opening": ({**_DOOR, **_TECHNICIAN, "reason": WORDS}, {}),
    "test_ended": ({**_DOOR, **_TECHNICIAN, "result": WORDS}, {}),
    "barred": ({**_DOOR, **_TECHNICIAN, "reason": WORDS}, {}),
    "unbarred": ({**_DOOR, **_TECHNICIAN}, {}),
    "board_replaced": ({**_TECHNICIAN, "board": NAME, "compartments": _DOORS}, {}),
    "opened_by_hand": ({**_DOOR, "person": NAME}, {}),
    "official_opening": ({**_DOOR, **_TECHNICIAN, "witness": NAME, "ground": WORDS}, {}),
    "stocktake_begun": ({**_TECHNICIAN, "compartments": _DOORS}, {}),
    "stocktake_ended": ({**_TECHNICIAN, "left": _DOORS}, {}),
    "bundle_asked": ({**_TECHNICIAN, "to": one_of("usb", "server")}, {}),
    "part_lost": ({"part": NAME, "why": WORDS}, {}),
    "part_found": ({"part": NAME}, {}),
    "link_lost": ({}, {}),
    "link_found": ({}, {}),
    "ack_strange": ({"seq": COUNT}, {}),
    "disk_filled": (_PERCENT, {}),
    "disk_freed": (_PERCENT, {}),
    "clock_trusted": ({"wall_s": whole(-LARGEST)}, {}),
    "clock_doubted": ({"why": WORDS}, {}),
}
# A kind that is not in the table comes from a newer terminal: any object will do (see `intake.py`).
_PARTS = {
    kind: (fields(**public), fields(**personal) if personal else None)
    for kind, (public, personal) in ENTRIES.items()
}

# What journals of before did not have, and lines that wait in them may lack.
_SINCE = {"phone": ""}

_LINE = fields(
    seq=whole(1),
    up_ms=COUNT,
    wall_s=whole(-LARGEST),
    kind=matching("[a-z][a-z0-9_]{0,59}", "the name of a kind"),
    public=canonical,
    personal=nullable(canonical),
    salt=nullable(hexes(32)),
    personal_hash=matching("([0-9a-f]{64})?", "empty or 64 lower-case hexadecimal digits"),
    head=hexes(64),
)


def _entry(value: object, where: str) -> None:
    _LINE(value, where)
    assert isinstance(value, dict)  # _LINE has seen to it
    for part in ("public", "personal"):
        if value[part] is not None and not isinstance(value[part], dict):
            raise Malformed(f"{where}.{part}", "not an object")
    _personal_parts(value, where)
    if value["kind"] in _PARTS:
        _known_entry(value, where)


def _personal_parts(value: dict[str, object], where: str) -> None:
    if (value["personal"] is None) != (value["salt"] is None):
        raise Malformed(f"{where}.salt", "a personal part and its salt go together")
    if value["personal"] is not None and not value["personal_hash"]:
        raise Malformed(f"{where}.personal_hash", "missing beside a personal part")


def _known_entry(value: dict[str, object], where: str) -> None:
    public, personal = _PARTS[str(value["kind"])]
    public(value["public"], f"{where}.public")
    if bool(value["personal_hash"]) != (personal is not None):
        raise Malformed(f"{where}.personal_hash", "only a kind with a personal part has one")
    if personal is not None and value["personal"] is not None:
        if value["kind"] == "checkpoint":
            raise Malformed(f"{where}.personal", "a checkpoint's state never leaves the terminal")
        personal(_with_new_fields(value["personal"]), f"{where}.personal")


def _with_new_fields(personal: object) -> object:
    """What a line of before says, as it would be said today."""
    if isinstance(personal, dict) and "phone_end" in personal and "pickup_code" not in personal:
        return {**_SINCE, **personal}
    return personal


_ASK_TAG = fields(v=VERSION, boot=COUNT, question=COUNT, tag=TAG)
_ASK_IDENTITY = fields(
    v=VERSION, boot=COUNT, question=COUNT,
    identify=fields(
        compartment=COMPARTMENT, shipments=listed(NAME, 100, shortest=1),
        way=one_of("smart-id", "eparaksts"),
    ),
)  # fmt: skip
_CANCEL = fields(v=VERSION, boot=COUNT, question=COUNT, cancel=truth)


def _ask(value: object, where: str) -> None:
    """One of three questions: about a tag, about somebody, or no more."""
    names = value if isinstance(value, dict) else {}
    shape = _ASK_IDENTITY if "identify" in names else _CANCEL if "cancel" in names else _ASK_TAG
    shape(value, where)


UP: dict[str, Shape] = {
    "entries": fields(
        v=VERSION, journal=hexes(32), entries=listed(_entry, MOST_ENTRIES, shortest=1)
    ),
    "status": fields(
        v=VERSION,
        online=truth,
        boot=COUNT,
        connection=COUNT,
        software=NAME,
        journal=hexes(32),
        last_order=COUNT,
        acked=COUNT,
        written=COUNT,
        policy=COUNT,
        free=counted(SIZES),
        out_of_use=listed(fields(compartment=COMPARTMENT, why=WORDS), 1000),
        failed=listed(fields(part=NAME, why=WORDS), 1000),
    ),
    "ask": _ask,
    "refused": fields(v=VERSION, topic=NAME, where=WORDS, why=WORDS),
}
