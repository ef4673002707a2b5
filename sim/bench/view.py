"""What the page shows: the whole bench as plain values, read anew each time.

Nothing here changes anything.  The one idea: every state that a person could wonder about
comes with a sentence, so that the page has only to print it.
"""

from base64 import b64encode
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sim.bench import scene
from sim.bench.bench import Bench
from sim.bench.guide import AFTER, STEPS
from sim.bench.pay import OFFERED
from sim.bench.words import sentence
from sim.central import code_in
from sim.central.views import Entry, Shipment
from sim.contact import GOOD

ENTRIES, MESSAGES, SHIPMENTS = 60, 20, 40
ZONE = ZoneInfo("Europe/Riga")

View = dict[str, Any]


def glass(bench: Bench) -> View:
    """What is on the glass, with its picture."""
    seen = bench.stand.glass
    return {
        "screen": seen.screen, "texts": seen.texts, "w_mm": seen.size_mm[0],
        "h_mm": seen.size_mm[1], "png": b64encode(seen.png).decode(),
        "keys": [key._asdict() for key in seen.keys],
    }  # fmt: skip


def state(bench: Bench) -> View:
    """Everything but the glass."""
    return {
        "switches": _switches(bench), "cabinet": _cabinet(bench), "hands": _hands(bench),
        "messages": _messages(bench), "server": _server(bench), "guide": _guide(bench),
    }  # fmt: skip


# -- switches --------------------------------------------------------------------------------


def _switches(bench: Bench) -> View:
    stand, office = bench.stand, bench.office
    return {
        "power": {"on": stand.is_on, "says": _power_says(bench),
                  "words": [] if stand.is_on else list(stand.program.last_words)},
        "network": {"on": not office.is_network_cut, "says": _network_says(bench)},
        "locks": {"on": stand.locks.is_plugged, "says": (
            "The lock boards are on their line." if stand.locks.is_plugged else
            "Unplugged: the terminal can neither open a door nor see one.")},
        "scanner": {"on": stand.scanner.is_plugged, "says": (
            "The scanner is on its line." if stand.scanner.is_plugged else
            "Unplugged: codes can be typed, couriers cannot begin.")},
        "reader": {"on": stand.pay.is_on, "says": _reader_says(bench)},
    }  # fmt: skip


def _power_says(bench: Bench) -> str:
    program = bench.stand.program
    if program.why_gone:
        return f"Nobody cut the power, but {program.why_gone}. Its last words stand on the glass."
    if not program.is_running:
        return "Cut: glass and locks are dead. What was written down is safe."
    if not bench.stand.glass.is_lit:
        return "On: the terminal is starting."
    return f"On: the terminal runs as process {program.pid}, for the {_nth(program.starts)} time."


def _nth(number: int) -> str:
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ends.get(number % 10, 'th')}"


def _network_says(bench: Bench) -> str:
    office = bench.office
    if office.broker.why_gone:
        said = " / ".join(list(office.broker.last_words)[-1:])
        return f"Nobody cut it, but {office.broker.why_gone}. {said}"
    if office.is_network_cut:
        return "Cut: the terminal goes on alone and tells the server later."
    if not office.link.is_connected:
        return f"{office.broker.kind} runs; the server is connecting."
    return f"{office.broker.kind} runs at 127.0.0.1:{office.broker.port}; the server is connected."


def _reader_says(bench: Bench) -> str:
    pay = bench.stand.pay
    if not pay.is_on:
        return "No power: what is owed cannot be paid here."
    asks = pay.asks_cents
    return "It waits for the terminal." if asks is None else f"It asks for {_euros(asks)}."


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d} €"


# -- the cabinet and the hands ---------------------------------------------------------------


def _cabinet(bench: Bench) -> View:
    stand, now_ms = bench.stand, bench.now_ms
    doors = {}
    for door in stand.site.doors:
        number, cabinet = door.compartment, stand.cabinet
        doors[number] = {
            "number": number, "size": door.size, "is_open": cabinet.is_open(number),
            "leaf": cabinet.leaf(number), "inside": cabinet.contents(number),
            "is_jammed": number in bench.jammed, "sensor": bench.sensors.get(number, GOOD),
            "is_leaned": bench.leaned_until_ms.get(number, 0) > now_ms,
        }  # fmt: skip
        doors[number]["says"] = _door_says(doors[number])
    columns = [[doors[d.compartment] for d in column] for column in stand.site.columns]
    return {"columns": columns, "after_column": stand.site.value("screen", "after_column")}


