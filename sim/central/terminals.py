"""The terminals that this server knows: their keys, places and time zones.

What they say is in `talk.py`.  The one idea: a terminal's id is opaque and for
life, and everything that it may know of a secret is a tag under its own key.
"""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from sim.central import chain
from sim.central.turn import Turn


class Terminal(NamedTuple):
    """What was registered; two of one `neighbourhood` never share a live code."""

    terminal: str
    key: bytes
    epoch: str
    zone: ZoneInfo
    address: str
    neighbourhood: str

    def tag(self, purpose: str, text: str) -> str:
        return chain.tag(self.key, purpose, self.epoch, text)


def find(turn: Turn, terminal: str) -> Terminal | None:
    row = turn.row(
        "SELECT terminal, key, epoch, zone, address, neighbourhood FROM terminals"
        " WHERE terminal = ?",
        terminal,
    )
    return row and Terminal(row[0], row[1], row[2], ZoneInfo(row[3]), row[4], row[5])


def add(turn: Turn, place: Terminal) -> None:
    turn.run(
        "INSERT INTO terminals (terminal, key, epoch, zone, address, neighbourhood)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        place.terminal, place.key, place.epoch, place.zone.key, place.address, place.neighbourhood,
    )  # fmt: skip
    turn.say(f"terminal {place.terminal} registered, {place.address}")
