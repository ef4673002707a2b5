"""What holds for unlocks whatever the line, the boards and the adapter do."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from drivers.lock_bus import DONE, UNKNOWN
from tests.drivers.bus_bench import BusBench, outcomes
from tests.drivers.far_end import Script, ScriptedBoard, echoing, frame, is_unlock, several, silence

# -- whatever happens ---------------------------------------------------------------------

Noise = list[tuple[int, bytes]]
Told = tuple[tuple[int, int, int], str]


@dataclass
class Wait:
    ms: int


@dataclass
class Order:
    board: int
    lock: int


@dataclass
class Mood:
    """How the far end answers from now on."""

    name: str
    noise: Noise


@dataclass
class Cut:
    """The adapter was pulled out and put in again."""


moods = st.sampled_from(["answers", "echo only", "silent", "late", "noise", "noise and answer"])
noises = st.lists(st.tuples(st.integers(0, 2_000), st.binary(max_size=12)), max_size=3)
happenings = st.one_of(
    st.builds(Wait, st.integers(0, 3_000)),
    st.builds(Order, st.integers(1, 2), st.integers(1, 4)),
    st.builds(Mood, moods, noises),
    st.builds(Cut),
)


def in_mood(mood: str, noise: Noise, echoes: bool) -> Script:
    boards = several(ScriptedBoard(1), ScriptedBoard(2, width=8))
    script: Script = {
        "answers": boards,
        "echo only": silence,
        "silent": silence,
        "late": lambda said: [(ms + 1_490, data) for ms, data in boards(said)],
        "noise": lambda said: noise,
        "noise and answer": lambda said: noise + boards(said),
    }[mood]
    return echoing(script) if echoes and mood != "silent" else script


def check_coils(said: list[tuple[int, bytes]]) -> None:
    for (before_ms, _), (after_ms, _) in pairwise(said):
        assert after_ms - before_ms >= 1_000
    for lock in {data for _, data in said}:
        times = [at_ms for at_ms, data in said if data == lock]
        for before_ms, after_ms in pairwise(times):
            assert after_ms - before_ms >= 2_000
        for first_ms, sixth_ms in zip(times, times[5:], strict=False):
            assert sixth_ms - first_ms >= 60_000


def play(story: list[Wait | Order | Mood | Cut], echoes: bool) -> tuple[BusBench, list[Told]]:
    """What was told; each order is (its number, board, lock)."""
    world = BusBench(in_mood("answers", [], echoes), {1: 1, 2: 1})
    for number, event in enumerate([*story, Wait(60_000)]):
        if isinstance(event, Wait):
            world.run(event.ms)
        elif isinstance(event, Order):
            world.unlock(event.lock, (number, event.board, event.lock), event.board)
        elif isinstance(event, Mood):
            world.wire.script = in_mood(event.name, event.noise, echoes)
        else:
            world.bus.line_lost()
            world.take_answers()
            world.bus.line_found(world.now_ms)
    return world, outcomes([answer for _, answer in world.told])


@given(st.booleans(), st.lists(happenings, max_size=40))
def test_an_unlock_has_one_outcome_and_is_said_at_most_once(
    echoes: bool, story: list[Wait | Order | Mood | Cut]
) -> None:
    world, told = play(story, echoes)
    ordered = [
        (number, event.board, event.lock)
        for number, event in enumerate(story)
        if isinstance(event, Order)
    ]
    assert sorted(order for order, _ in told) == ordered
    for _, board, lock in ordered:
        went = [how for order, how in told if order[1:] == (board, lock)]
        said = world.said().count(frame(0x8A, board, lock, 0x11))
        assert said == went.count(DONE) + went.count(UNKNOWN)


@given(st.booleans(), st.lists(happenings, max_size=40))
def test_no_coil_is_pulsed_too_soon_or_too_often(
    echoes: bool, story: list[Wait | Order | Mood | Cut]
) -> None:
    world, _ = play(story, echoes)
    unlocks = world.wire.unlocks
    for (before_ms, _), (after_ms, _) in pairwise(unlocks):
        assert after_ms - before_ms >= 1_000
    for words in {said for _, said in unlocks}:
        times = [at_ms for at_ms, said in unlocks if said == words]
        assert all(after_ms - before_ms >= 2_000 for before_ms, after_ms in pairwise(times))
        assert all(times[n + 5] - times[n] >= 60_000 for n in range(len(times) - 5))


@given(st.booleans(), st.lists(happenings, max_size=40))
def test_nothing_is_ever_said_but_orders_to_one_lock_and_questions(
    echoes: bool, story: list[Wait | Order | Mood | Cut]
) -> None:
    world, _ = play(story, echoes)
    for said in world.said():
        assert len(said) == 5
        assert (said[0], said[3]) in ((0x8A, 0x11), (0x80, 0x33))
        assert said[2] > 0 or not is_unlock(said)