def _door_says(door: View) -> str:
    parts = ["open" if door["is_open"] else "shut"]
    parts += ["jammed"] if door["is_jammed"] else []
    parts += ["somebody leans on it"] if door["is_leaned"] else []
    parts += [] if door["sensor"] == GOOD else [f"its sensor is {door['sensor']}"]
    inside = ", ".join(door["inside"]) or "nothing"
    return f"Door {door['number']}, size {door['size']}: {', '.join(parts)}; inside: {inside}"


def _hands(bench: Bench) -> View:
    stand = bench.stand
    shipments = bench.office.central.view.shipments()
    rows = [row for row in shipments if not stand.where_is(row.shipment)]
    parcels = [
        {"shipment": row.shipment, "size": row.size or "?", "state": row.state,
         "says": _parcel_says(row), "is_gone": row.ended_s > 0}
        for row in rows[-SHIPMENTS:]
    ]  # fmt: skip
    return {"badge": scene.BADGE, "courier": scene.COURIER, "pin": scene.PIN,
            "hand": bench.hand, "parcels": parcels, "cards": _cards(bench)}  # fmt: skip


def _cards(bench: Bench) -> list[View]:
    """Cards are taken out of the purse when the reader asks for one."""
    if bench.stand.pay.asks_cents is None:
        return []
    return [{"card": name, "says": says} for name, says in OFFERED]


def _parcel_says(row: Shipment) -> str:
    says = {
        "requested": "the terminal does not know of it yet",
        "expected": "to be loaded" if row.purpose == "delivery" else "yours, to be sent",
        "being loaded": "being loaded",
        "inside": "taken out, the server does not know yet",
        "in question": "the recipient found nothing",
        "missing": "missing",
        "handed in": "taken out, the server does not know yet",
        "sent on": "sent on with the courier",
        "delivered": "delivered",
        "removed": "taken back by the courier",
        "returned": "on its way back to its sender",
        "withdrawn": "called back by its sender",
        "refused": "refused by the terminal",
    }
    return says.get(row.state, row.state)


# -- the operator's side ---------------------------------------------------------------------


def _messages(bench: Bench) -> list[View]:
    latest = bench.office.central.view.messages()[-MESSAGES:]
    rows = []
    for message in reversed(latest):
        row = message._asdict()
        row["code"], row["at"] = code_in(message.text), _clock(message.sent_s)
        rows.append(row)
    return rows


def _server(bench: Bench) -> View:
    view, name = bench.office.central.view, bench.stand.name
    place = view.terminals(name)[0]
    is_online = place.is_online and bench.office.link.is_connected
    return {
        "terminal": {"is_online": is_online, "says": _terminal_says(bench, is_online),
                     "status": place.status, "stored": place.stored,
                     "duplicates": place.duplicates},
        "shipments": [_shipment(row) for row in reversed(view.shipments()[-SHIPMENTS:])],
        "incidents": [{**row._asdict(), "at": _clock(row.last_s)}
                      for row in reversed(view.incidents())],
        "entries": [_entry(row) for row in view.entries(name, ENTRIES)],
    }  # fmt: skip


def _terminal_says(bench: Bench, is_online: bool) -> str:
    if not bench.office.link.is_connected:
        return "The server is cut off from the broker; this is what it knew last."
    return "The terminal is there." if is_online else "The terminal is gone; its will was read."


def _shipment(row: Shipment) -> View:
    return {
        "shipment": row.shipment, "size": row.size or "?", "phone": row.phone,
        "state": row.state, "compartment": row.compartment,
        "until": _day(row.deadline_s),
    }  # fmt: skip


def _entry(row: Entry) -> View:
    public = dict(row.public)
    if "deadline_s" in public:
        public["deadline_s"] = _day(public["deadline_s"])
    return {"seq": row.seq, "at": _clock(row.wall_s or row.stored_s), "kind": row.kind,
            "says": sentence(row.kind, public)}  # fmt: skip


def _clock(wall_s: int) -> str:
    return f"{datetime.fromtimestamp(wall_s, ZONE):%H:%M:%S}" if wall_s else ""


def _day(wall_s: int) -> str:
    return f"{datetime.fromtimestamp(wall_s, ZONE):%d.%m. %H:%M}" if wall_s else ""


# -- the guide -------------------------------------------------------------------------------


def _guide(bench: Bench) -> View:
    at = bench.guide.at
    steps = [{"title": step.title, "is_done": place < at} for place, step in enumerate(STEPS)]
    return {"steps": steps, "at": at, "hint": STEPS[at].hint if at < len(STEPS) else AFTER}
