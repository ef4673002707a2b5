"""The file that describes a bench with real parts, for `make hardware`: what it has and has not.

It opens nothing.  The one idea: what a bench has not got is not skipped in silence; it is asked for
by a test, and what was asked for in vain is said at the end, with the lines that would add it.
`docs/bench.toml` is an example.
"""

import tomllib
from pathlib import Path
from typing import Any

LOCKS = '[[locks]] kind = "{0}", port = "/dev/serial/by-id/...", doors = [[1, 1], [1, 2]]'
# what a test asks for -> how it is written into the bench's file
KNOWN = {
    **{f"locks {kind}": LOCKS.format(kind) for kind in ("bcc8a", "cu16", "waveshare")},
    "locks gpio": '[[locks]] kind = "gpio", doors = [[17, 5], [27, 6]]: pins of relay and contact',
    "line": '[line] near = "/dev/...", far = "/dev/...": two adapters, A joined to A and B to B',
    "pins": "[pins] out = 5, in = 6: two pins of a Raspberry Pi joined through 1 kOhm",
    "scanner": '[scanner] kind = "serial", port = "/dev/...", text = "RR123456785LV"',
    "keypad": '[keypad] kind = "serial", port = "/dev/...", keys = "1234567890"',
    "card_reader": '[card_reader] kind = "zvt", port = "tcp://192.168.0.20:20007"',
}


class BenchError(Exception):
    """The bench's file cannot be used; the text says why and what to write."""


class Bench:
    """One bench.  `offers` notes what was asked for in vain, and `verdict` tells it."""

    def __init__(self, path: Path) -> None:
        try:
            self._parts: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        except OSError as error:
            raise BenchError(
                f"there is no bench: {path} cannot be read ({error.strerror}). Describe what"
                " stands on yours as docs/bench.toml does, and name that file with BENCH=FILE"
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BenchError(f"the bench's file {path} is no TOML: {error}") from error
        unknown = sorted(set(self._parts) - {name.split()[0] for name in KNOWN})
        if unknown:
            raise BenchError(f"[{unknown[0]}] in {path} is no part of a bench; see docs/bench.toml")
        self._path = path
        self._absent: dict[str, int] = {}
        self._offered: set[str] = set()

    def offers(self, *name: str) -> bool:
        """Has it this part?  "locks", "bcc8a" or "line"."""
        is_there = bool(self.all(*name))
        key = " ".join(name)
        if is_there:
            self._offered.add(key)
        else:
            self._absent[key] = self._absent.get(key, 0) + 1
        return is_there

    @property
    def is_idle(self) -> bool:
        """Was something asked for, and nothing at all there?"""
        return bool(self._absent) and not self._offered

    def all(self, section: str, kind: str = "") -> list[dict[str, Any]]:
        """The parts of this name (and kind)."""
        parts = self._parts.get(section, [])
        found = parts if isinstance(parts, list) else [parts]
        return [part for part in found if not kind or part.get("kind") == kind]

    def verdict(self) -> list[str]:
        """What was not tried, loudly."""
        lines = [
            f"ABSENT from {self._path}: {name}. {count} tests were not run."
            f" To run them add: {KNOWN.get(name, name)}"
            for name, count in sorted(self._absent.items())
        ]
        if self.is_idle:
            lines.append(f"NOTHING REAL WAS TRIED: {self._path} has none of the parts above.")
        return lines
