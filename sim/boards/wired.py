"""What every newer simulated board is made of: power, wires to doors, a voice.

A board of this house inherits it and adds only what its data sheet says: how it
hears frames, and what it does about them.  Ways are counted from 0 here, as on
the wire of both boards that use it.  Nothing here protects a coil or checks an
order: boards do what they are told.  The one idea: a board acts at once and
speaks a little later, by its agenda.
"""

from collections.abc import Callable, Iterable
from functools import partial

from sim.agenda import Agenda
from sim.boards.bcc8a_variant import DOOR_CLOSING, DOOR_OPENING
from sim.boards.supply import Supply
from sim.cabinet import Cabinet
from sim.luck import Stream

Say = Callable[[int], bytes]

_FOREVER_MS = 1 << 60


class WiredBoard:
    """A board with doors on its ways. What comes in is for `_hear` of the make."""

    def __init__(self, cabinet: Cabinet, luck: Stream, *, address: int, ways: int,
                 polarity: str, compartments: Iterable[int | None] | None,
                 supply: Supply | None) -> None:
        """`compartments` hang on the ways in that order; None leaves a way empty."""
        if polarity not in (DOOR_CLOSING, DOOR_OPENING):
            raise ValueError(f"polarity is {DOOR_CLOSING} or {DOOR_OPENING}, not {polarity}")
        wired = list(cabinet.compartments if compartments is None else compartments)
        if len(wired) > ways:
            raise ValueError(f"{len(wired)} doors do not fit on {ways} ways")
        self.address = address
        self._bought_with = address  # The supply knows it so, whatever address it is given.
        self.supply = supply or Supply()
        self.is_mute = False
        self.noise_permille = 0
        self._cabinet = cabinet
        self._luck = luck
        self._wired = {way: number for way, number in enumerate(wired) if number is not None}
        self._is_on = True
        self._current_until_ms: dict[int, int] = {}
        self._agenda = Agenda()
        self._saying: list[bytes] = []
        self._closes_with_door = polarity == DOOR_CLOSING
        self._circuits = -1
        self._high = 0

    # What the world does with it.

    def feed(self, data: bytes, now_ms: int) -> None:
        if self._is_on:
            self._hear(data, now_ms)

    def due(self, now_ms: int) -> list[bytes]:
        if self._agenda.is_due(now_ms):
            self._agenda.advance(now_ms)
        said, self._saying = self._saying, []
        return said

    def wake_at_ms(self) -> int | None:
        return self._agenda.wake_at_ms()

    def switch_off(self, now_ms: int) -> None:
        """Take its power: coils fall off, replies are lost, it hears nothing."""
        self._is_on = False
        self._agenda.clear()
        self._saying.clear()
        self._forget()
        for way in self._wired:
            self._release(way, now_ms)

    def switch_on(self, now_ms: int) -> None:
        """Give it power; it begins as it was bought."""
        self._is_on = True
        self._wake_up(now_ms)

    # What the make decides.

    def _hear(self, data: bytes, now_ms: int) -> None:
        """Take in bytes, whole frames or not."""
        raise NotImplementedError

    def _forget(self) -> None:
        """Lose what is kept in RAM only."""
        raise NotImplementedError

    def _wake_up(self, now_ms: int) -> None:
        """Do what it does by itself when power comes."""

    # Wires.

    def _give_current(self, way: int, pulse_ms: int | None, now_ms: int) -> None:
        """To the coil on that way, for `pulse_ms`; with None, until `_release`."""
        if way in self._wired:
            ends_at_ms = _FOREVER_MS if pulse_ms is None else now_ms + pulse_ms
            self._current_until_ms[way] = max(ends_at_ms, self._current_until_ms.get(way, 0))
            self.supply.load((self._bought_with, way), pulse_ms, now_ms)
            self._cabinet.energise(self._wired[way], pulse_ms, now_ms)

    def _release(self, way: int, now_ms: int) -> None:
        # What has no current any more is left alone: a bolt is not let go of twice.
        if self._current_until_ms.pop(way, 0) > now_ms:
            self.supply.unload((self._bought_with, way), now_ms)
            self._cabinet.de_energise(self._wired[way], now_ms)

    def _inputs(self, now_ms: int) -> int:
        """The inputs that are active, way 0 in bit 0; one without a wire never is."""
        circuits = self._cabinet.contacts(now_ms)
        if circuits != self._circuits:
            self._circuits = circuits
            self._high = sum(
                (bool(circuits >> number & 1) == self._closes_with_door) << way
                for way, number in self._wired.items())
        return self._high

    # The voice.

    def _reply(self, after_ms: tuple[int, int], say: Say, now_ms: int) -> None:
        """Say something after so long, between the two."""
        low_ms, high_ms = after_ms
        wait_ms = low_ms if low_ms == high_ms else self._luck.between(low_ms, high_ms)
        self._agenda.plan(now_ms + wait_ms, partial(self._say, say))

    def _say(self, say: Say, now_ms: int) -> None:
        frame = say(now_ms)
        if self.noise_permille and self._luck.chance(self.noise_permille):
            frame = bytes(self._luck.below(256)
                          for _ in range(self._luck.between(1, 4))) + frame
        if not self.is_mute:
            self._saying.append(frame)
