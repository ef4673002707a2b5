"""The seven traps of the BCC8A board (its data sheet and the experience of others), one by one.

Each is played through the shipped driver against bytes written out by hand.
"""

import pytest

from drivers.lock_boards import LockBoards
from terminal import events
from terminal.effects import Unlock
from terminal.record import Record
from tests.drivers.far_end import (
    Bench,
    Script,
    ScriptedBoard,
    ScriptedLine,
    echoing,
    frame,
    is_unlock,
    silence,
)

PROBE = bytes.fromhex("80010133B3")
POLL = bytes.fromhex("80010033B2")


def bench(script: Script, doors: int = 3, **settings: object) -> Bench:
    """Compartments 1, 2 ... on locks 1, 2 ... of board 1."""
    line = ScriptedLine(script)
    wiring = [(number, 1, number) for number in range(1, doors + 1)]
    return Bench(LockBoards(line, wiring, **settings), line)  # type: ignore[arg-type]


def says(levels: str, unlock: str = "", single: str = "8001010080") -> Script:
    """A board whose answers stand in the test."""

    def script(said: bytes) -> list[tuple[int, bytes]]:
        if is_unlock(said):
            return [(500, bytes.fromhex(unlock))] if unlock else []
        return [(10, bytes.fromhex(single if said[2] else levels))]

    return script


def seen(facts: list[Record]) -> dict[int, bool]:
    return {fact.compartment: fact.is_open for fact in facts if isinstance(fact, events.DoorSeen)}


# -- 1. Polarity is wiring, not protocol --------------------------------------------------


def test_trap_1_what_a_level_means_is_wiring_for_all_doors() -> None:
    script = says("80 01 05 33 B7")  # locks 1 and 3 high
    assert seen(bench(script).run(1_000)) == {1: False, 2: True, 3: False}
    opening = bench(script, feedback="door_opening")
    assert seen(opening.run(1_000)) == {1: True, 2: False, 3: True}


def test_trap_1_what_a_level_means_is_wiring_for_one_door() -> None:
    mixed = bench(says("80 01 05 33 B7"), feedback_of={3: "door_opening"})
    assert seen(mixed.run(1_000)) == {1: False, 2: True, 3: True}


def test_trap_1_the_level_in_the_answer_to_an_unlock_has_the_same_polarity() -> None:
    for feedback, level, answer in (
        ("door_closing", 0x00, "8A 01 01 00 8A"), ("door_opening", 0x11, "8A 01 01 11 9B"),
    ):  # fmt: skip
        shut = 0x07 if feedback == "door_closing" else 0x00
        world = bench(says(frame(0x80, 1, shut, 0x33).hex(), answer), feedback=feedback)
        world.run(1_000)
        world.line.script = says(frame(0x80, 1, shut ^ 0x01, 0x33).hex(), answer)
        world.perform(Unlock(1, 9))
        facts = world.run(700)
        assert facts == [events.UnlockDone(1, 9), events.DoorOpened(1)], (feedback, level)


# -- 2. Echo ambiguity --------------------------------------------------------------------


def test_trap_2_an_echoed_order_is_not_the_answer_still_shut() -> None:
    board = ScriptedBoard(high={1, 2, 3})
    world = bench(echoing(board))
    world.run(1_000)
    world.line.script = echoing(silence)  # the board dies, the adapter goes on talking to itself
    world.perform(Unlock(1, 5))
    facts = world.run(2_000)
    assert events.UnlockUnknown(1, 5) in facts
    assert events.UnlockDone(1, 5) not in facts


def test_trap_2_still_shut_is_an_answer_although_it_is_the_order_byte_for_byte() -> None:
    for through in (lambda script: script, echoing):
        world = bench(through(says("80 01 07 33 B5", "8A 01 01 11 9B")))
        world.run(1_000)
        world.perform(Unlock(1, 5))
        assert world.run(1_000) == [events.UnlockDone(1, 5)]


def test_trap_2_an_8_way_board_with_all_levels_low_answers_with_the_question_itself() -> None:
    world = bench(says(POLL.hex()))
    assert seen(world.run(1_000)) == {1: True, 2: True, 3: True}


def test_trap_2_the_echoed_question_for_all_locks_is_no_answer() -> None:
    world = bench(echoing(silence))
    facts = world.run(10_000)
    assert seen(facts) == {}
    assert [type(fact) for fact in facts].count(events.PartFailed) == 1


def test_trap_2_only_the_sent_bytes_are_stripped() -> None:
    world = bench(echoing(says(POLL.hex())))
    assert seen(world.run(1_000)) == {1: True, 2: True, 3: True}


def test_trap_2_the_first_question_is_for_a_single_lock() -> None:
    world = bench(echoing(ScriptedBoard()))
    world.perform(Unlock(1, 1))
    world.run(1_000)
    assert world.line.said[0][1] == PROBE


# -- 3. The reply header differs ----------------------------------------------------------


@pytest.mark.parametrize("answer", ["8A 01 01 00 8A", "80 01 01 00 80", "8A 01 01 11 9B",
                                    "80 01 01 11 91"])  # fmt: skip
def test_trap_3_both_headers_answer_an_unlock(answer: str) -> None:
    world = bench(says("80 01 07 33 B5", answer))
    world.run(1_000)
    world.perform(Unlock(1, 2))
    assert events.UnlockDone(1, 2) in world.run(1_000)


@pytest.mark.parametrize("answer", ["8A 02 01 00 89", "80 01 02 00 83", "82 01 01 00 82",
                                    "90 01 01 00 90"])  # fmt: skip
