"""Stands in for a Raspberry Pi: what `import RPi.GPIO` gives there, with registers in a file.

Written from the sources of RPi.GPIO 0.7.1 and rpi-lgpio 0.6, and used by tests that put the folder
`tests/pi` on the import path, in this process or in one that they start. As on the real thing the
registers outlive the process. The environment says what kind of machine this is:

    PI_REGISTERS  the file of the registers, FILE_SIZE zero bytes; without it nothing is kept
    PI_TRACE      a file or FIFO that is told "pin level nanoseconds" for each level that is set
    PI_KIND       one of KINDS; without it "RPi.GPIO"
"""

import mmap
import os
import time
import warnings

KINDS = (
    "RPi.GPIO",  # Raspberry Pi up to 4: registers; who uses a pin does not matter
    "rpi-lgpio",  # lines of the kernel: a pin that another living process has is busy
    "no Raspberry Pi", "Pi 5 with RPi.GPIO", "no access", "relay breaks",
)  # fmt: skip
PINS, BYTES = 54, 8
FILE_SIZE = PINS * BYTES
DIRECTION, LEVEL, PULL, OUTSIDE, OWNER = 0, 1, 2, 3, 4  # bytes of a pin; 4 for the owner's pid
TO_GROUND, TO_3V3 = 1, 2  # OUTSIDE: what the pin is joined to

BOARD, BCM = 10, 11
OUT, IN = 0, 1
LOW, HIGH = 0, 1
PUD_OFF, PUD_DOWN, PUD_UP = 20, 21, 22

_kind = os.environ.get("PI_KIND", KINDS[0])
if _kind == "no Raspberry Pi":
    raise RuntimeError("This module can only be run on a Raspberry Pi!")
if _kind == "rpi-lgpio":
    import lgpio

    print("xCreatePipe: what libraries say to nobody in particular", flush=True)

_now = {"mode": None, "warns": True, "writes": 0}
_directions = {}


def _open_registers():
    path = os.environ.get("PI_REGISTERS")
    if not path:
        return bytearray(FILE_SIZE)
    with open(path, "r+b") as file:
        return mmap.mmap(file.fileno(), FILE_SIZE)


def _open_trace():
    path = os.environ.get("PI_TRACE")
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_NONBLOCK) if path else None


_registers = _open_registers()
_trace = _open_trace()


def setwarnings(flag):
    _now["warns"] = flag


def setmode(mode):
    if _now["mode"] not in (None, mode):
        raise ValueError("A different mode has already been set!")
    if mode not in (BOARD, BCM):
        raise ValueError("An invalid mode was passed to setmode()")
    if _kind == "rpi-lgpio" and os.environ.get("PI_CHIP") == "missing":
        raise lgpio.error("can not open gpiochip")
    _now["mode"] = mode


def setup(channel, direction, pull_up_down=PUD_OFF, initial=None):
    if _kind == "no access":
        raise RuntimeError("No access to /dev/mem.  Try running as root!")
    if _kind == "Pi 5 with RPi.GPIO":
        raise RuntimeError("Cannot determine SOC peripheral base address")
    if direction not in (IN, OUT):
        raise ValueError("An invalid direction was passed to setup()")
    if direction == OUT and pull_up_down != PUD_OFF:
        raise ValueError("pull_up_down parameter is not valid for outputs")
    if direction == IN and initial is not None:
        raise ValueError("initial parameter is not valid for inputs")
    if pull_up_down not in (PUD_OFF, PUD_DOWN, PUD_UP):
        raise ValueError("Invalid value for pull_up_down")
    for pin in _pins(channel):
        _claim(pin)
        at = pin * BYTES
        is_strange = _directions.get(pin) is None and _registers[at + DIRECTION] == 1
        if _now["warns"] and is_strange and _kind != "rpi-lgpio":
            warnings.warn("This channel is already in use, continuing anyway.", stacklevel=2)
        if initial is not None:
            _registers[at + LEVEL] = 1 if initial else 0
        _registers[at + PULL] = pull_up_down - PUD_OFF
        _registers[at + DIRECTION] = 1 if direction == OUT else 0
        _directions[pin] = direction
        if direction == OUT:
            _tell(pin)


def output(channel, value):
    for pin in _pins(channel):
        if _directions.get(pin) != OUT:
            raise RuntimeError("The GPIO channel has not been set up as an OUTPUT")
        _now["writes"] += 1
        if _kind == "relay breaks" and _now["writes"] > 2:
            raise RuntimeError("bad GPIO level")
        _registers[pin * BYTES + LEVEL] = 1 if value else 0
        _tell(pin)


def input(channel):
    (pin,) = _pins(channel)
    if pin not in _directions:
        raise RuntimeError("You must setup() the GPIO channel first")
    at = pin * BYTES
    if _registers[at + DIRECTION] == 1:
        return _registers[at + LEVEL]
    outside = _registers[at + OUTSIDE]
    if outside:
        return LOW if outside == TO_GROUND else HIGH
    return HIGH if _registers[at + PULL] == PUD_UP - PUD_OFF else LOW


def cleanup(channel=None):
    for pin in list(_directions) if channel is None else _pins(channel):
        if _directions.pop(pin, None) is not None:
            at = pin * BYTES
            _registers[at + DIRECTION] = _registers[at + PULL] = 0
            _registers[at + OWNER : at + OWNER + 4] = bytes(4)
    if channel is None:
        _now["mode"] = None


def _pins(channel):
    if _now["mode"] is None:
        raise RuntimeError(
            "Please set pin numbering mode using GPIO.setmode(GPIO.BOARD) or GPIO.setmode(GPIO.BCM)"
        )
    assert _now["mode"] == BCM, "only numbers of Broadcom are known here"
    channels = channel if isinstance(channel, list | tuple) else [channel]
    for pin in channels:
        if not 0 <= pin < PINS:
            raise ValueError("The channel sent is invalid on a Raspberry Pi")
    return channels


def _claim(pin):
    at = pin * BYTES + OWNER
    owner = int.from_bytes(_registers[at : at + 4], "big")
    if _kind == "rpi-lgpio" and owner not in (0, os.getpid()) and _is_alive(owner):
        raise lgpio.error("GPIO busy")
    _registers[at : at + 4] = os.getpid().to_bytes(4, "big")


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _tell(pin):
    if _trace is not None:
        line = f"{pin} {_registers[pin * BYTES + LEVEL]} {time.monotonic_ns()}\n"
        os.write(_trace, line.encode())
