"""Tells one scenario to a scene, and where it says "at any moment", to a scene for each moment.

It is first told with no power cut.  When it has ended well it is told again from the beginning,
with the power cut at one touch of a seam, and again with the next, until all were tried.  The one
idea: what was told is kept as sentences, so that it can be told again.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sim.scene import Differs, Scene
from tests.rules import vocabulary
from tests.rules.seen import described

OFF_MS, REST_MS = 10_000, 60_000
# Beside a touch at which something happens each touch is tried; of those between which nothing
# happens but that doors are asked how they stand, one of twenty.  PAKOMATS_MOMENTS=all tries all.
BEFORE, AFTER, ELSE_EVERY = 3, 1, 20


@dataclass(frozen=True)
class Told:
    """One sentence of a scenario: `beneath` is the text in triple quotes under it."""

    keyword: str
    text: str
    line: int = 0
    beneath: str = ""


class Failed(Exception):
    """A step did not come out; the text says where, and what can be seen."""


class Story:
    """What was told so far, and the scene that it is told to."""

    def __init__(self, title: str = "", seed: int = 1) -> None:
        self.title, self.seed = title, seed
        self.moments: list[int] = []  # the touches at which the power is to fail, one after another
        self.touches = 0  # of what may be cut, when it is not
        self._moment = 0  # of this telling; 0 while the power stays on
        self._has_moments = False
        self._told: list[Told] = []
        self._open()

    def _open(self) -> None:
        base = Path("/dev/shm")
        self._folder = Path(tempfile.mkdtemp(prefix="rules-", dir=base if base.is_dir() else None))
        self.scene = Scene(self._folder, self.seed)
        self._keyword = ""

    def close(self) -> None:
        """Give back what the scene holds."""
        self.scene.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def tell(self, told: Told) -> None:
        """The next sentence.  Raises Failed."""
        self._told.append(told)
        self._play(told, len(self._told))

    def end(self) -> None:
        """The scenario ended well: tell it again for every moment.  Raises Failed."""
        for moment in self.moments:
            self._moment = moment
            self.close()
            self._open()
            for place, told in enumerate(self._told, 1):
                self._play(told, place)

    def _play(self, told: Told, place: int) -> None:
        if told.keyword == "When" != self._keyword:
            self.scene.count_anew()
        self._keyword = told.keyword
        try:
            self.do(told.text, told.beneath)
        except Differs as differs:
            raise Failed(self._report(told, place, str(differs))) from None
        except Exception as error:
            error.add_note(self._report(told, place, "the program broke"))
            raise

    def do(self, text: str, beneath: str = "") -> None:
        """What a sentence says.  Raises Differs."""
        found, gaps = vocabulary.find(text)
        if found.takes_text:
            gaps["beneath"] = beneath
        elif beneath:
            raise Differs("no text in triple quotes belongs under this step")
        found.act(self, **gaps)

    # -- power ----------------------------------------------------------------------------

    def cut_somewhere(self, deeds: Callable[[], None]) -> None:
        """Done without a cut at first; in each later telling the power fails at its moment."""
        if not self._moment:
            self._find_moments(deeds)
            return
        power = self.scene.kiosk.power
        power.fail_after(self._moment)
        try:
            deeds()
        except Differs:
            if self.scene.kiosk.is_on:
                raise
        assert not self.scene.kiosk.is_on, "told again, it took another course"
        power.fail_after(0)
        self.scene.wait(OFF_MS)
        self.scene.power_on()
        self.scene.wait(REST_MS)

    def _find_moments(self, deeds: Callable[[], None]) -> None:
        if self._has_moments:
            raise Differs("only one step of a scenario can be cut at any moment")
        self._has_moments = True
        power = self.scene.kiosk.power
        before, seen = power.touches, set[int]()
        self.scene.watch(lambda: seen.add(power.touches - before))
        deeds()
        self.scene.watch(lambda: None)
        self.touches = power.touches - before
        self.moments = _chosen(seen, self.touches)

    # -- what is said when it fails ---------------------------------------------------------

    def _report(self, told: Told, place: int, why: str) -> str:
        lines = [self.title, f"line {told.line}: {told.keyword} {told.text}"]
        lines += _indented(why.splitlines())
        if self._moment:
            lines.append(f"with the power cut at touch {self._moment} of {self.touches}")
        lines += ["what can be seen:", *_indented(described(self.scene))]
        before = [f"{each.keyword} {each.text}" for each in self._told[: place - 1]]
        return "\n".join([*lines, "told before:", *_indented(before)])


def _chosen(seen: Iterable[int], touches: int) -> list[int]:
    if os.environ.get("PAKOMATS_MOMENTS") == "all":
        return list(range(1, touches + 1))
    near = {touch for at in seen for touch in range(at - BEFORE, at + AFTER + 1)}
    near.update(range(1, touches + 1, ELSE_EVERY))
    return sorted(touch for touch in near if 1 <= touch <= touches)


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]
