"""A terminal made by hand for the tests of the central server.

It writes chains, keeps to the wire contract and can be told to break it.  It is
written from the contract and uses nothing of the terminal's code or the server's.
"""

import hashlib
import hmac
import json
import sqlite3
from collections.abc import Iterable

from sim.central import Central
from sim.central.network import Networks
from sim.luck import Luck, Stream

KEY = bytes(range(32))
RIGA_NOON_S = 1_772_445_600  # 2026-03-02 12:00 in Riga


def written(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def tag(purpose: str, text: str, key: bytes = KEY) -> str:
    return hmac.new(key, f"{purpose}|1|{text}".encode(), "sha256").hexdigest()[:32]


class HandTerminal:
    def __init__(self, terminal: str = "T1", journal: str = "ab" * 16) -> None:
        self.terminal = terminal
        self.journal = journal
        self.lines: list[dict[str, object]] = []
        self.head = hashlib.sha256(b"pakomats journal " + journal.encode()).digest()
        self.orders: dict[int, dict[str, object]] = {}
        self.last_order = 0
        self.acked = 0
        self.boot, self.connection = 1, 1

    def topic(self, tail: str) -> str:
        return f"pakomats/v1/{self.terminal}/up/{tail}"

    def write(self, kind: str, personal: dict[str, object] | None = None, **public: object) -> int:
        """Put an entry into the journal; gives its number."""
        seq = len(self.lines) + 1
        salt = hashlib.sha256(f"salt {seq}".encode()).digest()[:16]
        hashed = b"" if personal is None else hashlib.sha256(salt + written(personal)).digest()
        line: dict[str, object] = {
            "seq": seq, "up_ms": 100 * seq, "wall_s": 0, "kind": kind, "public": public,
        }  # fmt: skip
        self.head = hashlib.sha256(self.head + written(line) + hashed).digest()
        line["personal"] = personal
        line["salt"] = None if personal is None else salt.hex()
        line["personal_hash"] = hashed.hex()
        line["head"] = self.head.hex()
        self.lines.append(line)
        return seq

    def batch(self, first: int = 1, last: int = 0) -> bytes:
        lines = self.lines[first - 1 : last or None]
        return json.dumps({"v": 1, "journal": self.journal, "entries": lines}).encode()

    def status(self, **changed: object) -> bytes:
        said: dict[str, object] = {
            "v": 1, "online": True, "boot": self.boot, "connection": self.connection,
            "software": "0.1.0", "journal": self.journal, "last_order": self.last_order,
            "acked": self.acked, "written": len(self.lines), "policy": 1, "free": {"S": 3},
            "out_of_use": [{"compartment": 5, "why": "doubted"}], "failed": [],
        }  # fmt: skip
        return json.dumps({**said, **changed}).encode()

    def hears(self, topic: str, payload: bytes) -> None:
        """Take an acknowledgement or orders; each order is applied once and in order."""
        message = json.loads(payload)
        if topic.endswith("/down/ack") and message["journal"] == self.journal:
            self.acked = message["seq"]
        for order in message.get("orders", []):
            self.orders.setdefault(order["number"], order)
            assert self.orders[order["number"]] == order, "an order has changed"
        while self.last_order + 1 in self.orders:
            self.last_order += 1
            self.write("order_applied", number=self.last_order)

    def load(self, shipment: str, compartment: int = 1) -> None:
        self.write("reserved", compartment=compartment, shipment=shipment, courier="ann")
        self.write("deposited", compartment=compartment, shipment=shipment)

    def collect(self, shipments: Iterable[str], compartment: int = 1) -> None:
        self.write(
            "collected", compartment=compartment, shipments=list(shipments), is_confirmed=True,
            slips_back=0,
        )  # fmt: skip


class World:
    """A server with a wall clock that is set by hand, and terminals that talk to it directly."""

    def __init__(
        self,
        luck: Stream | None = None,
        network: str = "latvijas-pasts",
        zone: str = "Europe/Riga",
        db: sqlite3.Connection | None = None,
        networks: Networks | None = None,
    ) -> None:
        self.wall_s = RIGA_NOON_S
        self.said: list[str] = []
        self.db = sqlite3.connect(":memory:") if db is None else db
        self.central = Central(
            lambda: self.db,
            lambda: self.wall_s,
            luck or Luck(1).stream("central"),
            self.said.append,
            networks,
        )
        self.central.add_terminal(
            "T1", KEY, address="Brīvības iela 1, Rīga", zone=zone, network=network
        )
        self.terminal = HandTerminal()

    def send(self, tail: str, payload: bytes) -> list[tuple[str, dict[str, object]]]:
        """What the server publishes in answer, heard by the terminal too."""
        self.central.heard(self.terminal.topic(tail), payload)
        return self.flush()

    def flush(self) -> list[tuple[str, dict[str, object]]]:
        published = self.central.take_publications()
        for topic, payload in published:
            if topic.startswith(f"pakomats/v1/{self.terminal.terminal}/"):
                self.terminal.hears(topic, payload)
        return [(topic.rpartition("/")[2], json.loads(payload)) for topic, payload in published]

    def talk(self) -> None:
        """Status and entries, to and fro, until neither side has anything new."""
        for _ in range(20):
            self.send("status", self.terminal.status())
            if self.terminal.acked == len(self.terminal.lines):
                return
            self.send("entries", self.terminal.batch(self.terminal.acked + 1))
        raise AssertionError("they never stop talking")

    def expected(self, **wish: str) -> str:
        shipment = self.central.register("T1", **{"phone": "+37129000111", "size": "S", **wish})
        self.talk()
        return shipment

    def inside(self, compartment: int = 1, **wish: str) -> str:
        shipment = self.expected(**wish)
        self.terminal.load(shipment, compartment)
        self.talk()
        return shipment

    def state(self, shipment: str) -> str:
        return self.central.view.shipments(shipment)[0].state

    def incidents(self) -> list[str]:
        return [incident.kind for incident in self.central.view.incidents()]

    def codes(self) -> list[str]:
        """Every code that was ever allotted, oldest first."""
        return [code for (code,) in self.db.execute("SELECT code FROM codes ORDER BY number")]

    def stored(self) -> list[int]:
        return [entry.seq for entry in reversed(self.central.view.entries(limit=10_000))]
