"""`make hardware`: the promises that real parts are held to, on the bench that a file describes.

A person stands beside it and does what the lines with >>> say.  What the simulated parts are held
to besides is in the other files of this folder.
"""

from collections.abc import Callable, Iterator

import pytest

from terminal import events
from tests.bench_file import Bench
from tests.contracts.bench_places import HANDS_MS, BenchLocks, touched_parts
from tests.drivers.far_end_kinds import KINDS

Tell = Callable[[str], None]
KINDS_WITH_A_LINE = ("bcc8a", "cu16", "waveshare")


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Speaks to the person at the bench, whatever pytest does with the output of tests."""
    capture = request.config.pluginmanager.getplugin("capturemanager")

    def say(text: str) -> None:
        with capture.global_and_fixture_disabled():
            print(f"\n>>> {text}", flush=True)

    return say


@pytest.fixture(params=[
    pytest.param(kind, marks=pytest.mark.hardware("locks", kind))
    for kind in (*KINDS_WITH_A_LINE, "gpio")
])  # fmt: skip
def locks(request: pytest.FixtureRequest, bench: Bench, tell: Tell) -> Iterator[list[BenchLocks]]:
    """All boards of one kind, one after the other; whatever was said to them was harmless."""
    made: list[BenchLocks] = []
    yield _opened(bench, request.param, tell, made)
    for place in made:
        place.close()
        assert place.has_line == (request.param in KINDS_WITH_A_LINE) == bool(place.said)
        for said in place.said:
            assert KINDS[request.param].may_be_said(said), said.hex(" ")


def _opened(bench: Bench, kind: str, tell: Tell, made: list[BenchLocks]) -> list[BenchLocks]:
    for locks in bench.all("locks", kind):
        made.append(BenchLocks(locks, tell))
    return made


def test_every_door_is_seen_shut_and_stays_so(locks: list[BenchLocks]) -> None:
    for place in locks:
        seen = [events.DoorSeen(door, False) for door in place.doors]
        told = place.until_told(*seen)
        assert sorted(told, key=repr) == sorted(seen, key=repr)
        assert place.until(lambda: False, 5_000) == []


def test_each_order_opens_its_door_and_no_other_and_shutting_it_is_told(
    locks: list[BenchLocks],
) -> None:
    for place in locks:
        place.until_told(*(events.DoorSeen(door, False) for door in place.doors))
        for door in place.doors if place.has_hands else place.doors[:1]:
            opening = place.unlock(door)
            told = place.until_told(events.DoorOpened(door))
            assert told == [events.UnlockDone(door, opening), events.DoorOpened(door)]
            if place.has_hands:
                place.tell(f"Shut the door of {place.part.name}, number {door}.")
                shut = events.DoorClosed(door)
                assert place.until_told(shut, patience_ms=HANDS_MS) == [shut]


@pytest.mark.hardware("scanner")
def test_a_scanner_tells_what_it_reads(bench: Bench, tell: Tell) -> None:
    for part in bench.all("scanner"):
        place = touched_parts("scanner", part, tell)
        tell(f"Scan the label {part['text']}.")
        scanned = events.Scanned(part["text"])
        assert place.until_told(scanned, patience_ms=HANDS_MS) == [scanned]
        place.close()


@pytest.mark.hardware("keypad")
def test_a_keypad_tells_each_key_once_and_in_order(bench: Bench, tell: Tell) -> None:
    for part in bench.all("keypad"):
        place = touched_parts("keypad", part, tell)
        tell(f"Press these keys, one after the other: {' '.join(part['keys'])}.")
        pressed = [events.KeyPressed(key) for key in part["keys"]]
        assert place.until_several(len(pressed), HANDS_MS) == pressed
        place.close()


@pytest.mark.hardware("card_reader")
def test_a_card_reader_is_ready_to_sell(bench: Bench, tell: Tell) -> None:
    for part in bench.all("card_reader"):
        place = touched_parts("card_reader", part, tell)
        (told,) = place.until_several(1)
        assert isinstance(told, events.ReaderReady)
        place.close()
