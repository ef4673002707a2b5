"""Simulated boards, crossed wires and a person who walks to the doors, in virtual time.

A `Wiring` says what an installer did wrong; the person answers what can be seen, and nothing else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from drivers.commissioning.guide import Ask
from drivers.commissioning.line_commands import Port
from drivers.commissioning.makes import MAKES
from sim.agenda import Agenda
from sim.boards import Board, Chain, bcc8a, cu16, waveshare
from sim.boards.bcc8a_variant import Variant
from sim.boards.supply import Supply
from sim.cabinet import Cabinet
from sim.line import Cable
from sim.luck import Luck

THINKS_MS = 3_000
HOLDS_MS = 30_000


class Wires:
    """A cabinet whose contacts are wired to other doors: {door: whose contact is on its wire}."""

    def __init__(self, cabinet: Cabinet, crossed: Mapping[int, int]) -> None:
        self._cabinet = cabinet
        self._crossed = crossed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cabinet, name)

    def contact(self, door: int, now_ms: int) -> bool:
        return bool(self.contacts(now_ms) >> door & 1)

    def contacts(self, now_ms: int) -> int:
        true = self._cabinet.contacts(now_ms)
        return sum(
            (true >> self._crossed.get(door, door) & 1) << door
            for door in self._cabinet.compartments
        )


@dataclass
class Wiring:
    """One board: which doors hang on its ways in their order (None: no lock), and its faults."""

    kind: str = "bcc8a"
    address: int = 1
    doors: Sequence[int | None] = (1, 2, 3, 4)
    ways: int = 8
    polarity: str = "door_closing"
    sensors: Mapping[int, str] = field(default_factory=dict)  # door -> a kind of sim/contact.py
    crossed: Mapping[int, int] = field(default_factory=dict)
    chosen: Mapping[str, object] = field(default_factory=dict)  # of the board's Variant


def _board(wiring: Wiring, wires: Any, supply: Supply) -> Board:
    luck = Luck(7).stream(f"board {wiring.address} {wiring.doors}")
    common: dict[str, Any] = {
        "address": wiring.address, "compartments": wiring.doors, "supply": supply,
    }  # fmt: skip
    if wiring.kind == "bcc8a":
        variant = Variant(ways=wiring.ways, polarity=wiring.polarity, **wiring.chosen)  # type: ignore[arg-type]
        return bcc8a.Bcc8a(wires, luck, variant=variant, **common)
    make: Any = cu16.Cu16 if wiring.kind == "cu16" else waveshare.Waveshare
    kind: Any = cu16.Variant if wiring.kind == "cu16" else waveshare.Variant
    return make(wires, luck, variant=kind(polarity=wiring.polarity, **wiring.chosen), **common)  # type: ignore[no-any-return]


class World:
    """Boards on one cable, and the clock of it all: `wait` is where time passes."""

    def __init__(self, *wirings: Wiring, has_echo: bool = False) -> None:
        self.now_ms = 1_000
        kind = wirings[0].kind if wirings else "bcc8a"
        self.make = MAKES[kind]
        self.supply = Supply()
        self.cabinet = Cabinet(
            sorted(door for wiring in wirings for door in wiring.doors if door is not None),
            Luck(7).stream("doors"),
        )
        self.cable = Cable(
            lambda: self.now_ms, Luck(7).stream("line"), baud=self.make.baud, has_echo=has_echo
        )
        self.boards: list[Any] = []
        self.said: list[bytes] = []
        for wiring in wirings:
            for door, sensor in wiring.sensors.items():
                self.cabinet.break_sensor(door, sensor)
            self.boards.append(
                _board(wiring, Wires(self.cabinet, wiring.crossed), self.supply)
            )
        self.chain = Chain(_Overheard(self.cable.far, self.said), self.boards)
        self.hands: Hands | None = None
        self.agenda = Agenda()  # what else happens

    def port(self) -> Port:
        return Port(self.cable.host, self, self.make, "/dev/ttyUSB0", self.make.baud)

    # As a clock.

    def monotonic_ms(self) -> int:
        return self.now_ms

    def wait(self, until_ms: int | None, filenos: Iterable[int]) -> list[int]:
        while True:
            self._advance()
            host = self.cable.host.arrivals
            is_heard = bool(host) and host[0][0] <= self.now_ms
            is_answered = self.hands is not None and self.hands.is_ready
            is_late = until_ms is not None and self.now_ms >= until_ms
            if is_late or is_heard or is_answered:
                return []
            wakes = [
                each.wake_at_ms()
                for each in (self.cable, self.chain, self.cabinet, self.agenda)
            ]
            wakes += [until_ms, None if self.hands is None else self.hands.at_ms]
            soonest = min([wake for wake in wakes if wake is not None])
            self.now_ms = max(self.now_ms + 1, soonest)

    def _advance(self) -> None:
        self.agenda.advance(self.now_ms)
        self.cabinet.advance(self.now_ms)
        self.chain.advance(self.now_ms)
        if self.hands is not None:
            self.hands.advance()


class Hands:
    """A person at the cabinet: does what is asked after a while, and answers what is to be seen."""

    def __init__(self, world: World, **answers: str | list[str]) -> None:
        """answers: to the questions of these names, in the place of what is to be seen."""
        self.asked: list[Ask] = []
        self.told: list[str] = []
        self.at_ms: int | None = None
        self.is_ready = False
        self.thinks_ms = THINKS_MS
        self.is_slack = False  # throws doors shut so that they come back, until told again
        self._is_done = False  # what was asked for, before it is answered
        self._world = world
        self._answers = {
            name.replace("_", " "): [told] if isinstance(told, str) else list(told)
            for name, told in answers.items()
        }
        world.hands = self

    def tell(self, text: str) -> None:
        self.told.append(text)

    def ask(self, ask: Ask) -> None:
        self.asked.append(ask)
        if ask.name == "hold":
            self._world.cabinet.lean(ask.door, self._world.now_ms + HOLDS_MS)
        if ask.name == "let go":
            self._world.cabinet.lean(ask.door, self._world.now_ms)
        self._is_done, self.at_ms = False, self._world.now_ms + self.thinks_ms

    def advance(self) -> None:
        if self.at_ms is None or self._world.now_ms < self.at_ms:
            return
        ask, cabinet = self.asked[-1], self._world.cabinet
        if not self._is_done and ask.name in ("shut", "let go") and cabinet.is_open(ask.door):
            is_slack = self.is_slack and "firmly" not in ask.text
            shut = cabinet.slam if is_slack else cabinet.push_shut
            shut(ask.door, self._world.now_ms)
            self._is_done, self.at_ms = True, self._world.now_ms + self.thinks_ms
        else:
            self.at_ms, self.is_ready = None, True

    def take(self) -> str | None:
        if not self.is_ready:
            return None
        self.is_ready = False
        return self._answer(self.asked[-1])

    def fileno(self) -> int | None:
        return None

    def _answer(self, ask: Ask) -> str:
        prepared = self._answers.get(ask.name)
        if prepared:
            answer = prepared.pop(0)
            if answer == "EOF":
                raise EOFError
            if answer != "look":
                return answer
        cabinet = self._world.cabinet
        if ask.name == "door":
            return " ".join(str(door) for door in cabinet.compartments if cabinet.is_open(door))
        return {
            "begin": "yes", "size": "S", "touched": "no", "id": "riga-017", "phones": "+371 1",
            "place": 'Brīvības iela 1 "A", Rīga',
            "still open": "yes" if ask.door and cabinet.is_open(ask.door) else "no",
        }.get(ask.name, "")  # fmt: skip


class _Overheard:
    """The far end of a line, and all that is heard there."""

    def __init__(self, end: Any, heard: list[bytes]) -> None:
        self._end, self._heard = end, heard
        self.write = end.write

    def read(self) -> bytes:
        data: bytes = self._end.read()
        if data:
            self._heard.append(data)
        return data
