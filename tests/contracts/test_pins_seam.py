"""The pins seam: what all `Pins` promise, on `RPi.GPIO` and on the simulated header.

The real adapter runs on a stand-in for the library (tests/pi), as both libraries behave.
`make hardware` runs it on a real Raspberry Pi, two of whose pins are joined through 1 kΩ and named
in the bench's file: [pins] out = 5, in = 6.
"""

import os
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers.pins import PULLS, GpioPins, Pins
from sim.luck import Stream
from sim.pins import SimPins
from tests.source import ROOT

PI = ROOT / "tests/pi"
PINS, BYTES = 54, 8
OUT, IN = 5, 6


class Place(Protocol):
    """Pins, a wire to hold to them and a voltmeter."""

    pins: Pins
    out: int
    inp: int

    def join(self, pin: int, level: bool | None) -> None: ...  # to ground, to 3.3 V, to nothing
    def driven(self, pin: int) -> bool | None: ...  # the level of an output; None: it is none
    def history(self, pin: int) -> list[bool]: ...  # all levels that it has driven
    def clear_away(self) -> None: ...


class StandIn:
    """The real adapter on the stand-in for its library, as on a Raspberry Pi of some kind."""

    out, inp = OUT, IN

    def __init__(self, folder: Path, kind: str) -> None:
        self._registers, self._trace = folder / "registers", folder / "trace"
        if not self._registers.exists():
            self._registers.write_bytes(bytes(PINS * BYTES))
        self._trace.touch()
        os.environ |= {"PI_REGISTERS": str(self._registers), "PI_TRACE": str(self._trace)}
        os.environ["PI_KIND"] = kind
        sys.path.insert(0, str(PI))
        self.pins: Pins = GpioPins()

    def join(self, pin: int, level: bool | None) -> None:
        self._poke(pin, 3, 0 if level is None else 1 + level)

    def driven(self, pin: int) -> bool | None:
        direction, level = self._registers.read_bytes()[pin * BYTES :][:2]
        return bool(level) if direction else None

    def is_free(self, pin: int) -> bool:
        return not any(self._registers.read_bytes()[pin * BYTES :][4:8])

    def history(self, pin: int) -> list[bool]:
        told = [line.split() for line in self._trace.read_text().splitlines()]
        return [level == "1" for number, level, _ in told if int(number) == pin]

    def clear_away(self) -> None:
        self.pins.close()
        sys.path.remove(str(PI))
        for name in ("PI_REGISTERS", "PI_TRACE", "PI_KIND"):
            del os.environ[name]
        for name in ("RPi", "RPi.GPIO", "lgpio"):
            sys.modules.pop(name, None)

    def _poke(self, pin: int, at: int, value: int) -> None:
        with self._registers.open("r+b") as file:
            file.seek(pin * BYTES + at)
            file.write(bytes([value]))


class Simulated:
    """The simulated header, and a switch to ground; nothing else is ever wired to its pins."""

    out, inp = OUT, IN

    def __init__(self) -> None:
        self._history: list[tuple[int, bool | None]] = []
        self._grounded: set[int] = set()
        self._header = SimPins(lambda: 0, Stream(1))
        self._header.on_level = lambda pin, level: self._history.append((pin, level))
        for pin in range(28):
            self._header.wire_switch(pin, lambda now_ms, pin=pin: pin in self._grounded)
        self.pins: Pins = self._header

    def join(self, pin: int, level: bool | None) -> None:
        assert level is not True, "nothing on a cabinet is wired to 3.3 V"
        self._grounded = self._grounded - {pin} | ({pin} if level is False else set())

    def driven(self, pin: int) -> bool | None:
        is_out = self._header._pads[pin].is_out
        return self._header.level(pin) if is_out else None

    def history(self, pin: int) -> list[bool]:
        return [level for number, level in self._history if number == pin and level is not None]

    def clear_away(self) -> None:
        self.pins.close()


class BenchPins:
    """A real Raspberry Pi; the wire is from one of its pins to the other."""

    def __init__(self, file: str) -> None:
        bench = tomllib.loads(Path(file).read_text())["pins"]
        self.out, self.inp = bench["out"], bench["in"]
        self.pins: Pins = GpioPins()
        self._far = GpioPins()
        self._far.setup_in(self.out, "none")

    def join(self, pin: int, level: bool | None) -> None:
        if level is None:
            self._far.setup_in(self.out, "none")
        else:
            self._far.setup_out(self.out, level, False)

    def driven(self, pin: int) -> bool | None:
        self._far.setup_in(self.inp, "none")
        return self._far.read(self.inp)

    def history(self, pin: int) -> list[bool]:
        level = self.driven(pin)
        return [] if level is None else [level]

    def clear_away(self) -> None:
        self.pins.close()
        self._far.close()


