"""The server as a process of its own, at a real broker: killed, restarted and badly started."""

import json
import os
import select
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from sim.luck import Luck
from sync.broker import Arrived, Connected, Lost
from sync.mqtt import MqttBroker
from tests.sim.hand_terminal import KEY, HandTerminal
from tests.sync.mosquitto_process import Mosquitto, free_port

PATIENCE_S = 20.0
KILLS = 30


class Alone:
    """`python -m sim.central` with its console in our hands."""

    def __init__(self, port: int, database: Path) -> None:
        self.database = database
        self._process = subprocess.Popen(
            [sys.executable, "-m", "sim.central", "--broker", f"127.0.0.1:{port}",
             "--database", str(database)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.said = b""

    def type(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line.encode() + b"\n")
        self._process.stdin.flush()

    def ask(self, line: str) -> dict[str, Any]:
        """The answer to a command; only for a moment when nobody kills it."""
        self.type(f"json {line}")
        return json.loads(self.wait_for('{"ok"'))  # type: ignore[no-any-return]

    def wait_for(self, words: str) -> str:
        """The rest of what it says up to the end of the first line with these words."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            head, newline, tail = self.said.partition(b"\n")
            if newline:
                self.said = tail
                if words in head.decode():
                    return head.decode()
                continue
            assert self.hear(deadline - time.monotonic()), f"it never says {words!r}"

    def hear(self, wait_s: float = 0) -> bool:
        """Take in what it says; False when that is nothing."""
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], max(0, wait_s))[0]:
            return False
        said = os.read(self._process.stdout.fileno(), 65536)
        self.said += said
        return bool(said)

    def kill(self) -> None:
        """SIGKILL, and what it had still said."""
        self._process.kill()
        self._process.wait()
        while self.hear():
            pass

    def stop_typing(self, last: str) -> None:
        """The last line has no end, and nothing comes after it."""
        assert self._process.stdin is not None
        self._process.stdin.write(last.encode())
        self._process.stdin.close()

    def terminate(self) -> None:
        """Ask it to end, and wait until it has."""
        self._process.terminate()
        self._process.wait()

    def end(self) -> int:
        """Kill it where it still runs; gives its exit status.  Safe twice."""
        if self._process.returncode is None:
            self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        return self._process.returncode


class Remote:
    """A hand-made terminal at the real broker, which resends whatever is not acknowledged."""

    def __init__(self, port: int) -> None:
        self.hand = HandTerminal()
        self.broker = MqttBroker("127.0.0.1", port, "hand terminal")
        self.heard = 0
        self.is_connected = False
        self._connect_at = 0.0
        self._connect()

    def _connect(self) -> None:
        self._connect_at = float("inf")
        self.broker.connect(self.hand.topic("status"), self.hand.status(online=False))

    def turn(self, wait_s: float) -> bool:
        """Wait that long for the broker at the most and take what it brought; False if nothing."""
        if time.monotonic() >= self._connect_at:
            self._connect()
        number = self.broker.fileno()
        if number is not None:
            select.select([number], [], [], wait_s)
        facts = self.broker.poll(time.monotonic_ns() // 1_000_000)
        for fact in facts:
            self._take(fact)
        return bool(facts)

    def _take(self, fact: object) -> None:
        if isinstance(fact, Connected):
            self.is_connected = True
            self.broker.subscribe(f"pakomats/v1/{self.hand.terminal}/down/#")
            self.say_all()
        elif isinstance(fact, Lost):
            self.is_connected, self._connect_at = False, time.monotonic() + 0.05
        elif isinstance(fact, Arrived):
            self.heard += 1
            self._check(json.loads(fact.payload))
            self.hand.hears(fact.topic, fact.payload)

    def _check(self, message: dict[str, Any]) -> None:
        if message.get("seq"):
            assert message["head"] == self.hand.lines[message["seq"] - 1]["head"]

    def say_all(self) -> None:
        self.broker.publish(self.hand.topic("status"), self.hand.status(), is_retained=True)
        self.say_new()

    def say_new(self) -> None:
        if self.hand.acked < len(self.hand.lines):
            last = min(len(self.hand.lines), self.hand.acked + 40)
            batch = self.hand.batch(self.hand.acked + 1, last)
            self.broker.publish(self.hand.topic("entries"), batch)

    def until(self, is_so: Callable[[], bool]) -> None:
        """Go on talking until that is so; it is asked after each turn."""
        deadline = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < deadline, "that never becomes so"
            if not self.turn(0.1):
                self.say_all()


@pytest.fixture
def broker(mosquitto: str, tmp_path: Path) -> Generator[Mosquitto]:
    folder = tmp_path / "broker"
    folder.mkdir()
    process = Mosquitto(mosquitto, folder)
    process.start()
    yield process
    process.kill()


Start = Callable[[int, Path], Alone]


@pytest.fixture
def start() -> Generator[Start]:
    """Starts servers, and sees to it that none outlives the test."""
    started: list[Alone] = []

    def begin(port: int, database: Path) -> Alone:
        started.append(Alone(port, database))
        return started[-1]

    yield begin
    for server in started:
        server.end()


def rows(database: Path, sql: str) -> list[Any]:
    db = sqlite3.connect(database)
    try:
        return db.execute(sql).fetchall()
    finally:
        db.close()


@pytest.mark.slow
@pytest.mark.broker
def test_killed_at_any_moment_it_keeps_what_it_acknowledged_and_does_nothing_twice(
    broker: Mosquitto, start: Start, tmp_path: Path
) -> None:
    luck = Luck(20).stream("kills")
    database = tmp_path / "central.db"
    server = start(broker.port, database)
    assert server.ask(f"terminal T1 {KEY.hex()}")["ok"]
    remote = Remote(broker.port)
    promised: list[str] = []
    loaded: set[str] = set()
    for kill in range(KILLS):
        if kill % 5:  # else it may be killed while it begins
            server.wait_for("connected to the broker")
        for _ in range(luck.between(1, 4)):
            server.type("json shipment T1 S 29000111")
        talk_a_while(remote, loaded, luck.between(1, 8) if kill % 5 else 0)
        remote.say_new()
        remote.turn(luck.below(10) / 1000)
        if kill % 5 == 4:
            broker.kill()
        server.kill()
        promised += answers(server.said)
        server.end()
        check(database, remote.hand, promised)
        if kill % 5 == 4:
            broker.start()
        server = start(broker.port, database)
    assert server.ask("shipment T1 S 29000111")["ok"]
    remote.until(lambda: load(remote.hand, loaded) or is_done(remote.hand))
    server.end()
    check(database, remote.hand, promised)
    seqs = rows(database, "SELECT seq, hex(head) FROM entries ORDER BY number")
    assert seqs == [(line["seq"], str(line["head"]).upper()) for line in remote.hand.lines]
    told = rows(database, "SELECT shipment FROM messages ORDER BY shipment")
    assert [shipment for (shipment,) in told] == sorted(loaded) != []
    assert rows(database, "SELECT kind, why FROM incidents") == []
    remote.broker.close()


def talk_a_while(remote: Remote, loaded: set[str], messages: int) -> None:
    """Until the terminal has heard so many more: some way into their talk."""
    enough = remote.heard + messages
    remote.until(lambda: load(remote.hand, loaded) or remote.heard >= enough)


def load(hand: HandTerminal, loaded: set[str]) -> bool:
    """Deposit whatever is expected and not inside yet."""
    for number in range(1, hand.last_order + 1):
        shipment = str(hand.orders[number]["shipment"])
        if hand.orders[number]["kind"] == "expect" and shipment not in loaded:
            loaded.add(shipment)
            hand.load(shipment)
    return False


def is_done(hand: HandTerminal) -> bool:
    kinds = [order["kind"] for order in hand.orders.values()]
    is_settled = kinds.count("expect") == kinds.count("set_deadline") > 0
    return is_settled and hand.acked == len(hand.lines)


def answers(said: bytes) -> list[str]:
    """The shipments that it said it has registered."""
    found = []
    for line in said.split(b"\n")[:-1]:
        if line.startswith(b'{"ok": true'):
            found.append(json.loads(line)["answer"])
    return [answer for answer in found if answer is not None]


def check(database: Path, hand: HandTerminal, promised: list[str]) -> None:
    """Right after a kill: all that was acknowledged and all that was answered is there."""
    [(stored, highest)] = rows(database, "SELECT count(*), coalesce(max(seq), 0) FROM entries")
    assert stored == highest >= hand.acked
    there = {shipment for (shipment,) in rows(database, "SELECT shipment FROM shipments")}
    assert set(promised) <= there
    numbers = [number for (number,) in rows(database, "SELECT number FROM orders ORDER BY number")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(hand.orders) <= set(numbers)


@pytest.mark.broker
def test_it_waits_for_a_broker_and_outlives_its_restart(
    mosquitto: str, start: Start, tmp_path: Path
) -> None:
    broker = Mosquitto(mosquitto, tmp_path, free_port())
    server = start(broker.port, tmp_path / "central.db")
    server.wait_for("no broker, trying again")
    assert server.ask(f"terminal T1 {KEY.hex()}")["ok"]
    assert server.ask("shipment T1 S 29000111")["ok"]
    broker.start()
    server.wait_for("connected to the broker")
    remote = Remote(broker.port)
    remote.until(lambda: remote.hand.last_order == 1 and is_acked(remote.hand))
    broker.kill()
    server.wait_for("no broker, trying again")
    assert server.ask("shipment T1 M 29000222")["ok"]
    remote.hand.write("seen_shut", compartment=1)
    broker.start()
    remote.until(lambda: remote.hand.last_order == 2 and is_acked(remote.hand))
    assert {row["outcome"] for row in server.ask("show orders")["answer"]} == {"applied"}
    server.type("quit")
    server.wait_for("everything is kept")
    broker.kill()
    remote.broker.close()


def is_acked(hand: HandTerminal) -> bool:
    return hand.acked == len(hand.lines)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--broker", "localhost"], "is not HOST:PORT"),
        (["--broker", "localhost:0"], "is not HOST:PORT"),
        (["--broker", "localhost:99999"], "is not HOST:PORT"),
        ([], "required: --broker"),
        (["--broker", "localhost:1", "--database", "{}/none/central.db"], "cannot be used"),
        (["--broker", "localhost:1", "--database", "{}/text"], "file is not a database"),
        (["--broker", "localhost:1", "--database", "{}/other.db"], "not made by this edition"),
        (["--broker", "localhost:1", "--database", "{}/taken.db"], "database is locked"),
    ],
)
def test_a_bad_start_is_one_clear_sentence(words: list[str], sentence: str, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("Here somebody has written a letter.\n" * 100)
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE things (name TEXT)")
    taken = sqlite3.connect(tmp_path / "taken.db")
    taken.execute("BEGIN EXCLUSIVE")
    done = subprocess.run(
        [sys.executable, "-m", "sim.central", *(word.format(tmp_path) for word in words)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    assert done.returncode in (1, 2) and sentence in done.stderr
    assert "Traceback" not in done.stderr
    taken.close()
    other.close()


def test_two_servers_never_keep_one_log(start: Start, tmp_path: Path) -> None:
    first = start(free_port(), tmp_path / "central.db")
    first.wait_for("no broker")
    second = start(free_port(), tmp_path / "central.db")
    second.wait_for("database is locked")


def test_the_end_of_its_input_is_not_its_end(start: Start, tmp_path: Path) -> None:
    server = start(free_port(), tmp_path / "central.db")
    server.stop_typing("json help")
    server.wait_for("no broker")
    server.wait_for('{"ok"')
    server.terminate()
    server.wait_for("everything is kept")
    assert server.end() == 0
