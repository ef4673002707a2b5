"""Technicians at a simulated terminal: what they come for is done, and what may open is watched."""

from pathlib import Path
from typing import Any

import pytest

from sim.care_watch import CareWatch
from sim.fleet import Fleet
from sim.people.on_duty import Errand, Job
from sim.sites import quiet_site
from sim.watches import UnsafeError
from sim.world import DAY_MS, MINUTE_MS


class Workplace:
    """A terminal before which only those stand whom a test sends."""

    def __init__(self, folder: Path) -> None:
        self.fleet = Fleet(
            1, 1, folder, visit_gap_ms=400 * DAY_MS, fault_gap_ms=0, draw_site=quiet_site
        )
        self.kiosk, self.street = self.fleet.kiosks[0], self.fleet.streets[0]
        self.fleet.world.run_for(MINUTE_MS)
        self.street.close()

    def load(self) -> str:
        """A courier brings one parcel."""
        self.street._register(1)
        shipment = self.street.van[0]
        self.street.send_courier()
        self.fleet._until_gone(self.street)
        return shipment

    def send(self, *jobs: Job) -> None:
        """A technician who makes no slips does these jobs."""
        errand = Errand(jobs, is_careful=True)
        self.street.send_technician(self.street.crew._technician(0, errand))
        self.fleet._until_gone(self.street)

    def noted(self, kind: str) -> list[dict[str, Any]]:
        return [public for _seq, known, public in self.kiosk.journal() if known == kind]


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path)


def test_a_stocktake_finds_what_lies_inside_and_leaves_it_there(place: Workplace) -> None:
    shipment = place.load()
    place.send(("stocktake", "all"))
    found = [entry["found"] for entry in place.noted("inspected")]
    assert len(found) == len(place.kiosk.cabinet.compartments)
    assert [parcels for parcels in found if parcels] == [[shipment]]
    inside = [place.kiosk.cabinet.contents(n) for n in place.kiosk.cabinet.compartments]
    assert [shipment] in inside


def test_what_one_closes_the_next_one_puts_back(place: Workplace) -> None:
    place.send(("boards", ""))
    assert len(place.noted("barred")) == len(place.noted("unbarred")) > 0
    place.send(("doors", "bar"))
    closed = [entry["compartment"] for entry in place.noted("barred")]
    place.fleet._unbar_all(place.street)
    back = [entry["compartment"] for entry in place.noted("unbarred")]
    assert sorted(closed) == sorted(back)


def test_only_what_is_empty_is_tried_and_all_of_it_until_it_is_enough(place: Workplace) -> None:
    shipment = place.load()
    place.send(("cycle", ""))
    tried = [entry["compartment"] for entry in place.noted("test_ended")]
    assert len(tried) >= 3
    assert shipment not in [p for n in tried for p in place.kiosk.cabinet.contents(n)]


def test_a_copy_of_the_log_is_taken_away(place: Workplace) -> None:
    place.send(("export", ""))
    assert place.kiosk.stick.copies == 1
    place.send(("export", "no stick"))
    assert place.kiosk.stick.copies == 1 and len(place.noted("bundle_asked")) == 2


# -- the watch ------------------------------------------------------------------------------------

COME: dict[str, Any] = {"technician": "Toms", "step": 7}
OPENING = {"compartment": 1, "opening": 1, "attempt": 1}


def watch(place: Workplace, *kinds: str, **entry: Any) -> CareWatch:
    """What the watch thinks after such entries."""
    made = CareWatch(place.kiosk, place.street.crew.names)
    for kind in kinds:
        made.committed(kind, {**COME, **entry})
    return made


@pytest.mark.parametrize("purpose", ["test", "stocktake", "test opening", "official opening"])
def test_no_door_opens_for_a_technician_who_is_not_here(place: Workplace, purpose: str) -> None:
    for kinds in ((), ("care_begun", "care_ended"), ("care_begun", "booted")):
        with pytest.raises(UnsafeError, match="none is here"):
            watch(place, *kinds).opening({**OPENING, "purpose": purpose})


def test_a_door_opens_for_what_was_entered_and_for_nothing_else(place: Workplace) -> None:
    watch(place, "care_begun").opening({**OPENING, "purpose": "test"})
    begun = watch(place, "care_begun", "stocktake_begun", compartments=[1])
    begun.opening({**OPENING, "purpose": "stocktake"})
    with pytest.raises(UnsafeError, match="opened without"):
        begun.opening({**OPENING, "compartment": 2, "purpose": "stocktake"})
    with pytest.raises(UnsafeError, match="opened without"):
        begun.opening({**OPENING, "purpose": "test opening"})


def test_a_test_of_what_is_not_empty_is_noticed(place: Workplace) -> None:
    shipment = place.load()
    (number,) = [e["compartment"] for e in place.noted("deposited") if e["shipment"] == shipment]
    with pytest.raises(UnsafeError, match="a test opened"):
        watch(place, "care_begun").opening({**OPENING, "compartment": number, "purpose": "test"})


def test_the_second_question_must_have_been_on_the_glass(place: Workplace) -> None:
    with pytest.raises(UnsafeError, match="asked twice"):
        watch(place, "care_begun", "test_opening", compartment=1, reason="lock")
    with pytest.raises(UnsafeError, match="second person"):
        watch(place, "care_begun", "official_opening", compartment=1, ground="law", witness="Toms")


def test_nobody_comes_in_with_a_code_that_was_used_or_a_name_that_nobody_knows(
    place: Workplace,
) -> None:
    with pytest.raises(UnsafeError, match="used twice"):
        watch(place, "care_begun", "care_ended", "care_begun")
    with pytest.raises(UnsafeError, match="nobody knows"):
        watch(place, "care_begun", technician="Rob")