def test_trap_3_only_with_the_right_board_lock_and_header(answer: str) -> None:
    world = bench(says("80 01 07 33 B5", answer))
    world.run(1_000)
    world.perform(Unlock(1, 2))
    assert events.UnlockUnknown(1, 2) in world.run(2_000)


# -- 4. The length of an answer comes from the frame --------------------------------------


def test_trap_4_an_8_way_board_may_tell_24_levels() -> None:
    world = bench(says("80 01 00 00 00 33 B2"), doors=8)
    assert seen(world.run(1_000)) == dict.fromkeys(range(1, 9), True)


def test_trap_4_levels_that_a_board_does_not_tell_are_unknown() -> None:
    world = bench(says("80 01 FF 33 4D"), doors=10)
    facts = world.run(3_000)
    assert seen(facts) == dict.fromkeys(range(1, 9), False)
    silent = [fact.compartment for fact in facts if isinstance(fact, events.DoorSilent)]
    assert silent == [9, 10]


def test_trap_4_a_level_that_is_not_told_any_more_is_neither_open_nor_shut() -> None:
    world = bench(says("80 01 03 FF 33 4E"), doors=10)
    world.run(1_000)
    world.line.script = says("80 01 FF 33 4D")
    assert world.run(3_000) == [events.DoorSilent(9), events.DoorSilent(10)]
    world.line.script = says("80 01 03 FF 33 4E")
    assert world.run(3_000) == [events.DoorSeen(9, False), events.DoorSeen(10, False)]


# -- 5. One byte of XOR is weak -----------------------------------------------------------


def test_trap_5_a_frame_is_whole_when_the_line_is_silent_and_not_before() -> None:
    # The levels of 24 locks, and its first five bytes are a proper answer for 8 locks.
    whole = bytes.fromhex("80 01 07 33 B5 33 33")
    assert frame(*whole[:-1]) == whole
    assert frame(*whole[:4]) == whole[:5]

    def script(said: bytes) -> list[tuple[int, bytes]]:
        if said[2]:
            return [(10, bytes.fromhex("8001011191"))]
        return [(10, whole[:5]), (10 + 16, whole[5:])]  # a USB adapter hands over every 16 ms

    # B5: locks 1 and 3 are high and 2 is not; of the piece (07) all three would be.
    assert seen(bench(script).run(1_000)) == {1: False, 2: True, 3: False}


def test_trap_5_nothing_but_length_header_address_and_bcc_makes_an_answer() -> None:
    right = "80 01 05 33 B7"
    assert len(seen(bench(says(right)).run(1_000))) == 3
    for wrong in ("80 01 05 33 B6", "81 01 05 33 B6", "80 02 05 33 B4", "80 01 05 32 B6",
                  "80 01 33 B2", right + "00", right + right + "00"):  # fmt: skip
        assert seen(bench(says(wrong)).run(1_000)) == {}, wrong


# -- 6. An unlock is never said twice -----------------------------------------------------


def test_trap_6_an_unlock_without_an_answer_is_said_once() -> None:
    world = bench(says("80 01 07 33 B5"))
    world.run(1_000)
    world.perform(Unlock(1, 3))
    assert world.run(120_000) == [events.UnlockUnknown(1, 3)]
    assert [said for _, said in world.line.unlocks] == [bytes.fromhex("8A0101119B")]


def test_trap_6_not_sent_and_unknown_are_told_apart_when_the_line_goes() -> None:
    world = bench(says("80 01 07 33 B5"))
    world.run(1_000)
    world.perform(Unlock(1, 3))
    world.perform(Unlock(2, 4))
    world.run(300)
    world.line.pull()
    facts = world.run(1_000)
    assert events.UnlockUnknown(1, 3) in facts
    assert events.UnlockNotSent(2, 4) in facts
    world.perform(Unlock(3, 5))
    assert world.run(100) == [events.UnlockNotSent(3, 5)]
    assert len(world.line.unlocks) == 1


def test_trap_6_a_write_that_failed_half_way_is_unknown() -> None:
    world = bench(says("80 01 07 33 B5"))
    world.run(1_000)
    world.line.fails_next_write = True
    world.perform(Unlock(1, 3))
    assert events.UnlockUnknown(1, 3) in world.run(100)
    world.line.plug()
    world.run(60_000)
    assert world.line.unlocks == []


# -- 7. Feedback may be the latch, and it bounces -----------------------------------------


def test_trap_7_one_reading_is_no_change() -> None:
    world = bench(says("80 01 07 33 B5"))
    world.run(1_000)
    answers = iter([0x06, 0x07, 0x05, 0x07, 0x03, 0x06, 0x05, 0x03, 0x06])  # no door twice
    world.line.script = lambda said: [(10, frame(0x80, 1, next(answers, 0x07), 0x33))]
    assert world.run(5_000) == []
    assert next(answers, None) is None


def test_trap_7_two_readings_are() -> None:
    world = bench(says("80 01 07 33 B5"))
    world.run(1_000)
    answers = iter([0x06, 0x06, 0x07, 0x07])
    world.line.script = lambda said: [(10, frame(0x80, 1, next(answers, 0x07), 0x33))]
    assert world.run(5_000) == [events.DoorOpened(1), events.DoorClosed(1)]


def test_trap_7_a_latch_that_moved_for_the_pulse_alone_is_no_open_door() -> None:
    world = bench(says("80 01 07 33 B5", "8A 01 01 00 8A"))
    world.run(1_000)
    world.perform(Unlock(1, 3))
    assert world.run(5_000) == [events.UnlockDone(1, 3)]
