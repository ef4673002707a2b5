"""SIGKILL at two hundred random moments of real visits: nothing lost, nothing twice, no wrong door.

The shipped program runs as a process on real ptys with real SQLite and a real Mosquitto, which is
killed now and then too.  After every kill the journal's file is read as it was left.  The one
idea: what was committed is known from the files alone, what was done from the coils of the
simulated cabinet alone, and both are compared with each other and with the server's database.
"""

import json
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from drivers.clock import Clock
from sim import sites
from sim.bench.loop import Loop
from sim.bench.office import Office
from sim.bench.stand import JOURNAL, Stand
from sim.boards.bcc8a_variant import Variant
from sim.luck import Luck, Stream
from tests.sim.hurried_people import BADGE, PIN, People

SEED = 20261120
KILLS, STANDS = 200, 6
BROKER_TOO_PERMILLE = 60
# From the first picture on: long enough for a visit or two, so that every moment of them is hit.
LIFE_MS = 2600
QUIET_MS, DRAIN_MS = 2000, 60_000
# Most die at any moment; some as soon as a coil has current or a picture is new, because what
# must have been written down before that is written only a moment before.
ANY, PULSE, PICTURE = "any", "pulse", "picture"
MOMENTS = (ANY, ANY, ANY, PULSE, PICTURE)
PICTURES = 4
# The middle of both visits: some of the kills must have come there.
MIDDLES = {"Opening", "PutIn", "TakeOut"}
QUICK = Variant(open_reply_ms=(40, 120))


class Line(NamedTuple):
    """An entry as it stands in the journal's file."""

    seq: int
    up_ms: int
    wall_s: int
    kind: str
    public: dict[str, Any]
    head: bytes


def read_lines(path: Path, after: int = 0) -> list[Line]:
    """The journal of a program that does not run; read from a copy, to change nothing."""
    with tempfile.TemporaryDirectory() as folder:
        for tail in ("", "-wal"):
            if Path(f"{path}{tail}").exists():
                shutil.copy(f"{path}{tail}", folder)
        db = sqlite3.connect(Path(folder) / path.name)
        rows = db.execute(
            "SELECT seq, up_ms, wall_s, kind, public, head FROM entries WHERE seq > ? ORDER BY seq",
            (after,),
        ).fetchall()
        db.close()
    return [line_of(row) for row in rows]


def line_of(row: Sequence[Any]) -> Line:
    seq, up_ms, wall_s, kind, public, head = row
    return Line(seq, up_ms, wall_s, kind, json.loads(public), head)


