"""The guided run on simulated boards: what an installer did wrong is found, and nothing is hurt.

Each test wires a cabinet, lets a person walk through it in virtual time, and reads what was found.
"""

import tomllib
from itertools import pairwise
from typing import Any

import pytest

from drivers.commissioning import site_text
from drivers.commissioning.commission import Commissioned, Wanted, commission
from drivers.commissioning.findings import (
    DEAD,
    GOOD,
    INVERTED,
    LATCH_ONLY,
    SHARED,
    SWAPPED,
    UNCLEAR,
)
from sim.boards.supply import Overlap
from terminal.config import Site
from tests.drivers.commissioning_world import Hands, Wiring, World
from tests.drivers.far_end_kinds import KINDS

KINDS_AND_FIRSTS = [("bcc8a", 1), ("cu16", 0), ("waveshare", 1)]
BUDGET, WINDOW_MS = 5, 60_000


class Run:
    """A commissioning from beginning to end, and all that can be asked about it afterwards."""

    def __init__(
        self, *wirings: Wiring, has_echo: bool = False, before: Any = None, count: int = 3,
        **answers: Any,
    ) -> None:  # fmt: skip
        self.world = World(*wirings, has_echo=has_echo)
        self.hands = Hands(self.world, **{"door": [], **answers})
        if before is not None:
            before(self.world)
        first = min(wiring.address for wiring in wirings)
        wanted = Wanted(range(first, first + count), site_text.Bus(wirings[0].kind, "/dev/ttyUSB0"))
        self.out: Commissioned = commission(self.world.port(), wanted, self.hands)
        self.document = self.out.result.document
        check(self.world, wirings[0].kind)

    @property
    def sensors(self) -> dict[int, str]:
        return {door["compartment"]: door["sensor"] for door in self.document["doors"]}

    @property
    def wires(self) -> dict[int, tuple[int, int]]:
        return {
            door["compartment"]: (door["board"], door["channel"]) for door in self.document["doors"]
        }

    @property
    def troubles(self) -> str:
        return "\n".join(
            " ".join(trouble.values()) for trouble in self.document["troubles"]
        )

    def asked(self, name: str) -> int:
        return len([ask for ask in self.hands.asked if ask.name == name])

    def site(self) -> Site:
        return Site(tomllib.loads(self.out.site))


def check(world: World, kind: str) -> None:
    """Whatever was wrong: one coil at a time, rested, and not a byte that opens several doors."""
    overlaps: list[Overlap] = world.supply.overlaps
    assert overlaps == []
    assert world.cabinet.burnt_coils() == []
    for said in world.said:
        is_control = kind == "waveshare" and said[1:4] == b"\x03\x10\x00"
        assert is_control or KINDS[kind].may_be_said(said), said.hex(" ")
    for door in world.cabinet.compartments:
        times = [pulse.at_ms for pulse in world.cabinet.pulses(door)]
        for at_ms in times:
            assert len([t for t in times if at_ms <= t < at_ms + WINDOW_MS]) <= BUDGET
        gaps = [later - earlier for earlier, later in pairwise(times)]
        assert all(gap >= 2_000 for gap in gaps), gaps


# -- a cabinet that is wired right --------------------------------------------------------


@pytest.mark.parametrize("has_echo", [False, True])
@pytest.mark.parametrize("polarity", ["door_closing", "door_opening"])
@pytest.mark.parametrize(("kind", "first"), KINDS_AND_FIRSTS)
def test_every_door_is_found_where_it_hangs(
    kind: str, first: int, polarity: str, has_echo: bool
) -> None:
    run = Run(
        Wiring(kind, first, (3, 1, None, 2), polarity=polarity),
        Wiring(kind, first + 1, (4, 5), polarity=polarity), has_echo=has_echo,
    )  # fmt: skip
    assert run.wires == {
        1: (first, 2), 2: (first, 4), 3: (first, 1), 4: (first + 1, 1), 5: (first + 1, 2),
    }  # fmt: skip
    assert set(run.sensors.values()) == {GOOD}
    assert run.out.result.is_well
    assert run.document["line"]["echo"] is has_echo
    site = run.site()
    (bus,) = site.buses
    assert (bus.kind, bus.feedback, bus.inverted, bus.latch_only) == (kind, polarity, (), ())
    assert {door.compartment: (door.board, door.channel) for door in site.doors} == run.wires
    assert [first, 3] in run.document["unused"]


