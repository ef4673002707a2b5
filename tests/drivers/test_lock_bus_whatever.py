"""What holds for unlocks whatever the line, the boards and the adapter do, for every make."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.lock_bus import DONE, UNKNOWN
from tests.drivers.bus_bench import BusBench, outcomes
from tests.drivers.far_end import Script, echoing, is_unlock, several, silence
from tests.drivers.far_end_kinds import KINDS, Kind

# -- whatever happens ---------------------------------------------------------------------

Noise = list[tuple[int, bytes]]
Told = tuple[tuple[int, int, int], str]


@dataclass
class Wait:
    ms: int


@dataclass
class Order:
    board: int  # the first or the second
    lock: int


@dataclass
class Mood:
    """How the far end answers from now on."""

    name: str
    noise: Noise


@dataclass
class Cut:
    """The adapter was pulled out and put in again."""


@dataclass
class Hurry:
    """The boards are to be asked so often from now on."""

    interval_ms: int


Story = list[Wait | Order | Mood | Cut | Hurry]

moods = st.sampled_from(["answers", "echo only", "silent", "late", "noise", "noise and answer",
                         "everything back", "one answers"])  # fmt: skip
noises = st.lists(st.tuples(st.integers(0, 2_000), st.binary(max_size=12)), max_size=3)
happenings = st.one_of(
    st.builds(Wait, st.integers(0, 3_000)),
    st.builds(Order, st.integers(0, 1), st.one_of(st.integers(1, 3), st.integers(1, 8))),
    st.builds(Mood, moods, noises),
    st.builds(Cut),
    st.builds(Hurry, st.sampled_from([100, 150, 500, 2_000])),
)
stories = st.lists(happenings, max_size=40)

kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


def in_mood(kind: Kind, mood: str, noise: Noise, echoes: bool) -> Script:
    first, second = (kind.board(number) for number in kind.boards)
    boards = several(first, second)
    script: Script = {
        "answers": boards,
        "echo only": silence,
        "silent": silence,
        "late": lambda said: [(ms + 1_490, data) for ms, data in boards(said)],
        "noise": lambda said: noise,
        "noise and answer": lambda said: noise + boards(said),
        "everything back": lambda said: [(30, said), (60, said), (90, said)],
        "one answers": second,
    }[mood]
    return echoing(script) if echoes and mood != "silent" else script


def play(kind: Kind, story: Story, echoes: bool) -> tuple[BusBench, list[Told]]:
    """What was told; each order is (its number, board, lock)."""
    script = in_mood(kind, "answers", [], echoes)
    world = BusBench(script, dict.fromkeys(kind.boards, 1), kind.dialect())
    for number, event in enumerate([*story, Wait(60_000)]):
        if isinstance(event, Wait):
            world.run(event.ms)
        elif isinstance(event, Order):
            board = kind.boards[event.board]
            world.unlock(event.lock, (number, board, event.lock), board)
        elif isinstance(event, Mood):
            world.wire.script = in_mood(kind, event.name, event.noise, echoes)
        elif isinstance(event, Hurry):
            for board in kind.boards:
                world.bus.set_interval(board, event.interval_ms)
        else:
            world.bus.line_lost()
            world.take_answers()
            world.bus.line_found(world.now_ms)
    return world, outcomes([answer for _, answer in world.told])


@kinds
@given(st.booleans(), stories)
def test_an_unlock_has_one_outcome_and_is_said_at_most_once(
    kind: Kind, echoes: bool, story: Story
) -> None:
    world, told = play(kind, story, echoes)
    ordered = [
        (number, kind.boards[event.board], event.lock)
        for number, event in enumerate(story)
        if isinstance(event, Order)
    ]
    assert sorted(order for order, _ in told) == ordered
    for _, board, lock in ordered:
        went = [how for order, how in told if order[1:] == (board, lock)]
        said = world.said().count(kind.unlock(board, lock))
        # REFUSED is the guard's, who says nothing: no board here refuses.
        assert said == went.count(DONE) + went.count(UNKNOWN)


@kinds
@given(st.booleans(), stories)
def test_no_coil_is_pulsed_too_soon_or_too_often(kind: Kind, echoes: bool, story: Story) -> None:
    world, _ = play(kind, story, echoes)
    unlocks = world.wire.unlocks
    for (before_ms, _), (after_ms, _) in pairwise(unlocks):
        assert after_ms - before_ms >= 1_000
    for words in {said for _, said in unlocks}:
        times = [at_ms for at_ms, said in unlocks if said == words]
        assert all(after_ms - before_ms >= 2_000 for before_ms, after_ms in pairwise(times))
        assert all(times[n + 5] - times[n] >= 60_000 for n in range(len(times) - 5))


@kinds
@given(st.booleans(), stories)
def test_nothing_is_ever_said_but_orders_to_one_lock_and_questions(
    kind: Kind, echoes: bool, story: Story
) -> None:
    world, _ = play(kind, story, echoes)
    wanted = {
        kind.unlock(kind.boards[event.board], event.lock)
        for event in story
        if isinstance(event, Order)
    }
    for said in world.said():
        assert kind.may_be_said(said), said.hex(" ")
        assert said in wanted or not is_unlock(said), said.hex(" ")


@kinds
@given(st.booleans(), stories)
def test_there_is_one_question_at_a_time(kind: Kind, echoes: bool, story: Story) -> None:
    world, _ = play(kind, story, echoes)
    cuts = any(isinstance(event, Cut) for event in story)
    for (before_ms, _), (after_ms, _) in pairwise(world.wire.said):
        # Even the shortest question takes as long as it takes to hear that it has ended.
        assert cuts or after_ms - before_ms >= world.dialect.silence_ms
