"""The one loop: the same object on the machine in the street and in the simulator.

It polls the parts for facts, hands them to the Terminal, commits what was noted in one
transaction, and only then performs the other effects, in their order.  Facts that wait
go before deadlines, else a slow commit would turn an opened door into a jammed one.
If a commit fails, nothing of it is performed and the Terminal is rebuilt from the journal.
"""

from terminal import effects
from terminal import events as ev
from terminal.books import Books
from terminal.config import Site
from terminal.config_rules import ConfigError
from terminal.machine import Terminal
from terminal.part import JournalError, Part
from terminal.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence
    from typing import Protocol

    from terminal.wiring import Door

    class Journal(Protocol):
        """What the loop needs of sync's journal."""

        def replay(self) -> Iterable[tuple[Record, int, int]]: ...
        def commit(self, lines: Sequence[tuple[Record, int, int]]) -> None: ...
        def reopen(self) -> None: ...
        def idle(self, now_ms: int) -> None: ...

    class Clock(Protocol):
        """The time seam: monotonic milliseconds, and waiting."""

        def monotonic_ms(self) -> int: ...
        def wait(self, until_ms: int | None, filenos: Sequence[int]) -> list[int]: ...


PERFORMED = (effects.Show, effects.Sound, effects.AskServer, effects.AskIdentity,
             effects.CancelIdentity, effects.Report)  # fmt: skip
# Only where there is a card reader; the core orders none of them before one has reported.
PAYMENT = (effects.Charge, effects.AnswerGoods, effects.DropCharge, effects.CheckSale,
           effects.ReverseSale, effects.CloseDay)  # fmt: skip
OPTIONAL = PAYMENT + (effects.ExportBundle,)  # offered only where a part performs it
ROUNDS_MAX = 100  # a part that never stops reporting must not starve the others
MEND_MS = 5000
IDLE_MS = 2000


