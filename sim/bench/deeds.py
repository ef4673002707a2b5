"""What a person at the bench can do, word by word: with hands, with switches, at the operator's.

One order of the page in, one sentence out where there is something to say.  The one idea: the
words are a table, and every deed is what a real person could do in front of a real cabinet, at
a real desk or at the fuse box; none of them reaches into the program.
"""

from collections.abc import Callable
from typing import Any

from sim.bench import scene
from sim.bench.bench import Bench
from sim.bench.pay import OFFERED
from sim.cabinet import PhysicsError
from sim.central import Refused
from sim.central.announcing import Sending
from sim.contact import KINDS
from sim.door import FROZEN

LEAN_MS = 10_000
HOURS_KEPT = 24  # of a compartment that a sender has ordered (003-3.4)
SCAN_MAX = 200

Order = dict[str, Any]


class Impossible(Exception):
    """It cannot be done now; the text says why."""


def obey(bench: Bench, order: Order) -> str:
    """Do it; gives what came of it, in words, or "".  Raises Impossible."""
    deed = DEEDS.get(str(order.get("do")))
    if deed is None:
        raise Impossible("The page asked for something that the bench does not know.")
    try:
        said = deed(bench, order)
    except (PhysicsError, Refused) as error:
        raise Impossible(str(error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise Impossible(f"The page asked in a way that makes no sense ({error!r}).") from error
    bench.keep()
    return said or ""


# -- at the glass ----------------------------------------------------------------------------


def _touch(bench: Bench, order: Order) -> None:
    bench.stand.glass.touch(float(order["x_mm"]), float(order["y_mm"]))


def _press(bench: Bench, order: Order) -> None:
    bench.stand.press(str(order["key"]))


# -- with hands ------------------------------------------------------------------------------


def _scan(bench: Bench, order: Order) -> str:
    text = str(order["text"])[:SCAN_MAX]
    known = {row.shipment for row in bench.office.central.view.shipments()}
    if text in known:
        place = bench.stand.where_is(text)
        if place:
            raise Impossible(f"{text} lies in compartment {place}; nobody can scan it there.")
        bench.hand = text
    if not bench.stand.scanner.is_plugged:
        return "The scanner is unplugged: it is dark and reads nothing."
    bench.stand.scan(text)
    return ""


def _put_in(bench: Bench, order: Order) -> None:
    parcel = str(order.get("parcel") or bench.hand)
    if not parcel or bench.stand.where_is(parcel):
        raise Impossible("There is no parcel in your hand; scan one first.")
    bench.stand.cabinet.put_in(_door(bench, order), parcel)
    bench.hand = ""


def _take_out(bench: Bench, order: Order) -> None:
    parcel = str(order["parcel"])
    bench.stand.cabinet.take_out(_door(bench, order), parcel)
    bench.hand = parcel


def _close(bench: Bench, order: Order) -> None:
    bench.stand.cabinet.push_shut(_door(bench, order), bench.now_ms)


def _pull(bench: Bench, order: Order) -> str:
    door = _door(bench, order)
    if bench.stand.cabinet.pull_open(door, bench.now_ms):
        return f"Door {door} swings open."
    return f"Door {door} is locked: it only rattles."


def _lean(bench: Bench, order: Order) -> str:
    door = _door(bench, order)
    bench.leaned_until_ms[door] = bench.now_ms + LEAN_MS
    bench.stand.cabinet.lean(door, bench.leaned_until_ms[door])
    return f"You lean on door {door} for {LEAN_MS // 1000} seconds: it cannot swing open."


def _force(bench: Bench, order: Order) -> str:
    door = _door(bench, order)
    bench.stand.cabinet.force_open(door, bench.now_ms)
    return f"Door {door} was opened with a crowbar."


def _card(bench: Bench, order: Order) -> str:
    card = str(order["card"])
    if card not in [name for name, _says in OFFERED]:
        raise Impossible("There is no such card in your purse.")
    if not bench.stand.pay.hold(card, bench.now_ms):
        return "The card reader asks for no card now."
    return f"You hold the card “{card}” to the reader."


# -- what breaks -----------------------------------------------------------------------------


def _jam(bench: Bench, order: Order) -> str:
    door = _door(bench, order)
    if order["on"]:
        bench.stand.cabinet.jam(door, FROZEN)
        bench.jammed.add(door)
        return f"The bolt of door {door} is jammed: its lock hums and nothing moves."
    bench.stand.cabinet.unjam(door)
    bench.jammed.discard(door)
    return f"The bolt of door {door} moves again."


def _sensor(bench: Bench, order: Order) -> str:
    door, kind = _door(bench, order), str(order["kind"])
    if kind not in KINDS:
        raise Impossible(f"A sensor is one of {', '.join(KINDS)}.")
    bench.stand.cabinet.break_sensor(door, kind)
    bench.sensors[door] = kind
    return f"The sensor of door {door}: {kind.replace('_', ' ')}."


def _power(bench: Bench, order: Order) -> str:
    stand = bench.stand
    if order["on"] and not stand.is_on:
        stand.power_on(bench.now_ms)
        return "Power is on: the terminal starts and reads its journal."
    if not order["on"] and stand.is_on:
        stand.cut_power(bench.now_ms)
        return "The power is cut: the program was killed in the middle of whatever it did."
    return ""


def _network(bench: Bench, order: Order) -> str:
    if order["on"]:
        bench.office.restore_network()
        return "The broker runs again: the terminal connects by itself within a few seconds."
    bench.office.cut_network()
    return "The broker was killed: the terminal is on its own."


def _locks(bench: Bench, order: Order) -> str:
    if order["on"]:
        bench.stand.locks.plug()
        return "The lock line is plugged in: the terminal finds it by itself."
    bench.stand.locks.unplug()
    return "The cable to the lock boards was pulled out."


def _scanner(bench: Bench, order: Order) -> str:
    if order["on"]:
        bench.stand.scanner.plug()
        return "The scanner is plugged in: the terminal finds it by itself."
    bench.stand.scanner.unplug()
    return "The scanner's cable was pulled out."


def _reader(bench: Bench, order: Order) -> str:
    bench.stand.pay.switch(bool(order["on"]), bench.now_ms)
    if order["on"]:
        return "The card reader has power and starts; the terminal finds it by itself."
    return "The plug of the card reader was pulled out."


# -- at the operator's, and around ---------------------------------------------------------------


def _announce(bench: Bench, order: Order) -> str:
    kept = int(str(order.get("kept") or "0"))
    sending = Sending(
        str(order["way"]), str(order["size"]), scene.SENDER_PHONE, str(order["phone"]),
        scene.SENDER_EMAIL, str(order.get("email") or ""), kept, HOURS_KEPT if kept else 0,
    )  # fmt: skip
    shipment, code = bench.office.central.announce(scene.TERMINAL, sending)
    says = f"{shipment} is announced: you are its sender, and its label is enough."
    return says + (" The door code is on the phone as soon as the terminal agrees." if code else "")


def _register(bench: Bench, order: Order) -> str:
    if order.get("way"):
        return _announce(bench, order)
    shipment = bench.office.central.register(
        scene.TERMINAL, str(order["phone"]), str(order["size"]), str(order.get("email") or "")
    )
    cents = round(100 * float(str(order.get("cod") or "0").replace(",", ".")))
    if cents:
        bench.office.central.set_dues(shipment, [("cod", cents)])
    return f"{shipment} is registered: the courier has it now."


def _settle(bench: Bench, order: Order) -> None:
    bench.office.central.settle(int(order["incident"]))


def _read(bench: Bench, order: Order) -> None:
    bench.guide.read()


def _begin(bench: Bench, order: Order) -> None:
    bench.guide.begin()


def _door(bench: Bench, order: Order) -> int:
    door = int(order["door"])
    if door not in bench.stand.cabinet.compartments:
        raise Impossible(f"There is no door {door}.")
    return door


DEEDS: dict[str, Callable[[Bench, Order], str | None]] = {
    "touch": _touch, "press": _press, "scan": _scan, "put_in": _put_in, "take_out": _take_out,
    "close": _close, "pull": _pull, "lean": _lean, "force": _force, "jam": _jam,
    "sensor": _sensor, "power": _power, "network": _network, "locks": _locks,
    "scanner": _scanner, "card": _card, "reader": _reader, "register": _register,
    "settle": _settle, "read": _read, "begin": _begin,
}  # fmt: skip
