"""What the sensor of a door is worth, judged from one opening of it.

Who opened what, and who looked, is in `guide.py`.  The one idea: levels at three moments decide,
with the door shut, standing open, and shut again, and what moved in between; so every case is a
row that a test can try.
"""

from typing import NamedTuple

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

Levels = dict[Channel, bool]


class Opening(NamedTuple):
    """One door was opened by a pulse and shut by hand.

    flickers: channels that changed at any moment between the pulse and the look at the open
    door.  held: channels that changed when the lock was pulsed again with the door held shut;
    None: that was not tried.
    """

    channel: Channel  # whose lock was pulsed
    before: Levels
    flickers: frozenset[Channel]
    open: Levels
    after: Levels
    held: frozenset[Channel] | None = None


class Verdict(NamedTuple):
    """sensor: one of findings' words but INVERTED; others: channels that moved in its place."""

    sensor: str
    shut_level: bool | None = None
    others: tuple[Channel, ...] = ()


def moved(opening: Opening) -> tuple[Channel, ...]:
    """The channels that stand otherwise with the door open than before, in order."""
    before, then = opening.before, opening.open
    return tuple(at for at in sorted(before) if then.get(at, before[at]) is not before[at])


def judge(opening: Opening) -> Verdict:
    """What this opening says about the sensor of the channel."""
    own, found = opening.channel, moved(opening)
    shut_level = opening.before.get(own)
    others = tuple(at for at in found if at != own)
    if own in found and not others:
        has_returned = opening.after.get(own) is shut_level
        return Verdict(GOOD, shut_level) if has_returned else Verdict(UNCLEAR)
    if others:
        return Verdict(SWAPPED if own not in found and len(others) == 1 else UNCLEAR, None, others)
    return _judge_unmoved(opening, shut_level)


def _judge_unmoved(opening: Opening, shut_level: bool | None) -> Verdict:
    """No sensor tells the open door from the shut one; did one feel the latch?"""
    felt = opening.flickers | (opening.held or frozenset())
    others = tuple(sorted(felt - {opening.channel}))
    if opening.channel in felt and not others:
        return Verdict(LATCH_ONLY, shut_level)
    if others:
        return Verdict(SWAPPED if len(others) == 1 and opening.channel not in felt else UNCLEAR,
                       None, others)  # fmt: skip
    return Verdict(DEAD)


def polarity(doors: "list[DoorFound]") -> str:
    """The feedback of most of these doors, as a site's file calls it."""
    levels = [door.shut_level for door in doors if door.shut_level is not None]
    return "door_closing" if 2 * levels.count(True) >= len(levels) else "door_opening"


def mark_inverted(doors: "list[DoorFound]", feedback: str) -> None:
    """Name those that are the other way round; one that feels the latch stays LATCH_ONLY."""
    for door in doors:
        if door.sensor == GOOD and is_inverted(door, feedback):
            door.sensor = INVERTED


def is_inverted(door: DoorFound, feedback: str) -> bool:
    """Does its level say open where those of most doors say shut?"""
    return door.shut_level is not None and door.shut_level is not (feedback == "door_closing")
