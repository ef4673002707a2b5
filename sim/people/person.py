"""A person at a simulated terminal: looks every second or so, and does one thing.

What somebody does depends on what they see now, never on what the program should have
done, so that a person copes with power cuts, jams and wrong screens as people do.  The
visit ends when the person has gone; whoever waits for the terminal watches `is_gone`.
"""

from collections.abc import Callable, Sequence

from sim.kiosk import Kiosk
from sim.luck import Stream


class Person:
    """One body with two hands before one terminal."""

    patience = 120  # looks; people do not stand there for ever
    key_ms = (150, 450)  # from one key to the next
    look_ms = (600, 2500)  # from one look to the next

    def __init__(
        self, kiosk: Kiosk, luck: Stream, on_gone: Callable[[], None] | None = None
    ) -> None:
        self.kiosk, self.luck = kiosk, luck
        self.cabinet = kiosk.cabinet
        self.hands: list[str] = []
        self.is_gone = False
        self.typing: list[str] = []
        self.uses_keypad = luck.chance(300)
        self._away_ms = 0
        self._on_gone = on_gone
        kiosk.world.later(luck.between(200, 1500), self._look)

    def look(self) -> None:
        """Do one thing about what is seen now."""
        raise NotImplementedError

    @property
    def claims(self) -> tuple[str, ...] | None:
        """The parcels that this person may be let at; None where that is not known."""
        return ()

    def when_gone(self, act: Callable[[], None]) -> None:
        """What to do once this person has left."""
        self._on_gone = act

    def go(self) -> None:
        """Leave for good."""
        if not self.is_gone:
            self.is_gone = True
            if self._on_gone is not None:
                self._on_gone()

    def press(self, key: str) -> bool:
        """Touch a key if it is on the glass."""
        return self.kiosk.press(key)

    def key(self, name: str) -> None:
        """Press a key of the keypad below the glass, which is always there."""
        self.kiosk.display.type(name)
        self.kiosk.wake()

    def type(self, keys: Sequence[str]) -> None:
        """Press keys at a person's speed, one look each."""
        self.typing = list(keys)

    def wait(self, low_s: int, high_s: int) -> None:
        """Do nothing for a while: on the phone, at the van, in thoughts."""
        self._away_ms = self.luck.between(low_s * 1000, high_s * 1000)

    def shut(self, compartment: int) -> None:
        """Push a door shut, now and then too hard."""
        now_ms = self.kiosk.world.now_ms
        if self.luck.chance(60):
            self.cabinet.slam(compartment, now_ms)
        else:
            self.cabinet.push_shut(compartment, now_ms)

    def shown(self) -> int:
        """The first door that the screen speaks of, else 0."""
        return (self.kiosk.doors_shown() or (0,))[0]

    def shown_open(self) -> int:
        """The door that the screen speaks of, if it stands open; else 0."""
        for compartment in self.kiosk.doors_shown():
            if self.cabinet.is_open(compartment):
                return compartment
        return 0

    def _look(self) -> None:
        if self.is_gone:
            return
        self.patience -= 1
        if self.patience < 0:
            self.go()
        elif self.typing:
            self._next_key(self.typing.pop(0))
            # After the last key people look at what comes of it before they do anything else.
            pause_ms = self.key_ms if self.typing else self.look_ms
            self.kiosk.world.later(self.luck.between(*pause_ms), self._look)
        else:
            self.look()
            away_ms, self._away_ms = self._away_ms, 0
            self.kiosk.world.later(away_ms + self.luck.between(*self.look_ms), self._look)

    def _next_key(self, name: str) -> None:
        if self.uses_keypad:
            self.key(name)
        else:
            self.press(name)