def test_sizes_are_asked_and_the_last_one_is_the_usual() -> None:
    run = Run(Wiring(doors=(1, 2, 3)), size=["xl", "l", "", "XS"])
    assert [door.size for door in run.site().doors] == ["L", "L", "XS"]


def test_columns_are_as_the_person_says() -> None:
    run = Run(Wiring(doors=(1, 2, 3, 4)), columns=["5", "1 2", "1 3"])
    assert [len(column) for column in run.site().columns] == [1, 3]


def test_the_place_is_asked_until_it_can_be_written() -> None:
    run = Run(
        Wiring(doors=(1,)), id=["", "rīga", "riga-1"], place=["", "\x07", 'A\\"B"'],
        phones=["", ",", "+371 1, +371 2"],
    )  # fmt: skip
    site = run.site()
    assert site.value("terminal", "id") == "riga-1"
    assert site.value("terminal", "place") == 'A\\"B"'
    assert site.value("operator", "phones") == ["+371 1", "+371 2"]


def test_rest_leaves_the_other_channels_of_this_board_alone() -> None:
    run = Run(Wiring(doors=(1,)), Wiring(address=2, doors=(2, 3)), door=["look", "rest", "look"])
    assert run.wires == {1: (1, 1), 2: (2, 1), 3: (2, 2)}
    assert run.out.result.is_well
    assert [1, 3] not in run.document["unused"]


# -- sensors ------------------------------------------------------------------------------


@pytest.mark.parametrize("polarity", ["door_closing", "door_opening"])
@pytest.mark.parametrize(("kind", "first"), KINDS_AND_FIRSTS)
@pytest.mark.parametrize(
    ("fault", "sensor"),
    [("inverted", INVERTED), ("latch_only", LATCH_ONLY), ("stuck_open", DEAD),
     ("stuck_shut", DEAD)],
)  # fmt: skip
def test_a_sensor_that_is_not_as_the_others_is_found(
    kind: str, first: int, polarity: str, fault: str, sensor: str
) -> None:
    run = Run(Wiring(kind, first, (1, 2, 3, 4), polarity=polarity, sensors={2: fault}))
    assert run.sensors == {1: GOOD, 2: sensor, 3: GOOD, 4: GOOD}
    (bus,) = run.site().buses
    assert bus.feedback == polarity
    assert bus.inverted == ((2,) if sensor == INVERTED else ())
    assert bus.latch_only == ((2,) if sensor == LATCH_ONLY else ())
    assert run.out.result.is_well is (sensor != DEAD)
    assert ("no sensor moved" in run.troubles) is (sensor == DEAD)
    assert len(run.world.cabinet.pulses(1)) == 1


@pytest.mark.parametrize(("kind", "first"), KINDS_AND_FIRSTS)
def test_a_person_in_a_hurry_finds_the_same(kind: str, first: int) -> None:
    def hurry(world: World) -> None:
        assert world.hands is not None
        world.hands.thinks_ms = 1

    sensors = {2: "inverted", 3: "latch_only", 4: "stuck_shut"}
    run = Run(Wiring(kind, first, (1, 2, 3, 4, 5, 6), sensors=sensors), before=hurry)
    assert run.sensors == {1: GOOD, 2: INVERTED, 3: LATCH_ONLY, 4: DEAD, 5: GOOD, 6: GOOD}


@pytest.mark.parametrize(("kind", "first"), KINDS_AND_FIRSTS)
def test_swapped_sensors_are_found_and_left_out(kind: str, first: int) -> None:
    run = Run(Wiring(kind, first, (1, 2, 3, 4), crossed={2: 3, 3: 2}))
    assert run.sensors == {1: GOOD, 2: SWAPPED, 3: SWAPPED, 4: GOOD}
    assert f"the sensor of board {first} channel 3 moved in the place of its own" in run.troubles
    assert "exchange them" in run.troubles
    assert [door.compartment for door in run.site().doors] == [1, 4]
    assert f'# left out, its sensor is swapped: [2, "S", {first}, 2]' in run.out.site
    assert not run.out.result.is_well
    assert run.asked("touched") == 2


