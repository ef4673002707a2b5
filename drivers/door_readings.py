"""One door as its feedback shows it: readings in, facts out.

Which wire that is, and when it is read, is not known here.  The idea needed to read it: one
reading is nothing.  A contact bounces and a frame may lie, so a door has changed when two
readings in a row say so (or three, where they follow each other faster than a contact comes
to rest); and a door that is not read for a while is silent, not shut.
"""

from terminal import events
from terminal.record import Record

# What closes the contact (high) is wiring and has to be tried at commissioning: the makers'
# own texts contradict themselves.
# A contact that feels the latch tells nothing of the door: whatever it says, the door is never
# told to be open, and the core knows from the site's file that it cannot be seen.
IS_OPEN_WHEN_HIGH = {"door_closing": False, "door_opening": True, "latch": None}

SILENT_AFTER = 3  # answers in a row that do not tell a door's level


class Door:
    """The door of one compartment and its last readings.

    board, lock: where its feedback is read, for whoever does.  readings: how many in a row
    make it certain.
    """

    __slots__ = ("agreeing", "board", "compartment", "doubt", "is_open", "is_open_when_high",
                 "is_silent", "lock", "readings", "unread")  # fmt: skip

    def __init__(
        self, compartment: int, board: int, lock: int, feedback: str, readings: int = 2
    ) -> None:
        self.compartment = compartment
        self.board = board
        self.lock = lock
        self.is_open_when_high = IS_OPEN_WHEN_HIGH[feedback]
        self.readings = readings
        self.forget()

    def forget(self) -> None:
        self.is_open: bool | None = None  # as told; None: nothing was told since silence
        self.doubt: bool | None = None  # the last reading, if it differs
        self.agreeing = 0  # how many in a row differed so
        self.unread = 0
        self.is_silent = False

    @property
    def is_settled(self) -> bool:
        """Nothing is to be expected of the next reading."""
        is_known = self.is_silent if self.is_open is None else not self.unread
        return is_known and self.doubt is None

    def read(self, level: bool) -> Record | None:
        """Take a reading; returns what it has made certain."""
        is_open = level is self.is_open_when_high
        self.unread = 0
        if is_open is self.is_open:
            self.doubt = None
            return None
        if is_open is not self.doubt:
            self.doubt, self.agreeing = is_open, 1
            return None
        self.agreeing += 1
        if self.agreeing < self.readings:
            return None
        was_told = self.is_open is not None
        self.is_open, self.doubt, self.is_silent = is_open, None, False
        if not was_told:
            return events.DoorSeen(self.compartment, is_open)
        changed = events.DoorOpened if is_open else events.DoorClosed
        return changed(self.compartment)

    def miss(self) -> Record | None:
        """Its board has answered and not told its level."""
        self.doubt = None
        self.unread += 1
        return self.silence() if self.unread >= SILENT_AFTER else None

    def silence(self) -> Record | None:
        """It can no longer be read; told once."""
        if self.is_silent:
            return None
        self.forget()
        self.is_silent = True
        return events.DoorSilent(self.compartment)