class Life:
    """One terminal that is killed again and again, and what each of its lives left behind."""

    def __init__(self, stand: Stand, people: People, luck: Stream) -> None:
        self.stand, self.people = stand, people
        self.lines: list[Line] = []  # all that was ever found committed
        self.kills = 0
        self._luck = luck
        self._dies_at_ms: int | None = None
        self._dies_at = ""
        self._pulses = 0
        self._stored, self._quiet_since_ms = 0, 0

    def begin(self, now_ms: int) -> None:
        self.people.forget()
        self.stand.power_on(now_ms)
        self._dies_at_ms = None
        self._dies_at = self._luck.pick(MOMENTS)

    def is_due(self, now_ms: int) -> bool:
        """Whether this is the moment; drawn when the first picture was seen."""
        screen = self.stand.glass.screen
        if self._dies_at_ms is None and screen not in ("", "OutOfService"):
            self._dies_at_ms = now_ms + self._luck.below(LIFE_MS)
        if self._dies_at == PULSE and self._count_pulses() > self._pulses:
            return True
        if self._dies_at == PICTURE and self.stand.glass.number == PICTURES:
            return True
        return self._dies_at_ms is not None and now_ms >= self._dies_at_ms

    def _count_pulses(self) -> int:
        cabinet = self.stand.cabinet
        return sum(len(cabinet.pulses(door)) for door in cabinet.compartments)

    def wake_at_ms(self) -> int:
        times = [self.people.wake_at_ms(), self._dies_at_ms]
        return min(at_ms for at_ms in times if at_ms is not None)

    def end(self, now_ms: int) -> None:
        self.stand.kill(now_ms)
        self.kills += 1
        self.check()

    def is_quiet(self, stored: int, now_ms: int) -> bool:
        """Nobody is here, and the server has heard nothing new for a while."""
        if stored != self._stored or not self.people.is_quiet:
            self._stored, self._quiet_since_ms = stored, now_ms
        return now_ms >= self._quiet_since_ms + QUIET_MS

    def stop(self) -> int:
        """End it as a service would; how many entries there are."""
        self.stand.program.end()
        self.check()
        return len(self.lines)

    def check(self) -> None:
        """What this life committed, against what the coils were given."""
        last = self.lines[-1] if self.lines else None
        found = read_lines(self.stand.folder / JOURNAL, last.seq - 1 if last else 0)
        if last is not None:
            assert found[:1] == [last], f"{self.stand.name}: entry {last.seq} is lost or changed"
            del found[0]
        first = last.seq + 1 if last else 1
        assert [line.seq for line in found] == list(range(first, first + len(found)))
        self.lines += found
        self._check_pulses([line.public for line in found if line.kind == "opening"])

    def _check_pulses(self, openings: Sequence[dict[str, Any]]) -> None:
        cabinet = self.stand.cabinet
        every = [(pulse.at_ms, door) for door in cabinet.compartments
                 for pulse in cabinet.pulses(door)]  # fmt: skip
        given = [door for _, door in sorted(every)[self._pulses :]]
        self._pulses = len(every)
        allowed = iter([opening["compartment"] for opening in openings])
        # Each pulse takes up one opening that was committed before it, in their order.
        assert all(door in allowed for door in given), (
            f"{self.stand.name}: doors {given} were pulsed for the openings {openings}"
        )


class Street:
    """All lives around one office."""

    def __init__(self, folder: Path, wires: Path) -> None:
        self.luck = Luck(SEED)
        self.clock = Clock()
        self.office = Office(folder, wires, self.clock, self.luck.stream("office"), "Mosquitto")
        self.lives = [self._life(f"t{number}", folder, wires) for number in range(STANDS)]
        self.loop = Loop(self.clock, [self.office, *(life.stand for life in self.lives)])
        self.broker_kills = 0
        self.moments: Counter[str] = Counter()
        self._broker_back_at_ms = 0
        self._fate = self.luck.stream("fate")

    def _life(self, name: str, folder: Path, wires: Path) -> Life:
        site = sites.site(name, columns=1, poll_ms=100)
        site["column"] = [{"doors": [[n, "S", 1, n] for n in range(1, 9)]}]
        # Half the pixels are drawn in half the time; what is shown is the same.
        site["screen"] = {"width_px": 640, "height_px": 400}
        (wires / name).mkdir()
        stand = Stand(
            folder / name, wires / name, site, self.office.broker.port, self.luck, variant=QUICK,
            with_pictures=False,
        )  # fmt: skip
        self.office.central.add_terminal(name, stand.key)
        self.office.central.add_courier("janis", BADGE, PIN, name)
        people = People(stand, self.office.central, self.luck.stream(f"{name} people"))
        return Life(stand, people, self.luck.stream(f"{name} fate"))

    def kill_them(self) -> None:
        """Until there were enough kills."""
        self.office.start()
        for life in self.lives:
            life.begin(self.clock.monotonic_ms())
        while sum(life.kills for life in self.lives) < KILLS:
            now_ms = self._step()
            for life in self.lives:
                if life.is_due(now_ms):
                    self.moments[life.stand.glass.screen] += 1
                    life.end(now_ms)
                    self._kill_broker(now_ms)
                    life.begin(now_ms)
            if self.office.is_network_cut and now_ms >= self._broker_back_at_ms:
                self.office.restore_network()

    def _step(self) -> int:
        wake_at_ms = self.loop.turn()
        now_ms = self.clock.monotonic_ms()
        for life in self.lives:
            life.people.look(now_ms)
        wakes = [life.wake_at_ms() for life in self.lives]
        self.clock.wait(min(wake_at_ms, now_ms + 50, *wakes), [self.loop.fileno()])
        return self.clock.monotonic_ms()

    def _kill_broker(self, now_ms: int) -> None:
        if self._fate.chance(BROKER_TOO_PERMILLE) and not self.office.is_network_cut:
            self.office.cut_network()
            self.broker_kills += 1
            self._broker_back_at_ms = now_ms + self._fate.below(800)

    def settle(self) -> None:
        """Let everybody go home and everything arrive, then stop all programs."""
        self.office.restore_network()
        deadline_ms = self.clock.monotonic_ms() + DRAIN_MS
        for life in self.lives:
            life.people.is_going_home = True
        going = list(self.lives)
        while going:
            now_ms = self._step()
            assert now_ms < deadline_ms, self._what_lacks()
            for life in list(going):
                stored = self.office.central.view.terminals(life.stand.name)[0].stored
                if life.is_quiet(stored, now_ms) and life.stop() == stored:
                    going.remove(life)
                elif not life.stand.is_on:
                    life.begin(now_ms)  # the last words were not sent yet

    def _what_lacks(self) -> str:
        return "; ".join(
            f"{life.stand.name} shows {life.stand.glass.screen}, doors {life.stand.open_doors()},"
            f" server: {self.office.central.view.terminals(life.stand.name)[0]},"
            f" {list(life.stand.program.last_words)}"
            for life in self.lives
        )

    def close(self) -> None:
        for life in self.lives:
            life.stand.close()
        self.office.close()
        self.loop.close()


