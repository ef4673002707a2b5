"""A watch on compartments that several parcels share: only one person's may (002-8.6.7).

It reads the committed entries and asks whoever registered the parcels whose they are; what the
program knows of phones it does not believe.  What is owed (8.6.9) it reckons from the entries, for
an order may come later than the parcel, and what was paid is owed no more.
"""

from collections.abc import Callable
from typing import Any

from sim.watches import ensure


class TogetherWatch:
    """`may_join` says whether a parcel may lie with those others."""

    def __init__(self, may_join: Callable[[str, list[str]], bool]) -> None:
        self._may_join = may_join
        self._inside: dict[int, set[str]] = {}  # compartment -> what its entries say
        self._owed: set[str] = set()
        self._sales: dict[int, int] = {}  # sale -> compartment

    def committed(self, kind: str, entry: dict[str, Any]) -> None:
        """One entry, at the moment of its commit."""
        self._lies(kind, entry)
        self._is_owed(kind, entry)

    def _lies(self, kind: str, entry: dict[str, Any]) -> None:
        inside = self._inside.setdefault(entry.get("compartment", 0), set())
        if kind == "reserved":
            others = sorted(inside - {entry["shipment"]})
            ensure(not others or self._may_join(entry["shipment"], others), entry["shipment"],
                   "is put beside", others, "in compartment", entry["compartment"])  # fmt: skip
            owed = self._owed & {entry["shipment"], *others}
            ensure(not others or not owed, "to be paid for and not alone:", owed, entry)
        elif kind == "deposited":
            for elsewhere in self._inside.values():
                elsewhere.discard(entry["shipment"])
            inside.add(entry["shipment"])
        elif kind == "inspected":
            inside.clear()
            inside.update(entry["found"])
        elif kind in ("collected", "taken_out"):
            ensure(kind == "taken_out" or not inside - set(entry["shipments"]),
                   "a code gave out", entry["shipments"], "and not all of", inside)  # fmt: skip
            inside.difference_update(entry["shipments"])
        elif kind == "not_deposited":
            inside.discard(entry["shipment"])

    def _is_owed(self, kind: str, entry: dict[str, Any]) -> None:
        if kind == "dues_set" and entry["dues"]:
            self._owed.add(entry["shipment"])
        elif kind in ("dues_set", "expected"):
            self._owed.discard(entry["shipment"])
        elif kind == "sale_asked":
            self._sales[entry["sale"]] = entry["compartment"]
        elif kind in ("sale_settled", "uncollected"):
            self._owed -= self._inside.get(self._sales.get(entry["sale"], 0), set())