ALONE = ["RPi.GPIO", "rpi-lgpio", "simulated"]
ALL = [*ALONE, pytest.param("bench", marks=pytest.mark.hardware("pins"))]


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    made: Place
    if request.param == "simulated":
        made = Simulated()
    elif request.param == "bench":
        made = BenchPins(request.config.getoption("--hardware"))
    else:
        made = StandIn(tmp_path, request.param)
    yield made
    made.clear_away()


# -- outputs ------------------------------------------------------------------------------


@pytest.mark.parametrize("is_active_low", [False, True])
@pytest.mark.parametrize("place", ALL, indirect=True)
def test_an_output_is_at_its_level_from_the_first_moment(place: Place, is_active_low: bool) -> None:
    off = is_active_low
    place.pins.setup_out(place.out, False, is_active_low)
    assert set(place.history(place.out)) == {off}
    assert place.driven(place.out) is off


@pytest.mark.parametrize("is_active_low", [False, True])
@pytest.mark.parametrize("place", ALL, indirect=True)
def test_on_is_low_where_it_was_set_up_so(place: Place, is_active_low: bool) -> None:
    place.pins.setup_out(place.out, True, is_active_low)
    assert place.driven(place.out) is not is_active_low
    for is_on in (False, True, True, False, True):
        place.pins.write(place.out, is_on)
        assert place.driven(place.out) is (is_on is not is_active_low)


@pytest.mark.parametrize("place", ALONE, indirect=True)
def test_outputs_do_not_touch_one_another(place: Place) -> None:
    for pin in range(2, 28):
        place.pins.setup_out(pin, False, pin % 2 == 0)
    for pin in range(2, 28):
        place.pins.write(pin, True)
        place.pins.write(pin, False)
    for pin in range(2, 28):
        off = pin % 2 == 0
        assert [after for before, after in pairwise(place.history(pin)) if before is not after] == [
            not off, off,
        ]  # fmt: skip


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_an_output_may_become_an_input_and_an_output_again(place: Place) -> None:
    place.pins.setup_out(place.inp, True, True)
    place.pins.setup_in(place.inp, "up")
    assert place.pins.read(place.inp)
    with pytest.raises(ValueError, match="output"):
        place.pins.write(place.inp, True)
    place.pins.setup_out(place.inp, False, True)
    with pytest.raises(ValueError, match="input"):
        place.pins.read(place.inp)


# -- inputs -------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_an_input_to_which_nothing_is_joined_is_as_it_is_pulled(place: Place) -> None:
    for _ in range(3):
        place.pins.setup_in(place.inp, "up")
        assert place.pins.read(place.inp)
        place.pins.setup_in(place.inp, "down")
        assert not place.pins.read(place.inp)


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_a_switch_to_ground_wins_over_the_pull(place: Place) -> None:
    place.pins.setup_in(place.inp, "up")
    for level in (False, None, False, None):
        place.join(place.inp, level)
        assert place.pins.read(place.inp) is (level is None)


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_setting_up_an_input_again_gives_the_same_reading(place: Place) -> None:
    place.join(place.inp, False)
    for pull in PULLS:
        place.pins.setup_in(place.inp, pull)
        assert not place.pins.read(place.inp)


# -- mistakes of ours ---------------------------------------------------------------------


@pytest.mark.parametrize("place", ALL, indirect=True)
@pytest.mark.parametrize("pin", [-1, 28, 40, 53])
def test_a_pin_that_is_not_on_the_header_is_a_mistake(place: Place, pin: int) -> None:
    for act in (
        lambda: place.pins.setup_out(pin, False, True), lambda: place.pins.setup_in(pin, "up"),
        lambda: place.pins.write(pin, True), lambda: place.pins.read(pin),
    ):  # fmt: skip
        with pytest.raises(ValueError, match=f"pin {pin}"):
            act()


@pytest.mark.parametrize("place", ALL, indirect=True)
def test_a_pin_that_was_not_set_up_is_a_mistake(place: Place) -> None:
    with pytest.raises(ValueError, match=f"pin {place.out}"):
        place.pins.write(place.out, False)
    with pytest.raises(ValueError, match=f"pin {place.inp}"):
        place.pins.read(place.inp)
    with pytest.raises(ValueError, match="sideways"):
        place.pins.setup_in(place.inp, "sideways")


# -- the end ------------------------------------------------------------------------------


@pytest.mark.parametrize("is_active_low", [False, True])
@pytest.mark.parametrize("place", ALL, indirect=True)
def test_at_the_end_outputs_are_off_and_stay_outputs(place: Place, is_active_low: bool) -> None:
    place.pins.setup_out(place.out, True, is_active_low)
    place.pins.setup_in(place.inp, "up")
    place.pins.close()
    assert place.driven(place.out) is is_active_low
    place.pins.close()
    with pytest.raises(ValueError, match="output"):
        place.pins.write(place.out, True)
    place.pins.setup_out(place.out, True, is_active_low)
    assert place.driven(place.out) is not is_active_low


