"""Doors obey physics: what hands, coils, ice and crowbars do to them, and what is seen of it."""

import pytest

from sim.cabinet import Cabinet, PhysicsError
from sim.coil import HEAT_LIMIT_MS
from sim.contact import KINDS
from sim.luck import Luck

SEEDS = range(30)
PULSE_MS = 500
# Longer than any door takes to move and any latch is held.
LATER_MS = 5_000


def make(seed: int = 1, doors: int = 3) -> Cabinet:
    return Cabinet(range(1, doors + 1), Luck(seed).stream("doors"))


def opened(seed: int = 1) -> Cabinet:
    """A cabinet whose door 1 was opened by a pulse, at rest at `LATER_MS`."""
    cabinet = make(seed)
    cabinet.energise(1, PULSE_MS, 0)
    cabinet.advance(LATER_MS)
    assert cabinet.leaf(1) == "open"
    return cabinet


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pulse_opens_its_door_a_moment_later_and_no_other(seed: int) -> None:
    cabinet = make(seed)
    cabinet.energise(2, PULSE_MS, 1_000)
    assert not cabinet.is_open(2)
    cabinet.advance(1_100)
    assert [cabinet.is_open(door) for door in (1, 2, 3)] == [False, True, False]
    opening, = cabinet.openings(2)
    assert (opening.cause, opening.pulse) == ("pulse", cabinet.pulses(2)[0])
    assert 1_000 < opening.at_ms <= 1_100


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pulse_that_is_too_short_moves_nothing(seed: int) -> None:
    cabinet = make(seed)
    cabinet.energise(1, 10, 0)
    cabinet.advance(LATER_MS)
    assert not cabinet.is_open(1)
    assert len(cabinet.pulses(1)) == 1 and not cabinet.openings(1)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_door_pushed_shut_stays_shut(seed: int) -> None:
    cabinet = opened(seed)
    cabinet.push_shut(1, 10_000)
    assert cabinet.is_open(1)
    cabinet.advance(10_000 + LATER_MS)
    assert cabinet.leaf(1) == "shut"
    assert not cabinet.pull_open(1, 20_000)


def test_changes_are_told_once_each_with_their_own_time() -> None:
    cabinet = make()
    told: list[tuple[int, bool, int]] = []
    cabinet.on_change(lambda door, is_open, now_ms: told.append((door, is_open, now_ms)))
    cabinet.energise(1, PULSE_MS, 1_000)
    cabinet.push_shut(1, 8_000)
    cabinet.advance(60_000)
    assert [(door, is_open) for door, is_open, _ in told] == [(1, True), (1, False)]
    assert 1_000 < told[0][2] < 1_100 and 8_150 <= told[1][2] <= 8_600


@pytest.mark.parametrize("seed", SEEDS)
def test_stepping_finely_or_coarsely_gives_the_same_story(seed: int) -> None:
    stories = []
    for step_ms in (1, 7, 5_000):
        cabinet = make(seed)
        story: list[tuple[int, bool, int]] = []
        cabinet.on_change(lambda *change, story=story: story.append(change))
        cabinet.energise(1, PULSE_MS, 0)
        cabinet.jam(2, "late")
        cabinet.energise(2, PULSE_MS, 0)
        for now_ms in range(0, 40_000, step_ms):
            cabinet.advance(now_ms)
        stories.append(story)
    assert stories[0] == stories[1] == stories[2] and len(stories[0]) == 2


def test_following_wake_at_ms_alone_is_enough() -> None:
    cabinet = make()
    cabinet.energise(1, PULSE_MS, 0)
    while (wake_ms := cabinet.wake_at_ms()) is not None:
        cabinet.advance(wake_ms)
    assert cabinet.leaf(1) == "open"


# The contact.

@pytest.mark.parametrize("seed", SEEDS)
def test_the_contact_bounces_for_a_few_ms_and_looking_changes_nothing(seed: int) -> None:
    cabinet = make(seed)
    cabinet.force_open(1, 1_000)
    readings = [cabinet.contact(1, now_ms) for now_ms in range(1_000, 1_030)]
    assert not any(readings[8:])
    once_more = make(seed)
    once_more.force_open(1, 1_000)
    again = [[once_more.contact(1, now_ms) for _ in range(3)] for now_ms in range(1_000, 1_030)]
    assert again == [[reading] * 3 for reading in readings]


def test_contacts_do_bounce() -> None:
    fluttered = 0
    for seed in SEEDS:
        cabinet = make(seed)
        cabinet.force_open(1, 1_000)
        fluttered += any(cabinet.contact(1, now_ms) for now_ms in range(1_000, 1_010))
    assert fluttered > len(SEEDS) // 2


