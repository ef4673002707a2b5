"""Somebody with nothing but the glass: reads the picture, walks to the doors, touches keys.

It knows no question by its name: only the lines that stand on the glass, and what its eyes see of
the doors.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.diag_world import DiagWorld
from tests.drivers.commissioning_world import Wiring
from ui.commissioning_words import PLANES

STEP_MS = 700
HOLDS_MS = 30_000
ENGLISH = "language en"
PATIENCE_MS = 120_000

Act = str | Callable[[], object]
ON_GLASS = ("commission", "--screen", "--boards", "1-2")


class Robot:
    """Takes the place of the person of a DiagWorld.  `answers`: keys by the first line that they
    answer, in the place of what is to be seen.
    """

    def __init__(self, shell: DiagWorld, kind: str = "bcc8a", **writes: str) -> None:
        self.shell, self.glass = shell, shell.glass
        self.kind = kind
        self.answers: dict[str, list[list[Act]]] = {}
        self.read: list[list[str]] = []  # each picture, as lines
        self.screens: list[str] = []
        self.at_ms: int | None = shell.world.now_ms + STEP_MS
        self._acted_at_ms = 0
        self.writes = {"id": "riga-017", "place": 'Brīvības iela 1 "A", Rīga', **writes}
        self._acts: list[Act] = [ENGLISH]
        shell.world.hands = self  # type: ignore[assignment]

    # -- as World.hands -------------------------------------------------------------------

    @property
    def is_ready(self) -> bool:
        return bool(self.glass._touches)

    def advance(self) -> None:
        now_ms = self.shell.world.now_ms
        if self.at_ms is None or now_ms < self.at_ms or self.glass.picture is None:
            return
        self.at_ms = now_ms + STEP_MS
        lines = self.glass.texts(now_ms)
        if not self.read or self.read[-1] != lines:
            self.read.append(lines)
            self.screens.append(self.glass.screen)
            return  # and thinks
        if not self._acts:
            self._acts = self._meant(lines)
        if self._acts:
            self._acted_at_ms = now_ms
            self._act(self._acts.pop(0))
        assert now_ms - self._acted_at_ms < PATIENCE_MS, ("nothing can be done", lines)

    def _has(self, key: str) -> bool:
        return self.glass.picture is not None and self.glass.picture.takes(key)

    def _act(self, act: Act) -> None:
        if callable(act):
            act()
        elif act.startswith("sign "):
            self._sign(act.removeprefix("sign "))
        else:
            assert self.glass.press(act), (act, self.glass.keys(), self.read[-1])

    def _sign(self, sign: str) -> None:
        """One letter; another plane first if it does not stand on this one."""
        if self.glass.press(f"type {sign}"):
            return
        plane = next(name for name, rows in PLANES.items() if sign in "".join(rows))
        key = f"plane {plane}"
        self._acts[:0] = [f"sign {sign}"]
        if not self.glass.press(key):
            assert self.glass.press("plane abc"), (sign, self.glass.keys())

    # -- what is meant --------------------------------------------------------------------

    def _meant(self, lines: list[str]) -> list[Act]:
        asked = [title for title in self.answers if stands(title, lines) and self.answers[title]]
        if asked:
            return list(self.answers[asked[0]].pop(0))
        for title, answer in self._titles().items():
            if stands(title, lines):
                return answer(" ".join(lines))
        if self.glass.screen == "Outcome":
            return ["next" if self._has("next") else "answer end"]
        return []

    def _titles(self) -> dict[str, Callable[[str], list[Act]]]:
        return {
            "Where do the lock boards hang?": lambda text: ["answer /dev/ttyUSB0"],
            "Which make are the lock boards?": lambda text: [f"answer {self.kind}"],
            "The terminal's id, for life?": lambda text: self._written("id"),
            "Where does it stand?": lambda text: self._written("place"),
            "Telephone": lambda text: ["type +", "3", "7", "1", "type  ", "1", "ok"],
            "Ready to begin?": lambda text: ["answer yes"],
            "Which door?": lambda text: self._doors(),
            "Size": lambda text: ["answer S"],
            "Shut the door": self._shut,
            "Let go": self._let_go,
            "Hold it shut": self._hold,
            "Is it open?": self._is_open,
            "Was it another door?": lambda text: ["answer no"],
            "Something to mend": lambda text: ["answer "],
            "Columns of doors": lambda text: ["answer "],
        }

    def _written(self, what: str) -> list[Act]:
        return [*(f"sign {sign}" for sign in self.writes[what]), "ok"]

    def _doors(self) -> list[Act]:
        cabinet = self.shell.cabinet
        numbers = [str(door) for door in cabinet.compartments if cabinet.is_open(door)]
        signs = list(" ".join(numbers))
        keys = ["type  " if sign == " " else sign for sign in signs]
        return [*keys, "ok"] if keys else ["answer "]

    def _shut(self, text: str) -> list[Act]:
        def push() -> None:
            if self.shell.cabinet.is_open(number):
                self.shell.cabinet.push_shut(number, self.shell.world.now_ms)

        number = door_in(text)
        return [push, "answer "]

    def _let_go(self, text: str) -> list[Act]:
        lean: Any = self.shell.cabinet.lean
        number = door_in(text)
        return [lambda: lean(number, self.shell.world.now_ms), *self._shut(text)]

    def _hold(self, text: str) -> list[Act]:
        lean: Any = self.shell.cabinet.lean
        number = door_in(text)
        return [lambda: lean(number, self.shell.world.now_ms + HOLDS_MS), "answer "]

    def _is_open(self, text: str) -> list[Act]:
        is_open = self.shell.cabinet.is_open(door_in(text))
        return ["answer yes" if is_open else "answer no"]


def stands(title: str, lines: list[str]) -> bool:
    """Is that asked?  Where much was told a door is asked for in one sentence without a heading."""
    is_door = title == "Which door?" and "is painted on the door" in " ".join(lines)
    return title in lines or is_door


def door_in(text: str) -> int:
    """The last door that is named: what was told before stands above the question."""
    return int(re.findall(r"door (\d+)", text)[-1])


def on_glass(tmp_path: Path, *wirings: Wiring, before: Any = None) -> tuple[DiagWorld, Robot, int]:
    """A run on the glass from the choice of the port on; the exit code is the last."""
    shell = DiagWorld(*wirings)
    robot = Robot(shell)
    if before is not None:
        before(robot)
    code = shell.run(*ON_GLASS, "--out", tmp_path / "site.toml")
    return shell, robot, code


def written(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def everything_read(robot: Robot) -> str:
    return "\n".join(" ".join(lines) for lines in robot.read)
