"""The terminals that this server knows: their keys, places, time zones and networks.

What they say is in `talk.py`.  The one idea: a terminal's id is opaque and for
life, and everything that it may know of a secret is a tag under its own key.
"""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from sim.central import chain, days
from sim.central.network import DEFAULT, Network
from sim.central.turn import Turn


class Terminal(NamedTuple):
    """What was registered; two of one `neighbourhood` never share a live code."""

    terminal: str
    key: bytes
    epoch: str
    zone: ZoneInfo
    address: str
    neighbourhood: str
    network: str = DEFAULT

    def tag(self, purpose: str, text: str) -> str:
        return chain.tag(self.key, purpose, self.epoch, text)

    def rules(self, turn: Turn, at_s: int = 0) -> Network:
        """The rules of its network that were in force then; without a time, that are now."""
        day = days.local_date(at_s or turn.now_s, self.zone)
        return turn.networks.at(self.network, day)

    def code_tags(self, code: str, token: str) -> dict[str, str]:
        """As they stand in an order."""
        return {"code": self.tag("code", code), "token": self.tag("token", chain.plain(token))}

    def phone_tags(self, phone: str) -> dict[str, str]:
        """The last three digits, and the tag of all (see `wishes.phone`)."""
        return {"phone_end": phone[-3:], "phone": self.tag("phone", phone)}


def find(turn: Turn, terminal: str) -> Terminal | None:
    row = turn.row(
        "SELECT terminal, key, epoch, zone, address, neighbourhood, network FROM terminals"
        " WHERE terminal = ?",
        terminal,
    )
    return row and Terminal(*row)._replace(zone=ZoneInfo(row[3]))


def add(turn: Turn, place: Terminal) -> None:
    turn.run(
        "INSERT INTO terminals (terminal, key, epoch, zone, address, neighbourhood, network)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        place.terminal, place.key, place.epoch, place.zone.key, place.address,
        place.neighbourhood, place.network,
    )  # fmt: skip
    turn.say(f"terminal {place.terminal} registered, {place.address}")
