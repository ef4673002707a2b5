"""One door's readings by themselves; whole boards with them are in the traps and the contract."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.door_readings import Door
from terminal import events


@given(st.lists(st.booleans(), min_size=2, max_size=40))
def test_a_contact_that_feels_the_latch_never_tells_an_open_door(levels: list[bool]) -> None:
    door = Door(7, 1, 7, "latch")
    told = [fact for level in levels if (fact := door.read(level)) is not None]
    assert told == [events.DoorSeen(7, False)]
