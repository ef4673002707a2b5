"""What the numbers of a ZVT reader mean to people: steps, reasons and sentences.

Tables and nothing else.  The idea needed to read it: a person needs one of few words
(`payment.py`), a technician the number as well, to find it in the maker's manual.
Source: PA00P015 13.08, the chapters on intermediate status, errors and terminal status.
"""

from drivers import payment

READY = (0x00, 0xDC)  # DC: a card is in it already
ABORTED, NOT_POSSIBLE, PLEASE_WAIT = 0x6C, 0x83, 0x9C  # 6C: the stop key, or nobody came
INITIALISE, DIAGNOSE, CLOSE_DAY = 0x51, 0xC2, 0xF0  # what it wants before it goes on
ALREADY_REVERSED = 0xB4
# Nothing is decided by these: the same may be asked again later.
PASSING = (
    0x6B, ABORTED, 0x7D, 0x9B, PLEASE_WAIT, 0xA0, 0xA1, 0xA3, INITIALISE, DIAGNOSE, CLOSE_DAY,
)  # fmt: skip

_UNREADABLE = (0x64, 0x65, 0x66, 0x72, 0x73, 0x7B, 0x7C, 0x7E, 0xDD, 0xDE)
# Whatever card is shown, the reader cannot, or cannot reach the bank.
_NOT_READY = (
    0x51, 0x6A, 0x6B, 0x6F, 0x74, 0x77, 0x7D, 0x83, 0x85, 0x89, 0x9A, 0x9B, 0x9C, 0xA0, 0xA1,
    0xA3, 0xA5, 0xB1, 0xB2, 0xBF, 0xC0, 0xC1, 0xC2, 0xC4, 0xC6, 0xCB, 0xCC, 0xDF, 0xE0, 0xE2,
    0xE3, 0xE4, 0xED, 0xF0, 0xF5, 0xF6, 0xFB, 0xFC, 0xFF,
)  # fmt: skip

_STEPS = {
    "present card": (0x0A, 0x2A),
    "watch reader": (0x00, 0x01, 0x02, 0x26, 0x27, 0x28, 0x29, 0x2C, 0x69, 0xCC, 0xE0, 0xE1),
    "wait for bank": (0x04, 0xD2, 0xD3, 0xF2),
    "remove card": (0x0B, *range(0x41, 0x68)),
    "card refused": (0x03, 0x07, 0x08, 0x09, 0x10, 0x13, 0x14, 0x16, 0x18, 0x1D),
    "card unreadable": (0x0C, 0x19),
    "wrong PIN": (0x15,),
    "approved": (0x1B, 0x1C),
    "giving back": (0x05, 0x45),
}
_STEP_OF = {code: step for step, codes in _STEPS.items() for code in codes}
assert set(_STEPS) < set(payment.STEPS)

_NAMES = {
    0x51: "it wants initialising", 0x64: "card unreadable", 0x6B: "not registered",
    0x6C: "aborted or timed out", 0x6F: "wrong currency", 0x77: "end of day not possible",
    0x7D: "no connection to the bank", 0x83: "not possible", 0x9A: "protocol error",
    0x9C: "busy", 0xA0: "the bank is not ready", 0xA1: "the bank does not answer",
    0xA3: "no connection to the bank", 0xB4: "already given back",
    0xB5: "giving back is not possible", 0xC2: "it wants a diagnosis", 0xCC: "its printer",
    0xDF: "out of order", 0xE4: "it must be activated", 0xF0: "its day is not closed",
    0xFF: "system error",
}  # fmt: skip


def step_of(code: int) -> str:
    """One of `payment.STEPS` for an intermediate status."""
    return _STEP_OF.get(code, "wait")


def why_of(code: int | None) -> str:
    """One of `payment.WHYS` for the result of a payment that came to nothing."""
    if code == ABORTED:
        return payment.CANCELLED
    if code in _UNREADABLE:
        return payment.UNREADABLE
    return payment.NOT_READY if code in _NOT_READY else payment.DECLINED


def name_of(code: int | None) -> str:
    """For a technician: the number, and what it means where that helps."""
    if code is None:
        return "without a reason"
    name = _NAMES.get(code)
    return f"code {code:02X}" if name is None else f"code {code:02X}: {name}"
