"""The networks whose terminals this server looks after, and which of their rules is in force.

The values stand in `networks/`, a file for each version of a network, and are read by
`network_file.py`.  The one idea: a rule is asked for by its name and for a day, because
a parcel keeps what was promised on the day of its notice.
"""

import datetime
import functools
from collections.abc import Iterable
from pathlib import Path

from sim.central.network_file import NetworkError, Rule, Rules, read

__all__ = ["DEFAULT", "Network", "NetworkError", "Networks", "load", "ours"]

FOLDER = Path(__file__).parent / "networks"
DEFAULT = "latvijas-pasts"


class Network:
    """One version of a network's rules.  A name that is in none of its rules is our mistake."""

    def __init__(self, rules: Rules) -> None:
        self.network, self.version, self.valid_from, self._rules = rules

    def rules(self) -> list[Rule]:
        """All of them, in the order of their names."""
        return sorted(self._rules.values())

    def has(self, name: str) -> bool:
        return name in self._rules

    def clause(self, name: str) -> str:
        return self._rules[name].clause

    def number(self, name: str) -> int:
        value = self._rules[name].value
        assert isinstance(value, int), name
        return value

    def text(self, name: str) -> str:
        value = self._rules[name].value
        assert isinstance(value, str), name
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """() where it has no such rule."""
        value = self._rules[name].value if name in self._rules else ()
        assert isinstance(value, tuple), name
        return tuple(str(part) for part in value)


class Networks:
    """All versions of all networks; raises NetworkError where two contradict each other."""

    def __init__(self, found: Iterable[Rules]) -> None:
        self._versions: dict[str, list[Network]] = {}
        for rules in sorted(found, key=lambda rules: (rules.network, rules.version)):
            versions = self._versions.setdefault(rules.network, [])
            if versions and versions[-1].version == rules.version:
                raise NetworkError(f"{rules.network}: version {rules.version} is there twice")
            if versions and versions[-1].valid_from >= rules.valid_from:
                raise NetworkError(
                    f"{rules.network}: version {rules.version} is not valid from a later day"
                    f" than version {versions[-1].version}"
                )
            versions.append(Network(rules))

    def names(self) -> list[str]:
        return list(self._versions)

    def versions(self, network: str) -> list[Network]:
        """Oldest first."""
        return list(self._versions[network])

    def at(self, network: str, day: datetime.date) -> Network:
        """The version in force on that local day; before the oldest, the oldest.

        A day before all of them is a clock that was never set, and somebody must decide."""
        versions = self._versions[network]
        return next((v for v in reversed(versions) if v.valid_from <= day), versions[0])


def load(folder: Path) -> Networks:
    """What stands in the files of that folder; raises NetworkError."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise NetworkError(f"{folder}: no file of rules is here; each network has one")
    return Networks(read(path) for path in paths)


@functools.cache
def ours() -> Networks:
    """What is shipped with this server, read once."""
    return load(FOLDER)
