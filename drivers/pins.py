"""The pins seam: outputs and inputs of a Raspberry Pi, the only place that knows RPi.GPIO.

It sets levels and reads them; which pin is a relay, a contact or a row of keys is known to
whoever holds it.  The idea needed to read it: an output is on or off, and what level that is
was said once, when it was set up; the level is set in the same call that makes the pin an
output, so that nothing twitches.

`RPi.GPIO` is one import and two libraries: RPi.GPIO (Raspberry Pi up to 4) and rpi-lgpio (3 to
5).  Only what both have is used: setmode, setwarnings, setup, output, input, cleanup.  Inputs
are to be polled, because edges are broken in RPi.GPIO on kernels from 6.6 on.
"""

import errno
import sys
from contextlib import chdir, suppress
from tempfile import TemporaryDirectory
from typing import Any, Protocol

PINS = range(28)  # of the header, by the numbers of Broadcom ("GPIO 17"), not by position
PULLS = ("up", "down", "none")


class Pins(Protocol):
    """What pins can do, real or simulated.

    OSError when the world refuses, with a sentence for a technician; ValueError for a pin
    that is not on the header, or is used as what it was not set up as.
    """

    def setup_out(self, pin: int, is_on: bool, is_active_low: bool) -> None:
        """Make it an output that is on or off from the first moment.  Off is high if active low."""

    def write(self, pin: int, is_on: bool) -> None:
        """Switch an output."""

    def setup_in(self, pin: int, pull: str) -> None:
        """Make it an input; `pull` is one of PULLS: its level while nothing is connected."""

    def read(self, pin: int) -> bool:
        """Is the level of this input high?"""

    def close(self) -> None:
        """Switch all outputs off and give back all inputs.  Safe to call twice."""


class GpioPins:
    """The pins of the Raspberry Pi that this runs on.

    SystemExit with a sentence where the library is missing or says that this is none.
    """

    def __init__(self) -> None:
        self._gpio = _import_gpio()
        # What rpi-lgpio lets through is raised by a library of its own.
        lgpio = sys.modules.get("lgpio")
        self._errors: tuple[type[Exception], ...] = (RuntimeError, OSError)
        self._errors += (lgpio.error,) if lgpio is not None else ()
        self._pulls = {
            "up": self._gpio.PUD_UP, "down": self._gpio.PUD_DOWN, "none": self._gpio.PUD_OFF,
        }  # fmt: skip
        self._outs: dict[int, bool] = {}  # pin: is it active low
        self._ins: set[int] = set()

    def setup_out(self, pin: int, is_on: bool, is_active_low: bool) -> None:
        gpio, level = self._gpio, is_on is not is_active_low
        _check(pin in PINS, pin, "is not on the header")
        try:
            self._begin()
            gpio.setup(pin, gpio.OUT, initial=gpio.HIGH if level else gpio.LOW)
        except self._errors as error:
            raise _refusal(pin, error) from error
        self._ins.discard(pin)
        self._outs[pin] = is_active_low

    def write(self, pin: int, is_on: bool) -> None:
        gpio = self._gpio
        _check(pin in self._outs, pin, "was not set up as an output")
        level = is_on is not self._outs[pin]
        try:
            gpio.output(pin, gpio.HIGH if level else gpio.LOW)
        except self._errors as error:
            raise _refusal(pin, error) from error

    def setup_in(self, pin: int, pull: str) -> None:
        gpio = self._gpio
        _check(pin in PINS, pin, "is not on the header")
        _check(pull in PULLS, pin, f"cannot be pulled {pull}")
        try:
            self._begin()
            gpio.setup(pin, gpio.IN, pull_up_down=self._pulls[pull])
        except self._errors as error:
            raise _refusal(pin, error) from error
        self._outs.pop(pin, None)
        self._ins.add(pin)

    def read(self, pin: int) -> bool:
        _check(pin in self._ins, pin, "was not set up as an input")
        try:
            return bool(self._gpio.input(pin))
        except self._errors as error:
            raise _refusal(pin, error) from error

    def close(self) -> None:
        # An output that floats may close a relay, so it stays one, at the level for off; what
        # the kernel does with it when this program ends is a matter of config.txt.
        for pin in self._outs:
            with suppress(OSError):  # the others must still be switched off
                self.write(pin, False)
        ins, self._ins, self._outs = list(self._ins), set(), {}
        if ins:
            with suppress(*self._errors):
                self._gpio.cleanup(ins)

    def _begin(self) -> None:
        self._gpio.setwarnings(False)  # that a pin is in use since before a crash is no news
        self._gpio.setmode(self._gpio.BCM)


def _import_gpio() -> Any:
    try:
        # lgpio leaves a pipe in the folder where it is imported, and fails where it may not.
        with TemporaryDirectory() as folder, chdir(folder):
            import RPi.GPIO
    except ImportError as error:
        raise SystemExit(
            f"The pins cannot be used: {error}. Install the library for them with: pip install"
            " rpi-lgpio (any Raspberry Pi from 3 on) or: pip install RPi.GPIO (up to 4)"
        ) from error
    except RuntimeError as error:
        raise SystemExit(
            f"The pins cannot be used: RPi.GPIO says '{error}'. Run the terminal on a Raspberry"
            " Pi, or take the locks and keypads on pins out of the site's file"
        ) from error
    return RPi.GPIO


def _check(is_right: bool, pin: int, why_not: str) -> None:
    if not is_right:
        raise ValueError(f"pin {pin} {why_not}")


def _refusal(pin: int, error: Exception) -> OSError:
    return OSError(
        errno.EIO,
        f"pin {pin} cannot be used ({error}): add this account to the group gpio, end other"
        " programs that use the pin, and on a Raspberry Pi 5 install rpi-lgpio instead of RPi.GPIO",
    )