@pytest.fixture
def street(mosquitto: str, tmp_path: Path) -> Iterator[Street]:
    with tempfile.TemporaryDirectory(prefix="pakomats-") as wires:
        street = Street(tmp_path, Path(wires))
        yield street
        street.close()


@pytest.mark.broker
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_hundred_kills_lose_nothing_and_open_nothing_twice(
    street: Street, tmp_path: Path
) -> None:
    print(f"seed {SEED}: {KILLS} kills, {STANDS} terminals")
    street.kill_them()
    street.settle()
    street.office.link.close()
    street.office.central.close()
    server = sqlite3.connect(tmp_path / "central.db")
    for life in street.lives:
        check_life(life, server)
    visits = sum(life.people.visits for life in street.lives)
    collected = sum(len(life.people.collected) for life in street.lives)
    print(f"{street.broker_kills} times the broker too; {visits} visits begun, {collected} parcels"
          f" collected, {sum(len(life.lines) for life in street.lives)} entries; killed in"
          f" {dict(street.moments.most_common())}")  # fmt: skip
    assert street.broker_kills and collected and set(street.moments) >= MIDDLES, "too tame a run"


def check_life(life: Life, server: sqlite3.Connection) -> None:
    name = life.stand.name
    assert life.people.wrongs == []
    numbers = [line.public["opening"] for line in life.lines if line.kind == "opening"]
    assert numbers == sorted(set(numbers)), f"{name}: an opening number was given twice"
    stored = server.execute(
        "SELECT entries.seq, up_ms, wall_s, kind, public, entries.head FROM entries"
        " JOIN journals ON journals.number = entries.journal WHERE terminal = ?"
        " ORDER BY entries.number",
        (name,),
    ).fetchall()
    at_server = [line_of(row) for row in stored]
    twice = [seq for seq, count in Counter(line.seq for line in at_server).items() if count > 1]
    assert twice == [], f"{name}: entries {twice} are stored twice"
    assert at_server == life.lines, f"{name}: the server's copy differs from the journal"
    for line in life.lines:
        if line.kind == "collected":
            gone = set(line.public["shipments"])
            assert gone <= life.people.collected, f"{name}: {gone} went to the wrong person"
