"""The site's file that commissioning writes is one that the terminal reads, whatever was found."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.commissioning import answers, site_text
from drivers.commissioning.findings import (
    DEAD,
    GOOD,
    INVERTED,
    LATCH_ONLY,
    SHARED,
    SWAPPED,
    UNCLEAR,
    BoardSeen,
    DoorFound,
    LineSeen,
    Trouble,
)
from drivers.commissioning.line_commands import spans
from drivers.commissioning.sensors import mark_inverted, polarity
from drivers.commissioning.site_text import Bus, Place
from terminal.config import Site
from terminal.sizes import NAMES

USABLE = (GOOD, LATCH_ONLY, DEAD)
LEFT_OUT = (SWAPPED, UNCLEAR, SHARED)
PLACE = Place("riga-017", "Rīga", ("+371 1",))
BUS = Bus("bcc8a", "/dev/ttyUSB0")

lines = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30)


@st.composite
def some_doors(draw: st.DrawFn) -> list[DoorFound]:
    count = draw(st.integers(1, 20))
    numbers = draw(st.permutations(range(1, count + 1)))
    found = []
    for channel, number in enumerate(numbers, 1):
        sensor = draw(st.sampled_from(USABLE + LEFT_OUT)) if channel > 1 else GOOD
        level = draw(st.booleans()) if sensor in (GOOD, LATCH_ONLY) else None
        others = ((1, 40),) if sensor == SWAPPED else ()
        size = draw(st.sampled_from(NAMES))
        found.append(DoorFound(number, size, 1, channel, sensor, level, others))
    return found


@given(
    some_doors(), st.builds(Place, st.just("a"), lines.filter(site_text.is_line),
                            st.lists(lines, min_size=1, max_size=3).map(tuple)),
    lines, st.sampled_from([0, 9600, 115200]), st.data(),
)  # fmt: skip
def test_what_was_found_is_what_the_terminal_reads(
    doors: list[DoorFound], place: Place, port: str, baud: int, data: Any
) -> None:
    feedback = polarity(doors)
    mark_inverted(doors, feedback)
    usable = {door.compartment: door for door in doors if door.is_usable}
    first = data.draw(st.integers(1, len(usable)))
    columns = [first, len(usable) - first] if first < len(usable) else [first]
    text = site_text.site_text(place, Bus("bcc8a", port, baud), doors, feedback, columns)
    site = Site(tomllib.loads(text))
    (bus,) = site.buses
    assert (bus.port, bus.baud, bus.feedback) == (port, baud or 9600, feedback)
    assert site.value("terminal", "place") == place.place
    assert tuple(site.value("operator", "phones")) == place.phones
    assert [len(column) for column in site.columns] == columns
    assert {d.compartment: (d.size, d.board, d.channel) for d in site.doors} == {
        number: (door.size, door.board, door.channel) for number, door in usable.items()
    }
    for number, door in usable.items():
        is_closing = (feedback == "door_closing") is (number not in bus.inverted)
        assert door.shut_level in (None, is_closing)
        assert (number in bus.latch_only) is (door.sensor == LATCH_ONLY)
    for door in doors:
        assert door.is_usable or f"sensor is {door.sensor}: [{door.compartment}, " in text


def test_a_line_is_added_to_a_file_that_is_there() -> None:
    doors = [DoorFound(1, "S", 1, 1, GOOD, True)]
    more = [DoorFound(2, "M", 0, 1, GOOD, False)]
    text = site_text.site_text(PLACE, BUS, doors, "door_closing", [1])
    text += "\n" + site_text.bus_text(Bus("cu16", "x", 0, "b"), more, "door_opening", [1])
    site = Site(tomllib.loads(text))
    assert [bus.name for bus in site.buses] == ["", "b"]
    assert [(d.compartment, d.bus, d.board, d.channel) for d in site.doors] == [
        (1, "", 1, 1), (2, "b", 0, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "count", "columns"),
    [("", 4, (4,)), ("1 3", 4, (1, 3)), ("2,2", 4, (2, 2)), ("4", 4, (4,)), ("5", 4, None),
     ("0 4", 4, None), ("-1 5", 4, None), ("a", 4, None), ("1 1", 4, None), (" ", 1, (1,))],
)  # fmt: skip
def test_columns_must_hold_all_doors(
    answer: str, count: int, columns: tuple[int, ...] | None
) -> None:
    assert site_text.column_counts(answer, count) == columns


def test_an_id_that_cannot_stand_in_a_topic_is_refused() -> None:
    assert site_text.is_id("riga-017_B")
    for name in ("", "rīga", "a/b", "a b", "x" * 65, "+", "#"):
        assert not site_text.is_id(name)
        with pytest.raises(Exception, match="id in"):
            Site(tomllib.loads(site_text.site_text(
                PLACE._replace(id=name), BUS, [DoorFound(1, "S", 1, 1, GOOD, True)],
                "door_closing", [1],
            )))  # fmt: skip


def test_what_cannot_be_seen_is_not_written() -> None:
    for text in ("", "  ", "a\nb", "\x07", "a\x7f"):
        assert not site_text.is_line(text)
    assert site_text.is_line('Brīvības iela 1 "A" \\')


# -- answers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "word", "numbers"),
    [("", "", ()), ("0", "", ()), ("none", "", ()), ("NO", "", ()), ("again", "again", ()),
     ("Rest ", "rest", ()), ("5", "", (5,)), (" 5 17", "", (5, 17)), ("5,17", "", (5, 17)),
     ("999", "", (999,))],
)  # fmt: skip
def test_an_answer_about_doors_is_understood(
    answer: str, word: str, numbers: tuple[int, ...]
) -> None:
    assert answers.doors(answer) == answers.Doors(True, word, numbers)


@given(st.text(max_size=8))
def test_no_answer_becomes_a_door_that_was_not_typed(answer: str) -> None:
    told = answers.doors(answer)
    for number in told.numbers:
        assert 1 <= number <= 999
        assert any(number == int(word) for word in answer.replace(",", " ").split())


def test_a_size_is_a_name_or_the_usual_one() -> None:
    assert answers.size(" xs ", "M") == "XS"
    assert answers.size("", "M") == "M"
    assert answers.size("XXL", "M") == ""


# -- troubles -----------------------------------------------------------------------------


def every_trouble() -> list[Trouble]:
    boards = [
        BoardSeen(1, 6, 6, double=1), BoardSeen(2, 6, 4, spoilt=2), BoardSeen(3, 6, 5),
        BoardSeen(4, 6, 0, refusal="it does not tell (exception 1): use another"),
        BoardSeen(5, 6, 6, setting="it is wrong: very; mend it"),
        BoardSeen(6, 6, 6, setting="it says nothing of use"),
    ]  # fmt: skip
    found = LineSeen((1,), boards, None, babble=3, strays=1).troubles()
    found += LineSeen((1,)).troubles() + LineSeen((1,), has_echo=True).troubles()
    for sensor in (*LEFT_OUT, DEAD):
        for others in ((), ((1, 2),), ((1, 2), (2, 3))):
            door = DoorFound(5, "S", 1, 5, sensor, None, others)
            if sensor == SWAPPED and not others:
                continue
            found += [trouble for trouble in [answers.trouble_of(door)] if trouble]
    found += [
        answers.unopened((1, 2), [(1, 3)]), answers.several((1, 2), [3, 4]),
        answers.opened_again((1, 2), 3),
    ]  # fmt: skip
    return found


def test_every_trouble_says_what_why_and_what_to_do_next() -> None:
    found = every_trouble()
    assert len(found) > 15
    for trouble in found:
        assert all(part.strip() == part and part for part in trouble), trouble
        assert trouble.sentence().count(trouble.next) == 1
        assert set(trouble.as_object()) == {"where", "what", "why", "next"}


def test_doors_that_are_well_are_no_trouble() -> None:
    for sensor in (GOOD, INVERTED, LATCH_ONLY):
        assert answers.trouble_of(DoorFound(1, "S", 1, 1, sensor, True)) is None


@given(st.sets(st.integers(1, 60)))
def test_spans_name_every_number_once(numbers: set[int]) -> None:
    found: set[int] = set()
    for part in [] if not numbers else spans(numbers).split(", "):
        first, _, last = part.partition("-")
        run = set(range(int(first), int(last or first) + 1))
        assert not run & found
        found |= run
    assert found == numbers
    assert spans([]) == "-"
