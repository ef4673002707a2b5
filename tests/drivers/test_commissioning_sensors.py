"""What a sensor is worth, for every way in which levels can move when a door is opened and shut."""

from itertools import product

import pytest

from drivers.commissioning.findings import (
    DEAD,
    GOOD,
    INVERTED,
    LATCH_ONLY,
    SWAPPED,
    UNCLEAR,
    Channel,
    DoorFound,
)
from drivers.commissioning.sensors import Opening, judge, mark_inverted, moved, polarity

OWN: Channel = (1, 3)
NEXT: Channel = (1, 4)
FAR: Channel = (2, 1)
NOBODY: frozenset[Channel] = frozenset()


def opening(
    shut: bool, open_: tuple[Channel, ...] = (), stuck: tuple[Channel, ...] = (),
    flickers: tuple[Channel, ...] = (), held: tuple[Channel, ...] | None = None,
) -> Opening:  # fmt: skip
    """open_: channels that stand otherwise while the door is open; stuck: afterwards too."""
    before = {OWN: shut, NEXT: shut, FAR: not shut, (2, 2): False}
    while_open = {at: level is not (at in open_) for at, level in before.items()}
    after = {at: level is not (at in stuck) for at, level in before.items()}
    return Opening(
        OWN, before, frozenset(flickers), while_open, after,
        None if held is None else frozenset(held),
    )  # fmt: skip


# what stands otherwise while open, what stays so, flickers, held -> the sensor, and others
CASES = [
    ((OWN,), (), (), None, GOOD, ()),
    ((OWN,), (), (OWN,), None, GOOD, ()),
    ((OWN,), (), (OWN, NEXT), None, GOOD, ()),  # a neighbour rattled
    ((OWN,), (OWN,), (), None, UNCLEAR, ()),
    ((NEXT,), (), (), None, SWAPPED, (NEXT,)),
    ((FAR,), (), (FAR,), None, SWAPPED, (FAR,)),
    ((NEXT,), (), (OWN,), None, SWAPPED, (NEXT,)),
    ((OWN, NEXT), (), (), None, UNCLEAR, (NEXT,)),
    ((NEXT, FAR), (), (), None, UNCLEAR, (NEXT, FAR)),
    ((), (), (OWN,), None, LATCH_ONLY, ()),
    ((), (), (), (OWN,), LATCH_ONLY, ()),
    ((), (), (NEXT,), None, SWAPPED, (NEXT,)),
    ((), (), (), (FAR,), SWAPPED, (FAR,)),
    ((), (), (OWN, NEXT), None, UNCLEAR, (NEXT,)),
    ((), (), (NEXT,), (OWN,), UNCLEAR, (NEXT,)),
    ((), (), (NEXT, FAR), None, UNCLEAR, (NEXT, FAR)),
    ((), (), (), None, DEAD, ()),
    ((), (), (), (), DEAD, ()),
]  # fmt: skip


@pytest.mark.parametrize("shut", [False, True])
@pytest.mark.parametrize(("open_", "stuck", "flickers", "held", "sensor", "others"), CASES)
def test_the_judgement(
    shut: bool, open_: tuple[Channel, ...], stuck: tuple[Channel, ...],
    flickers: tuple[Channel, ...], held: tuple[Channel, ...] | None, sensor: str,
    others: tuple[Channel, ...],
) -> None:  # fmt: skip
    verdict = judge(opening(shut, open_, stuck, flickers, held))
    assert (verdict.sensor, verdict.others) == (sensor, others)
    assert verdict.shut_level == (shut if sensor in (GOOD, LATCH_ONLY) else None)


def test_no_case_is_left_without_judgement() -> None:
    some = [(), (OWN,), (NEXT,), (OWN, NEXT), (NEXT, FAR)]
    for open_, stuck, flickers, held in product(some, some, some, [None, *some]):
        verdict = judge(opening(True, open_, stuck, flickers, held))
        # Only its own sensor, and no other, makes a door good.
        assert (verdict.sensor == GOOD) == (open_ == (OWN,) and OWN not in stuck)
        assert (verdict.sensor == DEAD) == (not open_ and not flickers and not held)


def test_what_was_not_read_with_the_door_open_has_not_moved() -> None:
    seen = opening(True, (OWN, FAR))
    assert moved(seen) == (OWN, FAR)
    assert moved(seen._replace(open={OWN: False})) == (OWN,)
    assert moved(seen._replace(open={})) == ()


def doors(*levels: bool | None, sensor: str = GOOD) -> list[DoorFound]:
    return [
        DoorFound(number, "S", 1, number, DEAD if level is None else sensor, level)
        for number, level in enumerate(levels, 1)
    ]


@pytest.mark.parametrize(
    ("levels", "feedback", "odd"),
    [
        ((True, True, True), "door_closing", []),
        ((False, False, False), "door_opening", []),
        ((True, False, True), "door_closing", [2]),
        ((False, True, False), "door_opening", [2]),
        ((True, False), "door_closing", [2]),
        ((None, None, False), "door_opening", []),
        ((None,), "door_closing", []),
        ((), "door_closing", []),
    ],
)
def test_most_doors_say_how_sensors_are_wired_and_the_others_are_inverted(
    levels: tuple[bool | None, ...], feedback: str, odd: list[int]
) -> None:
    found = doors(*levels)
    assert polarity(found) == feedback
    mark_inverted(found, feedback)
    assert [door.compartment for door in found if door.sensor == INVERTED] == odd


def test_a_sensor_that_feels_the_latch_stays_one() -> None:
    found = doors(True, True) + doors(False, sensor=LATCH_ONLY)
    mark_inverted(found, polarity(found))
    assert [door.sensor for door in found] == [GOOD, GOOD, LATCH_ONLY]
