"""One line of lock boards at a simulated terminal: its cable, its boards, and when they stir.

Which makes there are is in `boards/`, which doors hang where in the site's file.  The one idea:
polls are most of a quiet day, so what is under way on the cable is looked at without asking.
"""

from collections.abc import Callable
from typing import Any

from sim.boards import Board, Chain
from sim.boards import cu16 as cu16_board
from sim.boards import waveshare as waveshare_board
from sim.boards.bcc8a import Bcc8a
from sim.boards.bcc8a_variant import Variant
from sim.boards.cu16 import Cu16
from sim.boards.supply import Supply
from sim.boards.waveshare import Waveshare
from sim.cabinet import Cabinet
from sim.line import Cable
from sim.luck import Luck
from sim.world import World
from terminal.config import Site
from terminal.wiring import Bus

FIRST_CHANNEL = 1


class LockSide:
    """The world's end of one [[bus]]."""

    def __init__(
        self, world: World, name: str, site: Site, bus: Bus, cabinet: Cabinet, supply: Supply,
        variant: Variant,
    ) -> None:  # fmt: skip
        self.bus = bus
        end = f" {bus.name}" if bus.name else ""
        luck = world.luck.stream(f"{name} cable{end}")
        self.cable = Cable(lambda: world.now_ms, luck, baud=bus.baud)
        self.boards = _boards(world.luck, name, site, bus, cabinet, supply, variant)
        self.said, self.heard = self.cable.far.arrivals, self.cable.host.arrivals
        self._chain = Chain(self.cable.far, self.boards)
        self.due_ms: int | None = None

    def hang(self, *more: Board) -> None:
        """What else hangs on the line beside the boards of the site, from now on."""
        self._chain = Chain(self.cable.far, [*self.boards, *more])

    def move(self, now_ms: int) -> None:
        """Let the boards do what is due."""
        said, due_ms = self.said, self.due_ms
        if (said and said[0][0] <= now_ms) or (due_ms is not None and due_ms <= now_ms):
            self._chain.advance(now_ms)
            self.due_ms = self._chain.wake_at_ms()

    def soonest(self, soonest_ms: int | None) -> int | None:
        """The next moment at which anything happens here, or `soonest_ms` if that is sooner."""
        due_ms = self.due_ms
        if due_ms is not None and (soonest_ms is None or due_ms < soonest_ms):
            soonest_ms = due_ms
        for arrivals in (self.said, self.heard):
            if arrivals and (soonest_ms is None or arrivals[0][0] < soonest_ms):
                soonest_ms = arrivals[0][0]
        return soonest_ms


def _boards(
    luck: Luck, name: str, site: Site, bus: Bus, cabinet: Cabinet, supply: Supply,
    variant: Variant,
) -> list[Any]:  # fmt: skip
    boards = []
    doors = [door for door in site.doors if door.bus == bus.name]
    for address in sorted({door.board for door in doors}):
        mine = [door for door in doors if door.board == address]
        ways: list[int | None] = [None] * _ways(bus, variant)
        for door in mine:
            ways[door.channel - FIRST_CHANNEL] = door.compartment
        stream = luck.stream(f"{name} board {bus.name}{address}")
        make = MAKES[bus.kind]
        boards.append(make(cabinet, stream, address, ways, supply, variant))
    return boards


def _ways(bus: Bus, variant: Variant) -> int:
    return {"cu16": cu16_board.WAYS, "waveshare": waveshare_board.RELAYS}.get(
        bus.kind, variant.ways
    )


MAKES: dict[str, Callable[..., Any]] = {
    "bcc8a": lambda cabinet, luck, address, ways, supply, variant: Bcc8a(
        cabinet, luck, address=address, compartments=ways, variant=variant, supply=supply),
    # The habits of a CU16 that are not proven are drawn, so that no life relies on one.
    "cu16": lambda cabinet, luck, address, ways, supply, variant: Cu16(
        cabinet, luck, address=address, compartments=ways, supply=supply,
        variant=cu16_board.Variant(
            answers_unlock=luck.chance(500), busy=luck.pick(("never", "pulse", "stuck")))),
    "waveshare": lambda cabinet, luck, address, ways, supply, variant: Waveshare(
        cabinet, luck, address=address, compartments=ways, supply=supply),
}  # fmt: skip
