"""The server's heart: its database, and turns on it.

It knows no wish and no message.  The one idea: whatever is published is only a
hint that the database has more, and may be lost at any time, because a terminal's
next status brings all of it again.
"""

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager

from sim.central.network import Networks, ours
from sim.central.store import Connect, StoreError, open_store
from sim.central.turn import Publication, Turn, turn_of
from sim.central.views import Views
from sim.central.wishes import Refused
from sim.luck import Stream


def _silent(line: str) -> None:
    """Nobody listens."""


class Core:
    """`connect` opens its database, `wall_s` is its clock, `luck` draws codes, `say` is told.

    `networks` are the rules, where they are others than those that are shipped.  Raises
    StoreError, and NetworkError where the shipped rules cannot be read."""

    def __init__(
        self,
        connect: Connect,
        wall_s: Callable[[], int],
        luck: Stream,
        say: Callable[[str], None] = _silent,
        networks: Networks | None = None,
    ) -> None:
        self.networks = ours() if networks is None else networks
        self._db = open_store(connect, luck.below(10**8))
        self._check_networks()
        self._wall_s = wall_s
        self._luck = luck
        self._say = say
        self._publications: list[Publication] = []
        self.view = Views(self._db)

    def _check_networks(self) -> None:
        for terminal, network in self._db.execute("SELECT terminal, network FROM terminals"):
            if network not in self.networks.names():
                raise StoreError(
                    f"Terminal {terminal} belongs to the network {network!a}, for which there are"
                    " no rules. Put its file back among the networks."
                )

    def close(self) -> None:
        self._db.close()

    def now_s(self) -> int:
        """What its clock says; the stand-ins of Smart-ID and eParaksts go by it too."""
        return self._wall_s()

    @property
    def has_publications(self) -> bool:
        return bool(self._publications)

    def take_publications(self) -> list[Publication]:
        """What is to be published now, oldest first; it is not kept."""
        taken, self._publications = self._publications, []
        return taken

    @contextmanager
    def _turn(self) -> Generator[Turn]:
        try:
            now_s, luck = self._wall_s(), self._luck
            with turn_of(self._db, now_s, luck, self.networks, self._tell) as turn:
                yield turn
        except sqlite3.Error as error:
            raise Refused(
                f"The server's database cannot be written ({error}): nothing was changed or"
                " acknowledged. Make room or repair the disk; terminals send again."
            ) from None

    def _tell(self, turn: Turn) -> None:
        self._publications += turn.publications
        for line in turn.lines:
            self._say(line)