# What a contact of each kind shows of a door that is shut, opened, and open long after.
@pytest.mark.parametrize(("kind", "shut", "just_opened", "open_"), [
    ("good", True, False, False),
    ("stuck_open", False, False, False),
    ("stuck_shut", True, True, True),
    ("inverted", False, True, True),
    ("latch_only", True, False, True),
])
def test_a_contact_shows_what_its_kind_shows(
        kind: str, shut: bool, just_opened: bool, open_: bool) -> None:
    cabinet = make()
    cabinet.break_sensor(1, kind)
    assert cabinet.contact(1, 1_000) == shut
    cabinet.energise(1, PULSE_MS, 1_000)
    assert cabinet.contact(1, 1_300) == just_opened
    assert cabinet.contact(1, 1_000 + LATER_MS) == open_
    assert cabinet.is_open(1)
    cabinet.mend_sensor(1)
    assert cabinet.contact(1, 9_000) is False


def test_every_kind_of_contact_is_tested_above() -> None:
    assert set(KINDS) == {"good", "stuck_open", "stuck_shut", "inverted", "latch_only"}


def test_all_contacts_at_once_are_the_contacts_one_by_one() -> None:
    cabinet = make(doors=24)
    cabinet.break_sensor(5, "stuck_open")
    cabinet.force_open(7, 1_000)
    cabinet.pull_open(9, 2_000)
    for now_ms in range(990, 2_020):
        bits = sum(cabinet.contact(door, now_ms) << door for door in cabinet.compartments)
        assert cabinet.contacts(now_ms) == bits
    assert cabinet.contacts(3_000) == sum(1 << door for door in range(1, 25) if door not in (5, 7))


def test_contact_watchers_hear_of_circuits_and_not_of_bounces() -> None:
    cabinet = make()
    told: list[tuple[int, bool]] = []
    cabinet.on_contact(lambda door, is_closed, now_ms: told.append((door, is_closed)))
    cabinet.break_sensor(2, "stuck_shut")
    cabinet.force_open(1, 1_000)
    cabinet.force_open(2, 1_000)
    cabinet.push_shut(1, 5_000)
    cabinet.advance(9_000)
    assert told == [(1, False), (1, True)]


# People.

@pytest.mark.parametrize("seed", SEEDS)
def test_a_door_leaned_on_opens_when_the_leaning_ends_early(seed: int) -> None:
    cabinet = make(seed)
    cabinet.lean(1, 700)
    cabinet.energise(1, PULSE_MS, 0)
    cabinet.advance(699)
    assert not cabinet.is_open(1)
    cabinet.advance(700)
    assert cabinet.is_open(1)
    assert cabinet.openings(1)[0].at_ms == 700


@pytest.mark.parametrize("seed", SEEDS)
def test_a_door_leaned_on_for_long_is_latched_again_behind_the_shoulder(seed: int) -> None:
    cabinet = make(seed)
    cabinet.lean(1, 10_000)
    cabinet.energise(1, PULSE_MS, 0)
    cabinet.advance(20_000)
    assert not cabinet.is_open(1)
    assert not cabinet.pull_open(1, 20_000)
    cabinet.energise(1, PULSE_MS, 30_000)
    cabinet.advance(31_000)
    assert cabinet.is_open(1)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_slammed_door_touches_the_frame_and_stands_open_without_another_opening(
        seed: int) -> None:
    cabinet = opened(seed)
    told: list[bool] = []
    cabinet.on_change(lambda door, is_open, now_ms: told.append(is_open))
    cabinet.slam(1, 10_000)
    felt = [cabinet.contact(1, now_ms) for now_ms in range(10_000, 11_000)]
    assert any(felt) and not felt[-1]
    assert cabinet.leaf(1) == "open" and not told and len(cabinet.openings(1)) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_door_pushed_against_a_drawn_bolt_comes_back(seed: int) -> None:
    cabinet = make(seed)
    cabinet.energise(1, 3_000, 0)
    cabinet.push_shut(1, 1_000)
    cabinet.advance(10_000)
    assert cabinet.leaf(1) == "open"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_door_shut_again_right_after_its_pulse_latches(seed: int) -> None:
    cabinet = make(seed)
    cabinet.energise(1, PULSE_MS, 0)
    cabinet.push_shut(1, PULSE_MS - 140)  # No leaf gets there in less than 150 ms.
    cabinet.advance(10_000)
    assert cabinet.leaf(1) == "shut"


def test_a_closing_door_can_be_caught_before_it_latches() -> None:
    cabinet = opened()
    cabinet.push_shut(1, 10_000)
    assert cabinet.pull_open(1, 10_100)
    cabinet.advance(20_000)
    assert cabinet.leaf(1) == "open"


def test_pulling_at_a_latched_door_rattles_it() -> None:
    flutters = 0
    for seed in SEEDS:
        cabinet = make(seed)
        cabinet.contacts(999)
        assert not cabinet.pull_open(1, 1_000)
        flutters += not all(cabinet.contact(1, now_ms) for now_ms in range(1_000, 1_010))
        assert cabinet.contact(1, 1_010) and not cabinet.openings(1)
    assert flutters > len(SEEDS) // 2


def test_a_crowbar_opens_any_door_and_is_known_from_a_pulse() -> None:
    cabinet = make()
    cabinet.jam(1)
    cabinet.lean(1, 99_000)
    cabinet.force_open(1, 1_000)
    opening, = cabinet.openings(1)
    assert (opening.at_ms, opening.cause, opening.pulse) == (1_000, "force", None)
    cabinet.force_open(1, 2_000)
    assert len(cabinet.openings(1)) == 1


