"""Money end to end: the shipped driver and core, the reader of the specification, and the bank.

Each story is one parcel that is owed for: courier, recipient, card, door.  In each one thing goes
wrong at one step; then the fault ends, the recipient comes again, and the bank is asked: every
cent charged is settled, nothing stays blocked, every debt is noted, the recipient has the parcel.
"""

from pathlib import Path
from typing import Any

import pytest

from sim.card_reader.switches import STEPS
from sim.fleet import Fleet
from sim.luck import Stream
from sim.money import ensure_settled
from sim.recipients import Recipient
from sim.sites import site, with_card_reader
from sim.world import DAY_MS, MINUTE_MS

CENTS = 4_999


def paid_site(name: str, luck: Stream) -> dict[str, Any]:
    return with_card_reader(site(name, columns=1, poll_ms=1000))


class Story:
    """One terminal with one parcel inside that is owed for."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.fleet = Fleet(
            seed, 1, folder, visit_gap_ms=400 * DAY_MS, fault_gap_ms=0, draw_site=paid_site
        )
        self.kiosk, self.street = self.fleet.kiosks[0], self.fleet.streets[0]
        self.fleet.world.run_for(MINUTE_MS)
        self.street.close()  # nobody comes by chance, and the courier makes no slips
        phone = "+37129000111"
        self.shipment = self.fleet.central.register(self.kiosk.name, phone, "S")
        self.fleet.recipients.add(self.shipment, phone)
        self.street.van = [self.shipment]
        self.fleet.central.set_dues(self.shipment, [("cod", CENTS)])
        self.street.send_courier()
        self.fleet._until_gone(self.street)
        recipient = self._recipient()
        self.compartment = next(
            n for n in self.kiosk.cabinet.compartments if self.kiosk.cabinet.contents(n)
        )
        assert recipient.code

    def _recipient(self) -> Recipient:
        self.fleet.world.run_for(5 * MINUTE_MS)
        self.fleet.recipients.read_messages()
        found = self.fleet.recipients.of(self.shipment)
        assert found is not None
        return found

    def visit(self) -> None:
        """The recipient comes, pays if the screen asks for it, and goes."""
        self.street.send_recipient(self._recipient(), "done")
        self.fleet._until_gone(self.street)

    def end(self) -> None:
        """Whatever was wrong ends; everybody finishes and the bank is asked."""
        assert self.kiosk.pay is not None
        self.kiosk.power.fail_after(0)
        self.kiosk.pay.cable.mend()
        self.kiosk.cabinet.unjam(self.compartment)
        switches = self.kiosk.pay.reader.switches
        switches.cut_at = switches.silent_at = switches.bank = ""
        switches.silent = switches.busy = False
        self.kiosk.pay.reader.power_on(self.fleet.world.now_ms)
        if not self.kiosk.is_on:
            self.kiosk.power_on()
        self.fleet.world.run_for(6 * MINUTE_MS)
        for _visit in range(3):
            if self.kiosk.cabinet.contents(self.compartment):
                self.visit()
                self.fleet.world.run_for(4 * MINUTE_MS)
        assert not self.kiosk.cabinet.contents(self.compartment), self.kiosk.texts()
        self.fleet._ensure_told(self.kiosk)
        ensure_settled(self.kiosk)

    def kinds(self) -> list[str]:
        return [kind for _seq, kind, _public in self.kiosk.journal()]


def test_a_parcel_is_paid_for_and_taken(tmp_path: Path) -> None:
    story = Story(tmp_path)
    story.visit()
    story.end()
    assert story.kiosk.pay is not None
    assert story.kiosk.pay.bank.charged_cents() == CENTS
    kinds = story.kinds()
    order = ["sale_asked", "sale_authorised", "opening", "seen_open", "sale_issued", "sale_settled"]
    at = [kinds.index(kind, kinds.index("sale_asked")) for kind in order]
    assert at == sorted(at)


DOORS = ("opens", "frozen", "late")


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("trouble", ["cut_at", "silent_at"])
def test_a_reader_that_fails_at_any_step(tmp_path: Path, trouble: str, door: str) -> None:
    for number, step in enumerate(STEPS):
        folder = tmp_path / step
        folder.mkdir()
        story = Story(folder, seed=number + 1)
        assert story.kiosk.pay is not None
        switches = story.kiosk.pay.reader.switches
        switches.power_back_ms = 20_000
        setattr(switches, trouble, step)
        if door != "opens":
            story.kiosk.cabinet.jam(story.compartment, door)
        story.visit()
        story.end()


@pytest.mark.parametrize("door", DOORS)
def test_the_terminal_s_power_fails_at_any_touch_of_the_world(tmp_path: Path, door: str) -> None:
    story = Story(tmp_path)
    touches = 0
    for number in range(1, 200, 3):
        folder = tmp_path / str(number)
        folder.mkdir()
        story = Story(folder, seed=number)
        if door != "opens":
            story.kiosk.cabinet.jam(story.compartment, door)
        story.kiosk.power.fail_after(number)
        story.visit()
        touches = number
        if story.kiosk.is_on:  # the whole visit touches the world less often than that
            break
        story.end()
    assert touches > 30


@pytest.mark.parametrize(
    ("name", "value"),
    [("bank", "down"), ("bank", "answer-lost"), ("silent", True), ("late_ms", 3_000),
     ("busy", True), ("impatient_ms", 4_000), ("duplicates", "at-once"),
     ("duplicates", "after-answer"), ("refuses_abort", True), ("prints", "lines"),
     ("repeats", "last"), ("repeats", "standing"), ("decline", 5)],
)  # fmt: skip
def test_whatever_kind_of_reader_it_is(tmp_path: Path, name: str, value: Any) -> None:
    for number, door in enumerate(DOORS):
        folder = tmp_path / door
        folder.mkdir()
        story = Story(folder, seed=number + 1)
        assert story.kiosk.pay is not None
        setattr(story.kiosk.pay.reader.switches, name, value)
        if door != "opens":
            story.kiosk.cabinet.jam(story.compartment, door)
        story.visit()
        if name not in ("refuses_abort", "prints", "repeats"):
            setattr(story.kiosk.pay.reader.switches, name, type(value)())
        story.end()


def test_a_line_that_breaks_at_any_moment_of_a_payment(tmp_path: Path) -> None:
    for number in range(40):
        folder = tmp_path / str(number)
        folder.mkdir()
        story = Story(folder, seed=number + 1)
        pay = story.kiosk.pay
        assert pay is not None
        story.fleet.world.later(5 * MINUTE_MS + number * 700, pay.unplug)
        story.fleet.world.later(5 * MINUTE_MS + number * 700 + 40_000, pay.cable.mend)
        story.visit()
        story.end()


def test_a_reader_that_will_not_tell_what_it_remembers_sells_nothing(tmp_path: Path) -> None:
    """Without that no doubt could ever be resolved; the person is told before any money moves."""
    story = Story(tmp_path)
    assert story.kiosk.pay is not None
    story.kiosk.pay.reader.switches.repeats_nothing = "no"
    story.kiosk.power_off()
    story.kiosk.power_on()
    story.visit()
    assert "sale_asked" not in story.kinds() and "part_lost" in story.kinds()
    assert not story.kiosk.pay.bank.ledger
