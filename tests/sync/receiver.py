"""A central server as small as it can be, written from the contract and not from our code.

It stores each (journal, seq) once and only if it continues the chain, acknowledges, sends the
orders it is given and answers questions.  It may be made deaf, or told to lie.  Only the
connection to the broker (sync.mqtt or sim.broker) is shared with the terminal.
"""

import hashlib
import json
from typing import Any

from sync.broker import Arrived, Broker, Connected, Lost


def plain(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Receiver:
    def __init__(self, broker: Broker, terminal: str, retry_ms: int = 2_000) -> None:
        self.broker, self.time_s, self._retry_ms = broker, 1_790_000_000, retry_ms
        self.root = f"pakomats/v1/{terminal}/"
        self.stored: dict[str, list[dict[str, Any]]] = {}
        self.heads: dict[str, bytes] = {}
        self.orders: list[dict[str, Any]] = []
        self.statuses: list[dict[str, Any]] = []
        self.refused: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        self.answers: dict[str, int] = {}
        self.repeats = 0
        self.is_silent = False
        self.is_connected = False
        self._connect_at_ms: int | None = 0

    def poll(self, now_ms: int) -> None:
        for fact in self.broker.poll(now_ms):
            if isinstance(fact, Connected):
                self.is_connected = True
                self.broker.subscribe(self.root + "up/+")
            elif isinstance(fact, Lost):
                self.is_connected = False
                self._connect_at_ms = now_ms + self._retry_ms
            elif isinstance(fact, Arrived) and not self.is_silent:
                self._hear(fact)
        if self._connect_at_ms is not None and now_ms >= self._connect_at_ms:
            self._connect_at_ms = None
            self.broker.connect("", b"")

    def wake_at_ms(self) -> int | None:
        wakes = [self._connect_at_ms, self.broker.wake_at_ms()]
        return min((wake for wake in wakes if wake is not None), default=None)

    def _hear(self, fact: Arrived) -> None:
        topic, message = fact.topic.removeprefix(self.root), json.loads(fact.payload)
        assert message["v"] == 1
        if topic == "up/entries":
            self._store(message)
        elif topic == "up/status":
            self.statuses.append(message)
            if message["online"]:
                self.acknowledge(message["journal"])
                self.send_orders(message["last_order"])
        elif topic == "up/ask":
            self.asked.append(message)
            self._answer(message)
        elif topic == "up/refused":
            self.refused.append(message)

    def head(self, journal: str) -> bytes:
        first = hashlib.sha256(b"pakomats journal " + journal.encode()).digest()
        return self.heads.setdefault(journal, first)

    def _store(self, message: dict[str, Any]) -> None:
        journal = message["journal"]
        stored = self.stored.setdefault(journal, [])
        for entry in message["entries"]:
            if entry["seq"] <= len(stored):
                self.repeats += 1
                old = stored[entry["seq"] - 1]
                assert {**old, "personal": None, "salt": None} == {
                    **entry, "personal": None, "salt": None,
                }, "an entry came again with another content"  # fmt: skip
            elif entry["seq"] == len(stored) + 1:
                self._continue(journal, entry)
                stored.append(entry)
        self.acknowledge(journal)

    def _continue(self, journal: str, entry: dict[str, Any]) -> None:
        if entry["personal"] is not None:
            salted = bytes.fromhex(entry["salt"]) + plain(entry["personal"])
            assert hashlib.sha256(salted).hexdigest() == entry["personal_hash"]
        public = {name: entry[name] for name in ("seq", "up_ms", "wall_s", "kind", "public")}
        chained = self.head(journal) + plain(public) + bytes.fromhex(entry["personal_hash"])
        head = hashlib.sha256(chained).digest()
        assert head.hex() == entry["head"], f"the chain breaks at entry {entry['seq']}"
        self.heads[journal] = head

    def send(self, topic: str, message: Any, is_retained: bool = False) -> None:
        payload = message if isinstance(message, bytes) else plain(message)
        self.broker.publish(self.root + topic, payload, is_retained)

    def acknowledge(self, journal: str) -> None:
        seq, head = len(self.stored.get(journal, [])), self.head(journal)
        self.send_ack(journal, seq, head)

    def send_ack(self, journal: str, seq: int, head: bytes) -> None:
        fields = {"v": 1, "journal": journal, "seq": seq, "head": head.hex(), "time_s": self.time_s}
        self.send("down/ack", fields)

    def send_orders(self, after: int = 0) -> None:
        if self.orders[after:]:
            self.send("down/orders", {"v": 1, "orders": self.orders[after : after + 100]})

    def order(self, kind: str, **fields: Any) -> None:
        """Add an order to the log, and send it."""
        self.orders.append({"number": len(self.orders) + 1, "kind": kind, **fields})
        self.send_orders(len(self.orders) - 1)

    def _answer(self, message: dict[str, Any]) -> None:
        if message.get("tag") in self.answers:
            last_order = self.answers[message["tag"]]
            fields = {"boot": message["boot"], "question": message["question"]}
            self.send("down/answer", {"v": 1, **fields, "last_order": last_order})