@pytest.mark.parametrize("seed", range(100))
def test_another_pulse_holds_the_bolt_of_a_leaned_door_a_little_longer(seed: int) -> None:
    cabinet = make(seed)
    cabinet.lean(1, 1_790)
    cabinet.energise(1, PULSE_MS, 0)
    cabinet.energise(1, PULSE_MS, 1_000)
    cabinet.advance(1_790)
    assert cabinet.openings(1)[0].pulse == cabinet.pulses(1)[1]


# Ice.

def test_a_frozen_door_ignores_pulses_until_it_thaws() -> None:
    cabinet = make()
    cabinet.jam(1)
    for number in range(3):
        cabinet.energise(1, PULSE_MS, 3_000 * number)
        assert not cabinet.pull_open(1, 3_000 * number + 600)
    cabinet.advance(60_000)
    assert not cabinet.is_open(1) and len(cabinet.pulses(1)) == 3
    cabinet.unjam(1)
    cabinet.energise(1, PULSE_MS, 61_000)
    cabinet.advance(62_000)
    assert cabinet.openings(1)[0].pulse == cabinet.pulses(1)[3]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_late_door_gives_way_long_after_its_pulse(seed: int) -> None:
    cabinet = make(seed)
    cabinet.jam(1, "late")
    cabinet.energise(1, PULSE_MS, 0)
    cabinet.advance(5_999)
    assert not cabinet.is_open(1)
    cabinet.advance(26_000)
    opening, = cabinet.openings(1)
    assert opening.pulse == cabinet.pulses(1)[0]


def test_a_late_door_gives_way_at_once_to_a_hand() -> None:
    cabinet = make()
    cabinet.jam(1, "late")
    cabinet.energise(1, PULSE_MS, 0)
    assert cabinet.pull_open(1, 1_000)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_short_second_pulse_never_leaves_the_bolt_drawn(seed: int) -> None:
    for second_ms in range(500, 4_000, 50):
        cabinet = make(seed, doors=1)
        cabinet.lean(1, 20_000)
        cabinet.energise(1, PULSE_MS, 0)
        cabinet.energise(1, 5, second_ms)
        cabinet.advance(30_000)
        assert not cabinet.is_open(1), second_ms


# Heat.

def test_three_attempts_at_every_visit_do_not_harm_a_coil() -> None:
    cabinet = make()
    for visit in range(200):
        for attempt in range(3):
            cabinet.energise(1, PULSE_MS, visit * 120_000 + attempt * 2_000)
    assert cabinet.burnt_coils() == []


def test_permanent_current_burns_a_coil_and_then_it_pulls_no_more() -> None:
    cabinet = make()
    cabinet.energise(1, None, 0)
    cabinet.advance(HEAT_LIMIT_MS - 1)
    assert cabinet.burnt_coils() == []
    cabinet.advance(HEAT_LIMIT_MS)
    assert cabinet.burnt_coils() == [1]
    cabinet.push_shut(1, 20_000)
    cabinet.energise(1, PULSE_MS, 900_000)
    cabinet.advance(999_000)
    assert not cabinet.is_open(1)


def test_pulses_without_rest_burn_a_coil_and_pulses_with_rest_do_not() -> None:
    hasty, patient = make(), make()
    for number in range(30):
        hasty.energise(1, PULSE_MS, number * 600)
        patient.energise(1, PULSE_MS, number * 11_000)
    hasty.advance(999_000)
    patient.advance(999_000)
    assert (hasty.burnt_coils(), patient.burnt_coils()) == ([1], [])


def test_switching_off_in_time_saves_a_coil_and_lets_the_bolt_return() -> None:
    cabinet = make()
    cabinet.energise(1, None, 0)
    cabinet.de_energise(1, 9_000)
    cabinet.push_shut(1, 10_000)
    cabinet.advance(99_000)
    assert cabinet.burnt_coils() == [] and cabinet.leaf(1) == "shut"


# Things inside.

def test_things_go_through_an_open_door_only() -> None:
    cabinet = make()
    with pytest.raises(PhysicsError, match="compartment 1 is shut"):
        cabinet.put_in(1, "RR123")
    cabinet.force_open(1, 0)
    cabinet.put_in(1, "RR123")
    cabinet.push_shut(1, 1_000)
    cabinet.advance(9_000)
    with pytest.raises(PhysicsError):
        cabinet.take_out(1, "RR123")
    assert cabinet.contents(1) == ["RR123"]
    cabinet.force_open(1, 10_000)
    with pytest.raises(PhysicsError, match="RR999"):
        cabinet.take_out(1, "RR999")
    cabinet.take_out(1, "RR123")
    assert cabinet.contents(1) == []


def test_what_no_door_can_have_is_refused_in_words() -> None:
    with pytest.raises(PhysicsError, match="frozen or late"):
        make().jam(1, "rusty")
    with pytest.raises(PhysicsError, match="stuck_open"):
        make().break_sensor(1, "lazy")
