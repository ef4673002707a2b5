"""What a newcomer may do next: the first story, step by step, ticked off by what really happens.

It moves nothing and hides nothing; whoever knows the bench leaves it alone.  The one idea: a
step is done when the world shows it (a screen on the glass, a parcel behind a door, the
server's word), never because something was clicked; and a step that cannot be mistaken for
another also ticks off those before it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from sim.bench import scene
from sim.central.views import Shipment

if TYPE_CHECKING:
    from sim.bench.bench import Bench


class Step(NamedTuple):
    """`is_plain`: it cannot be mistaken, so everything before it must have happened too."""

    title: str
    hint: str
    is_done: Callable[["Guide"], bool]
    is_plain: bool = False


class Guide:
    """Where one is in the first story.  `begin` starts it over."""

    def __init__(self, bench: "Bench") -> None:
        self._bench = bench
        self.begin()

    def begin(self) -> None:
        """From the badge again, with the next parcel."""
        self.at = 0
        self.parcel = ""
        self.has_read = False
        self._known = {row.shipment for row in self._ended()}

    def look(self) -> None:
        """Tick off what has happened."""
        for place in range(self.at, len(STEPS)):
            step = STEPS[place]
            if (place == self.at or step.is_plain) and step.is_done(self):
                self.at = place + 1

    def read(self) -> None:
        """Somebody looked at the message with the code."""
        self.has_read = True

    # -- what the steps look at ---------------------------------------------------------------

    @property
    def screen(self) -> str:
        return self._bench.stand.glass.screen

    @property
    def place(self) -> int:
        """Where the story's parcel lies, 0 while nowhere."""
        return self._bench.stand.where_is(self.parcel) if self.parcel else 0

    def has_put_in(self) -> bool:
        """The first parcel that lies behind an open door is the one that the story is about."""
        stand = self._bench.stand
        for number in stand.open_doors():
            for parcel in stand.cabinet.contents(number):
                if not self.parcel and self.screen in ("PutIn", "Opening"):
                    self.parcel = parcel
        return self.place > 0

    def is_shut_in(self) -> bool:
        place = self.place
        return place > 0 and not self._bench.stand.cabinet.is_open(place)

    def has_open_door(self) -> bool:
        return bool(self._bench.stand.open_doors())

    def is_at_code(self) -> bool:
        return self.is_shut_in() and self.screen in ("Welcome", "Taken", "AskPhone", "Checking")

    def is_taking(self) -> bool:
        """Whoever takes a parcel out is the recipient of the story from now on."""
        stand = self._bench.stand
        if self.screen in ("TakeOut", "TakeUnseen"):
            for number in stand.open_doors():
                self.parcel = next(iter(stand.cabinet.contents(number)), self.parcel)
        return self.place > 0 and self.screen in ("TakeOut", "TakeUnseen", "Stuck")

    def has_taken(self) -> bool:
        return self.parcel != "" and self.at >= TYPED and self.place == 0

    def is_closed(self) -> bool:
        return self.has_taken() and self.screen in ("Taken", "Welcome")

    def is_delivered(self) -> bool:
        return self.parcel in {row.shipment for row in self._ended()} - self._known

    def _ended(self) -> list[Shipment]:
        shipments = self._bench.office.central.view.shipments()
        return [row for row in shipments if row.state == "delivered"]


STEPS = (
    Step("Scan the badge", "You are the courier. Click the badge in “In your hands”.",
         lambda guide: guide.screen in ("AskPin", "Run")),
    Step("Type the PIN", f"On the terminal’s glass, with the mouse or the keyboard: {scene.PIN}.",
         lambda guide: guide.screen == "Run"),
    Step("Scan a parcel", "Click a parcel in “In your hands”. The terminal chooses a door for it.",
         lambda guide: guide.screen == "PutIn" and guide.has_open_door()),
    Step("Put it in", "The door that swung open is lit. Click “put in” behind it.",
         lambda guide: guide.has_put_in(), is_plain=True),
    Step("Close the door", "Click the open door. Closing is all: no key has to be touched.",
         lambda guide: guide.is_shut_in() and guide.screen == "Run"),
    Step("Finish the run", "Touch Finish on the glass, or scan the badge once more.",
         lambda guide: guide.is_at_code()),
    Step("Read the message", "Now you are the recipient. Click the code on the phone.",
         lambda guide: guide.has_read),
    Step("Type the code", "Touch its six digits on the glass, or type them.",
         lambda guide: guide.is_taking(), is_plain=True),
    Step("Take it out", "Click “take out” on the parcel behind the open door.",
         lambda guide: guide.has_taken()),
    Step("Close the door", "Click the open door.",
         lambda guide: guide.is_closed()),
    Step("Say you are done", "Touch Finish on the glass, or let a minute pass. The server then"
         " shows “delivered”.",
         lambda guide: guide.is_delivered()),
)  # fmt: skip
TYPED = 8  # steps that are done once the code was typed
AFTER = (
    "Now try what must not go wrong: cut the power while a door opens, jam a door, or cut the"
    " network and collect all the same."
)