def test_sensors_that_are_swapped_and_turned_round_are_still_swapped() -> None:
    run = Run(
        Wiring(doors=(1, 2, 3, 4), crossed={2: 3, 3: 2}, sensors={2: "inverted", 3: "inverted"})
    )
    assert run.sensors == {1: GOOD, 2: SWAPPED, 3: SWAPPED, 4: GOOD}


def test_a_sensor_that_hangs_on_two_channels_is_found() -> None:
    run = Run(Wiring(doors=(1, 2, 3), crossed={3: 2}))
    assert run.sensors == {1: GOOD, 2: UNCLEAR, 3: DEAD}
    assert "the sensor of board 1 channel 3 moved too" in run.troubles
    assert [door.compartment for door in run.site().doors] == [1, 3]


def test_another_door_that_was_touched_is_tried_again() -> None:
    def pull_at_another(world: World) -> None:
        def force(door: int, is_open: bool, now_ms: int) -> None:
            if is_open and door == 1 and len(world.cabinet.pulses(1)) == 1:
                world.agenda.plan(now_ms + 2_500, lambda at: world.cabinet.force_open(4, at))
                world.agenda.plan(now_ms + 16_000, lambda at: world.cabinet.push_shut(4, at))

        world.cabinet.on_change(force)

    run = Run(Wiring(doors=(1, 2, 3, 4)), before=pull_at_another, door=["1"], touched="yes")
    assert set(run.sensors.values()) == {GOOD}
    assert run.asked("touched") == 1
    assert len(run.world.cabinet.pulses(1)) == 2


def test_a_door_that_was_shut_too_soon_is_opened_again() -> None:
    # The person shuts the door before saying its number.
    def hurry(world: World) -> None:
        def shut(door: int, is_open: bool, now_ms: int) -> None:
            if is_open and len(world.cabinet.pulses(2)) == 1:
                world.agenda.plan(now_ms + 900, lambda at: world.cabinet.push_shut(door, at))

        world.cabinet.on_change(shut)

    run = Run(Wiring(doors=(1, 2)), before=hurry, door=["look", "2", "look"])
    assert run.sensors == {1: GOOD, 2: GOOD}
    assert run.asked("still open") == 1
    assert len(run.world.cabinet.pulses(2)) == 2


def test_a_door_that_is_not_pushed_home_is_asked_for_again() -> None:
    run = Run(Wiring(doors=(1, 2)), before=lambda world: setattr(world.hands, "is_slack", True))
    assert run.sensors == {1: GOOD, 2: GOOD}
    assert run.asked("shut") == 4


# -- doors --------------------------------------------------------------------------------


def test_a_door_that_jams_is_told() -> None:
    run = Run(Wiring(doors=(1, 2)), before=lambda world: world.cabinet.jam(2))
    assert run.wires == {1: (1, 1)}
    assert [1, 2] in run.document["unused"]


def test_a_latch_that_moves_behind_a_jammed_door_is_told() -> None:
    run = Run(
        Wiring("cu16", 0, doors=(1, 2), sensors={2: "latch_only"}),
        before=lambda world: world.cabinet.lean(2, 10**9),
    )
    assert "moved the sensor of board 0 channel 2, and no door opened" in run.troubles


def test_again_pulses_once_more_and_three_times_at_the_most() -> None:
    run = Run(Wiring(doors=(1, 2)), before=lambda world: world.cabinet.jam(1),
              door=["again", "again", "again"])  # fmt: skip
    assert len(run.world.cabinet.pulses(1)) == 3
    assert [1, 1] in run.document["unused"]
    assert run.wires == {2: (1, 2)}


@pytest.mark.parametrize("answer", ["-1", "1000", "a", "1 1", "all", "1.5", "x 1"])
def test_what_is_no_door_is_asked_again(answer: str) -> None:
    run = Run(Wiring(doors=(1, 2)), door=[answer, "look"])
    assert run.wires == {1: (1, 1), 2: (1, 2)}


def test_a_number_that_is_known_already_is_asked_again() -> None:
    run = Run(Wiring(doors=(1, 2)), door=["look", "1", "2"])
    assert run.wires == {1: (1, 1), 2: (1, 2)}
    assert run.out.result.is_well


def test_a_door_that_two_channels_open_is_told() -> None:
    run = Run(Wiring(doors=(1, 2)), door=["look", "1", "1", "rest"])
    assert run.wires == {1: (1, 1)}
    assert "its pulse opened door 1, which another channel opens too" in run.troubles


