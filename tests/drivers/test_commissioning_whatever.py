"""The guided run with whatever cabinet and whatever answers: it hurts nothing."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.commissioning import site_text
from drivers.commissioning.commission import Wanted, commission
from drivers.commissioning.findings import (
    DEAD,
    GOOD,
    INVERTED,
    LATCH_ONLY,
    BoardSeen,
)
from drivers.commissioning.guide import Guide
from tests.drivers.commissioning_world import Hands, Wiring, World
from tests.drivers.test_commissioning_guide import Run, check

KINDS_AND_FIRSTS = [("bcc8a", 1), ("cu16", 0), ("waveshare", 1)]
BUDGET, WINDOW_MS = 5, 60_000


# -- whatever is wrong, by the hundred ----------------------------------------------------

FAULTS = ["good", "inverted", "latch_only", "stuck_open", "stuck_shut"]
MEANT = {"good": GOOD, "inverted": INVERTED, "latch_only": LATCH_ONLY, "stuck_open": DEAD,
         "stuck_shut": DEAD}  # fmt: skip


@settings(max_examples=60)
@given(
    kind=st.sampled_from(KINDS_AND_FIRSTS),
    polarity=st.sampled_from(["door_closing", "door_opening"]),
    order=st.permutations([1, 2, 3, 4, 5, None]),
    faults=st.lists(st.sampled_from(FAULTS), min_size=2, max_size=2),
    has_echo=st.booleans(),
)
def test_any_cabinet_is_described_as_it_is(
    kind: tuple[str, int], polarity: str, order: list[int | None], faults: list[str],
    has_echo: bool,
) -> None:  # fmt: skip
    # Three of five sensors are right, so there is no doubt which way round is meant.
    sensors: Mapping[int, str] = {4: faults[0], 5: faults[1]}
    run = Run(
        Wiring(kind[0], kind[1], order, polarity=polarity, sensors=sensors), has_echo=has_echo
    )
    assert run.wires == {
        door: (kind[1], channel) for channel, door in enumerate(order, 1) if door is not None
    }
    assert run.sensors == {1: GOOD, 2: GOOD, 3: GOOD, 4: MEANT[faults[0]], 5: MEANT[faults[1]]}
    (bus,) = run.site().buses
    assert bus.feedback == polarity


words = st.sampled_from(["", "1", "2", "1 2", "again", "rest", "stop", "yes", "no", "S", "x"])


@settings(max_examples=60)
@given(answers=st.lists(words, max_size=60))
def test_whatever_is_answered_nothing_is_hurt(answers: list[str]) -> None:
    taken: Iterable[str] = iter([*answers, *["EOF"] * 99])

    class Fool(Hands):
        def _answer(self, ask: Any) -> str:
            answer = next(iter(taken))
            if answer == "EOF":
                raise EOFError
            return answer

    world = World(Wiring("waveshare", 1, (1, 2, 3)))
    hands = Fool(world)
    wanted = Wanted([1], site_text.Bus("waveshare", "x"), is_added=True)
    with suppress(EOFError):
        commission(world.port(), wanted, hands)
    check(world, "waveshare")


def test_a_run_without_boards_is_over_at_once() -> None:
    guide = Guide([BoardSeen(1)])
    script = guide.steps()
    assert next(script)
    script.close()