class Runtime:
    """One terminal with its parts.  `start` once, then `turn` whenever something may be due."""

    def __init__(
        self, site: Site, key: bytes, journal: "Journal", parts: "Sequence[Part]", clock: "Clock"
    ) -> None:
        self.site, self.journal, self.parts, self.clock = site, journal, tuple(parts), clock
        self.on_turn: "Callable[[Record, list[Record]], None] | None" = None  # for traces
        self._key = key
        self._performers = self._match_performers()
        self._locks = self._match_locks()
        self._mend_at_ms: "int | None" = None
        self._idle_at_ms: "int | None" = None
        self._wakes: "list[int | None]" = [0 for part in self.parts]
        self._terminal_wake_ms: "int | None" = None
        self.terminal = self._new_terminal(Books(site.sizes()))

    def _match_performers(self) -> "dict[type[Record], Part]":
        performers: "dict[type[Record], Part]" = {}
        for kind in PERFORMED + OPTIONAL:
            able = [part for part in self.parts if kind in part.performs]
            if kind in OPTIONAL and not able:
                continue
            if len(able) != 1:
                raise ConfigError("%d parts perform %s, and exactly one must"
                                  % (len(able), kind.__name__))  # fmt: skip
            performers[kind] = able[0]
        return performers

    def _match_locks(self) -> "dict[int, Part]":
        """Each door has its own part: boards on several lines, relays, or all of them."""
        locks: "dict[int, Part]" = {}
        for part in self.parts:
            if effects.Unlock in part.performs:
                for number in part.compartments:
                    if number in locks:
                        raise ConfigError("two parts have a lock for compartment %d" % number)
                    locks[number] = part
        for number, _size in self.site.sizes():
            if number not in locks:
                raise ConfigError("no part has a lock for compartment %d" % number)
        return locks

    @property
    def is_broken(self) -> bool:
        """Whether the journal cannot be used, so that the terminal is out of service."""
        return self._mend_at_ms is not None

    def start(self) -> None:
        """Rebuild the terminal from the journal and let it say so."""
        try:
            self._boot()
        except JournalError as error:
            self._break(str(error))

    def turn(self, ready: "Container[Part] | None" = None) -> "int | None":
        """Handle all that waits; returns when to turn again at the latest, None for no limit.

        `ready` are the parts that have something to read; None means perhaps all of them.
        """
        self._mend_if_due()
        for _round in range(ROUNDS_MAX):
            now_ms = self.clock.monotonic_ms()
            facts = self._poll(now_ms, self.parts if ready is None else ready)
            if not facts and self._is_due(now_ms):
                facts = [ev.TimePassed()]
            if not facts:
                break
            self._take(facts, now_ms)
            ready = ()
        return self._wake_at_ms()

    def run(self, is_over: "Callable[[], bool]") -> None:
        """Turn until told to stop: the main loop of the real machine."""
        self.start()
        ready: "Container[Part] | None" = None
        while not is_over():
            wake_at_ms = self.turn(ready)
            by_fileno = {part.fileno(): part for part in self.parts}
            by_fileno.pop(None, None)
            readable = self.clock.wait(wake_at_ms, [n for n in by_fileno if n is not None])
            ready = [by_fileno[number] for number in readable]

    def close(self) -> None:
        """Give back every device."""
        for part in self.parts:
            part.close()

    # -- one round ------------------------------------------------------------------------

    def _poll(self, now_ms: int, ready: "Container[Part]") -> "list[Record]":
        """Ask the parts that have something to read and those whose time has come."""
        facts: "list[Record]" = []
        wakes = self._wakes
        for index, part in enumerate(self.parts):
            wake_ms = wakes[index]
            if (wake_ms is not None and wake_ms <= now_ms) or part in ready:
                facts += part.poll(now_ms)
                wakes[index] = part.wake_at_ms()
        return facts

    def _is_due(self, now_ms: int) -> bool:
        due_ms = self._terminal_wake_ms
        return due_ms is not None and due_ms <= now_ms and not self.is_broken

    def _take(self, facts: "list[Record]", now_ms: int) -> None:
        if self.is_broken:
            return  # what the parts see is asked for again when the journal is back
        turns = []
        for fact in facts:
            done = self.terminal.handle(fact, now_ms)
            turns.append(done)
            if self.on_turn is not None:
                self.on_turn(fact, done)
        ordered = [effect for done in turns for effect in done]
        lines = [(e.entry, e.up_ms, e.wall_s) for e in ordered if isinstance(e, effects.Journal)]
        try:
            if lines:
                self.journal.commit(lines)
                self._idle_at_ms = now_ms + IDLE_MS
        except JournalError as error:
            self._break(str(error))
            return
        self._perform([e for e in ordered if not isinstance(e, effects.Journal)], now_ms)

    def _perform(self, ordered: "list[Record]", now_ms: int) -> None:
        for effect in ordered:
            if isinstance(effect, effects.Unlock):
                self._locks[effect.compartment].perform(effect, now_ms)
            else:
                self._performers[type(effect)].perform(effect, now_ms)
        # What was committed or performed may have given any part something to do.
        self._wakes = [part.wake_at_ms() for part in self.parts]
        self._terminal_wake_ms = self.terminal.wake_at_ms()

    def _wake_at_ms(self) -> "int | None":
        wake_ms = None if self.is_broken else self._terminal_wake_ms
        for other_ms in (self._mend_at_ms, self._idle_at_ms):
            if other_ms is not None and (wake_ms is None or other_ms < wake_ms):
                wake_ms = other_ms
        for other_ms in self._wakes:
            if other_ms is not None and (wake_ms is None or other_ms < wake_ms):
                wake_ms = other_ms
        return wake_ms

    # -- lives ----------------------------------------------------------------------------

    def _new_terminal(self, books: Books) -> Terminal:
        epoch = self.site.value("terminal", "key_epoch")
        outdoor = self.site.value("terminal", "outdoor")
        made = Terminal(books, self._key, epoch, outdoor, self.clock.monotonic_ms())
        made.condition.parts = tuple([part.name for part in self.parts])
        made.condition.boards = boards_of(self.site)
        made.condition.latch_only = latch_only_of(self.site)
        made.condition.exports = ("usb",) if effects.ExportBundle in self._performers else ()
        return made

    def _boot(self) -> None:
        books = Books(self.site.sizes())
        for entry, up_ms, wall_s in self.journal.replay():
            books.apply(entry, up_ms, wall_s)
        if books.is_unreadable:
            raise ConfigError(
                "the journal was written by another version of this software, which keeps its"
                " checkpoints in another form; start that version, or a newer one"
            )
        if books.strangers:
            raise ConfigError(
                "the journal knows compartment %d, which the site's file does not; put it back"
                " into [[column]], or move the journal away after a stocktake" % books.strangers[0]
            )
        self.terminal = self._new_terminal(books)
        self._mend_at_ms = None
        for part in self.parts:
            part.restart()
        self._take([ev.Booted()], self.clock.monotonic_ms())

    def _break(self, why: str) -> None:
        # Memory is ahead of the disk: this Terminal may say one more thing and then go.
        now_ms = self.clock.monotonic_ms()
        last_words = self.terminal.handle(ev.JournalFailed(why), now_ms)
        self._perform([e for e in last_words if isinstance(e, effects.Show)], now_ms)
        self._mend_at_ms, self._idle_at_ms = now_ms + MEND_MS, None

    def _mend_if_due(self) -> None:
        if self._mend_at_ms is None and self._idle_at_ms is None:
            return
        now_ms = self.clock.monotonic_ms()
        if self._mend_at_ms is not None:
            if now_ms >= self._mend_at_ms:
                self._mend()
        elif self._idle_at_ms is not None and now_ms >= self._idle_at_ms:
            self._idle_at_ms = None
            self._keep_house(now_ms)

    def _mend(self) -> None:
        try:
            self.journal.reopen()
            self._boot()
        except JournalError as error:
            self._break(str(error))

    def _keep_house(self, now_ms: int) -> None:
        try:
            self.journal.idle(now_ms)
        except JournalError as error:
            self._break(str(error))


def boards_of(site: Site) -> "tuple[tuple[str, tuple[int, ...]], ...]":
    """((BUS/BOARD, or BOARD where the bus has no name; its compartments), ...)."""
    found: "list[tuple[str, tuple[int, ...]]]" = []
    pins = [bus.name for bus in site.buses if bus.kind == "gpio"]
    for name in sorted({_board(door, pins) for door in site.doors}):
        on_it = [door.compartment for door in site.doors if _board(door, pins) == name]
        found.append((name, tuple(sorted(on_it))))
    return tuple(found)


def latch_only_of(site: Site) -> "tuple[int, ...]":
    """The compartments whose sensors feel the latch."""
    return tuple(sorted([number for bus in site.buses for number in bus.latch_only]))


def _board(door: "Door", pins: "list[str]") -> str:
    # Relays on pins have no boards: what is replaced there is all of them.
    if door.bus in pins:
        return door.bus or "relays"
    return "%s/%d" % (door.bus, door.board) if door.bus else "%d" % door.board