# -- boards -------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "first"), KINDS_AND_FIRSTS)
def test_where_two_boards_share_an_address_no_lock_is_pulsed(kind: str, first: int) -> None:
    run = Run(Wiring(kind, first, (1, 2)), Wiring(kind, first, (3, 4)))
    assert run.world.cabinet.pulses(1) == run.world.cabinet.pulses(3) == []
    assert f"two boards have the address {first}" in run.troubles
    assert (run.out.site, run.hands.asked) == ("", [])
    assert not run.out.result.is_well


def test_two_boards_that_answered_as_one_are_found_by_their_doors() -> None:
    # Answers to the bit alike cannot be told apart on the wire; one board is mute here.
    def hush(world: World) -> None:
        world.boards[1].is_mute = True

    run = Run(Wiring(doors=(1, 2)), Wiring(doors=(5, 6)), before=hush)
    assert "one pulse opened the doors 1 and 5: two boards have the address 1" in (
        run.out.report.replace("\n", " ")
    )
    assert (run.out.site, run.document["doors"]) == ("", [])
    assert [len(run.world.cabinet.pulses(door)) for door in (1, 2, 5, 6)] == [1, 0, 1, 0]


def test_doors_learnt_before_the_two_boards_were_found_are_left_out() -> None:
    def hush(world: World) -> None:
        world.boards[1].is_mute = True

    run = Run(Wiring(doors=(1, 2)), Wiring(doors=(None, 6)), before=hush)
    assert run.sensors == {1: SHARED}
    assert run.out.site == ""


def test_many_boards_on_a_line_are_read_often_enough() -> None:
    # A round of questions to all of them takes longer than a door needs to open and shut.
    def hurry(world: World) -> None:
        assert world.hands is not None
        world.hands.thinks_ms = 1

    boards = [Wiring(address=address, doors=(address,)) for address in range(1, 32)]
    world_doors = ["look", "rest"] * len(boards)
    run = Run(*boards, before=hurry, door=world_doors, count=31)
    assert run.sensors == dict.fromkeys(range(1, 32), GOOD)
    assert run.asked("shut") == 31


def test_a_board_whose_relays_follow_its_inputs_is_not_used() -> None:
    run = Run(Wiring("waveshare", 1, (), chosen={"control": "linkage"}))
    assert "set the control mode of all relays to 0" in run.troubles
    assert run.hands.asked == []


def test_nobody_on_the_line_is_told() -> None:
    world = World()
    hands = Hands(world)
    out = commission(world.port(), Wanted(range(1, 4), site_text.Bus("bcc8a", "x")), hands)
    assert "no board answers" in out.report
    assert not out.result.is_well


def test_a_board_that_loses_its_power_is_waited_for() -> None:
    def cut(world: World) -> None:
        def off(door: int, is_open: bool, now_ms: int) -> None:
            if is_open and door == 1:
                world.boards[0].switch_off(now_ms)
                world.agenda.plan(now_ms + 40_000, world.boards[0].switch_on)

        world.cabinet.on_change(off)

    run = Run(Wiring(doors=(1, 2)), before=cut)
    assert run.asked("mend") >= 1
    assert 2 in run.sensors


# -- the end ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["begin", "door", "size", "shut"])
def test_stop_ends_it_there_and_keeps_what_is_known(name: str) -> None:
    answers: dict[str, Any] = {name: ["look", "stop"] if name != "begin" else ["no", "stop"]}
    run = Run(Wiring(doors=(1, 2, 3)), **answers)
    assert run.document["stopped"]
    assert not run.out.result.is_well
    assert run.sensors == ({} if name == "begin" else {1: GOOD})
    assert (run.out.site == "") is (name == "begin")
    assert "It was stopped" in run.out.report


@pytest.mark.parametrize("name", ["id", "begin", "door"])
def test_a_person_who_goes_away_ends_it(name: str) -> None:
    with pytest.raises(EOFError):
        Run(Wiring(doors=(1,)), **{name: ["EOF"]})


def test_a_line_that_is_pulled_out_ends_it() -> None:
    def cut(world: World) -> None:
        world.cabinet.on_change(lambda door, is_open, now_ms: world.cable.cut())

    with pytest.raises(OSError, match="gone"):
        Run(Wiring(doors=(1, 2)), before=cut)
