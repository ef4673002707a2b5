"""Each device in turn hangs, is pulled out and comes back, while people are at the terminal.

The others go on working, the person and the server are told, and all is well again by itself
when the device is back.  The cabinet hangs on two buses, so that half of it can be lost.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.fleet import Fleet
from sim.luck import Stream
from sim.sites import site, with_card_reader
from sim.world import DAY_MS, MINUTE_MS
from ui.words import words_in

KINDS = ("bcc8a", "cu16")
NO_LOCK = words_in("lv").say("The lock does not answer")


def two_buses(name: str, luck: Stream) -> dict[str, Any]:
    return with_card_reader(site(name, columns=2, poll_ms=1000, kinds=KINDS))


class Place:
    """A terminal with a parcel behind a door of each bus."""

    def __init__(self, folder: Path) -> None:
        self.fleet = Fleet(
            1, 1, folder, visit_gap_ms=400 * DAY_MS, fault_gap_ms=0, draw_site=two_buses
        )
        self.kiosk, self.street = self.fleet.kiosks[0], self.fleet.streets[0]
        self.fleet.world.run_for(MINUTE_MS)
        self.street.close()
        self.refused_with = ""  # what the glass said to the last recipient
        self.load(["S", "S", "S", "S"])

    def load(self, sizes: list[str]) -> None:
        """The courier brings parcels of these sizes."""
        for size in sizes:
            phone = f"+371290{len(self.street.van):05d}"
            shipment = self.fleet.central.register(self.kiosk.name, phone, size)
            self.fleet.recipients.add(shipment, phone)
            self.street.van.append(shipment)
        self.street.send_courier()
        self.fleet._until_gone(self.street)
        self.run(5)
        self.fleet.recipients.read_messages()

    def run(self, minutes: float) -> None:
        self.fleet.world.run_for(int(minutes * MINUTE_MS))

    def inside(self, bus: str = "") -> list[str]:
        """What really lies inside, or behind the doors of one bus."""
        doors = [d.compartment for d in self.kiosk.site.doors if bus in ("", d.bus)]
        return [parcel for n in doors for parcel in self.kiosk.cabinet.contents(n)]

    def collect(self, shipment: str) -> bool:
        """Its recipient comes; was the parcel taken?"""
        recipient = self.fleet.recipients.of(shipment)
        assert recipient is not None and recipient.code
        customer = self.street.send_recipient(recipient, "done")
        self.fleet._until_gone(self.street)
        self.run(2)
        self.refused_with = customer.is_refused
        return shipment in customer.hands

    def failed(self) -> list[str]:
        """The parts that the server knows to have failed."""
        status = self.fleet.central.view.terminals(self.kiosk.name)[0].status
        return [row["part"] for row in status["failed"]]


def side(place: Place, kind: str) -> Any:
    return place.kiosk.lock_sides[KINDS.index(kind)]


def mute(place: Place, kind: str, is_mute: bool) -> None:
    for board in side(place, kind).boards:
        board.is_mute = is_mute


def reader(place: Place) -> Any:
    assert place.kiosk.pay is not None
    return place.kiosk.pay


# device: what fails, what brings it back, the parts that the server must be told of
Act = Callable[[Place], object]
DEVICES: dict[str, tuple[Act, Act, str]] = {
    "a lock line pulled out": (
        lambda p: side(p, "cu16").cable.cut(), lambda p: side(p, "cu16").cable.mend(),
        "lock line cu16"),
    "lock boards that hang": (
        lambda p: mute(p, "cu16", True), lambda p: mute(p, "cu16", False), "lock board cu16 0"),
    "the scanner pulled out": (
        lambda p: p.kiosk.scan_cable.cut(), lambda p: p.kiosk.scan_cable.mend(), "scanner"),
    "the card reader pulled out": (
        lambda p: reader(p).unplug(), lambda p: reader(p).cable.mend(), "card reader"),
    "a card reader that hangs": (
        lambda p: setattr(reader(p).reader.switches, "silent", True),
        lambda p: setattr(reader(p).reader.switches, "silent", False), "card reader"),
    "a card reader without power": (
        lambda p: reader(p).reader.power_off(p.fleet.world.now_ms),
        lambda p: reader(p).reader.power_on(p.fleet.world.now_ms), "card reader"),
}  # fmt: skip


@pytest.mark.parametrize("device", DEVICES)
def test_the_others_go_on_and_all_is_well_when_it_is_back(tmp_path: Path, device: str) -> None:
    place = Place(tmp_path)
    fail, mend, part = DEVICES[device]
    far = place.inside("cu16")
    near = place.inside("bcc8a")
    assert len(near) >= 2 and far
    fail(place)
    place.run(4)
    assert part in place.failed(), "the server is told"
    assert place.collect(near[0]), "a door that does not need it opens"
    if part.startswith("lock"):
        assert not place.collect(far[0])
        assert NO_LOCK in place.refused_with, "the person is told"
        assert far[0] in place.inside(), "its parcel is where it was"
    mend(place)
    place.run(4)
    assert part not in place.failed(), "it came back by itself"
    for shipment in place.inside():
        assert place.collect(shipment)
    place.load(["S"])
    assert len(place.inside()) == 1, "and a courier can load"


@pytest.mark.parametrize("device", DEVICES)
def test_it_fails_in_the_middle_of_a_visit(tmp_path: Path, device: str) -> None:
    for delay_ms in (300, 2_500, 4_500, 6_000, 9_000):
        folder = tmp_path / str(delay_ms)
        folder.mkdir()
        place = Place(folder)
        fail, mend, part = DEVICES[device]
        shipment = (place.inside("cu16") or place.inside())[0]
        place.fleet.world.later(delay_ms, lambda fail=fail, place=place: fail(place))  # type: ignore[misc]
        place.collect(shipment)
        place.run(3)
        mend(place)
        place.run(6)
        assert part not in place.failed()
        # Whatever was in doubt is looked into, and then everybody has the parcel.
        for _run in range(2):
            place.fleet._shut_all(place.street)
            place.load([])
        for each in place.inside():
            assert each in place.kiosk.left_behind or place.collect(each)
        place.fleet._ensure_told(place.kiosk)