# -- the same on all ----------------------------------------------------------------------

Deed = tuple[str, int, bool, bool]
deeds = st.tuples(
    st.sampled_from(["out", "write", "in up", "in down", "read", "ground", "free"]),
    st.sampled_from([4, 17, 27]), st.booleans(), st.booleans(),
)  # fmt: skip


def carry_out(place: Place, deed: Deed) -> object:
    what, pin, is_on, is_active_low = deed
    try:
        if what == "out":
            place.pins.setup_out(pin, is_on, is_active_low)
        elif what == "write":
            place.pins.write(pin, is_on)
        elif what == "read":
            return place.pins.read(pin)
        elif what in ("ground", "free"):
            place.join(pin, False if what == "ground" else None)
        else:
            place.pins.setup_in(pin, what.removeprefix("in "))
    except ValueError as mistake:
        return str(mistake)
    return place.driven(pin)


@pytest.mark.parametrize("kind", ["RPi.GPIO", "rpi-lgpio"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(deeds, max_size=40))
def test_any_story_comes_out_the_same_on_both(kind: str, story: list[Deed], tmp_path: Path) -> None:
    (tmp_path / "registers").unlink(missing_ok=True)
    real, simulated = StandIn(tmp_path, kind), Simulated()
    try:
        for deed in story:
            assert carry_out(real, deed) == carry_out(simulated, deed)
    finally:
        real.clear_away()


# -- the real one alone -------------------------------------------------------------------


@pytest.mark.parametrize("place", ["RPi.GPIO", "rpi-lgpio"], indirect=True)
def test_a_pin_that_was_an_output_before_a_crash_is_no_news(place: Place) -> None:
    assert isinstance(place, StandIn)
    place._poke(place.out, 0, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        place.pins.setup_out(place.out, False, True)


@pytest.mark.parametrize("place", ["RPi.GPIO", "rpi-lgpio"], indirect=True)
def test_at_the_end_inputs_are_given_back(place: Place) -> None:
    assert isinstance(place, StandIn)
    place.pins.setup_in(place.inp, "up")
    assert not place.is_free(place.inp)
    place.pins.close()
    assert place.is_free(place.inp)


@pytest.mark.parametrize("kind", ["no access", "Pi 5 with RPi.GPIO"])
def test_pins_that_may_not_be_used_are_refused_with_a_remedy(kind: str, tmp_path: Path) -> None:
    place = StandIn(tmp_path, kind)
    with pytest.raises(OSError) as caught:
        place.pins.setup_out(5, False, True)
    assert "group gpio" in (caught.value.strerror or "")
    assert "rpi-lgpio" in (caught.value.strerror or "")
    place.clear_away()


def test_a_pin_that_another_program_has_is_refused(tmp_path: Path) -> None:
    place = StandIn(tmp_path, "rpi-lgpio")
    place._poke(5, 7, 1)  # process 1 has it
    with pytest.raises(OSError, match=r"pin 5 cannot be used \(GPIO busy\)"):
        place.pins.setup_in(5, "up")
    place.clear_away()


def test_nothing_is_left_behind_in_the_folder_where_the_terminal_runs(tmp_path: Path) -> None:
    program = "from drivers.pins import GpioPins; GpioPins()"
    environment = {**os.environ, "PYTHONPATH": f"{PI}:{ROOT}", "PI_KIND": "rpi-lgpio"}
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, check=True)
    assert list(tmp_path.iterdir()) == []


def stopped_with(path: str, kind: str, folder: Path) -> str:
    """What a program says that wants pins where there are none; it must not go on."""
    program = "from drivers.pins import GpioPins; GpioPins(); print('went on')"
    environment = {**os.environ, "PYTHONPATH": f"{path}:{ROOT}", "PI_KIND": kind}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, env=environment, capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr


def test_without_the_library_the_program_stops_and_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "RPi").mkdir()  # so that a library that is installed here is not found
    (tmp_path / "RPi/__init__.py").touch()
    told = stopped_with(str(tmp_path), "", tmp_path)
    assert told == (
        "The pins cannot be used: No module named 'RPi.GPIO'. Install the library for them with:"
        " pip install rpi-lgpio (any Raspberry Pi from 3 on) or: pip install RPi.GPIO (up to 4)\n"
    )


def test_where_there_is_no_raspberry_pi_the_program_stops_and_says_so(tmp_path: Path) -> None:
    told = stopped_with(str(PI), "no Raspberry Pi", tmp_path)
    assert told.count("\n") == 1
    assert "This module can only be run on a Raspberry Pi!" in told
