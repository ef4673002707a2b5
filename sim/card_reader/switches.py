"""What can go wrong with a card reader, and what is not known about real ones.

Each switch may be changed at any moment, by a test, by a fault of the simulated world,
by a word at the keyboard and by an option of the command line; the last two are made
from this list.  What a switch does is in the file that asks for it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

# Moments of a payment at which the power or the voice can be lost, in their order.
COMMAND_HEARD, CARD_READ, BANK_ASKED, BANK_DECIDED = (
    "command-heard", "card-read", "bank-asked", "bank-decided")
AUTHORISED, STATUS_SAID, TOLD_TO_WAIT, GOODS_OUT, STORED, COMPLETION_SAID = (
    "authorised", "status-said", "told-to-wait", "goods-out", "stored", "completion-said")
GOODS_NOT_OUT, REVERSING, REVERSED = "goods-not-out", "reversing", "reversed"
STEPS = (COMMAND_HEARD, CARD_READ, BANK_ASKED, BANK_DECIDED, AUTHORISED, STATUS_SAID,
         TOLD_TO_WAIT, GOODS_OUT, STORED, COMPLETION_SAID, GOODS_NOT_OUT, REVERSING, REVERSED)

BANK_DOWN, ANSWER_LOST = "down", "answer-lost"
AT_ONCE, AFTER_ANSWER = "at-once", "after-answer"
LINES, BLOCK = "lines", "block"
STORED_ONLY, STANDING, LAST = "stored", "standing", "last"
SAY_ABORT, SAY_NO, SAY_NOTHING = "abort", "no", "nothing"


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"say one of: {', '.join(word or 'off' for word in words)}")
        return text
    return read


def _flag(text: str) -> bool:
    if text not in ("on", "off", ""):
        raise ValueError("say on or off")
    return text == "on"


def _code(text: str) -> int:
    """Two hexadecimal digits, as in the tables of the specification."""
    if len(text) > 2 or not set(text) <= set("0123456789abcdefABCDEF"):
        raise ValueError("say a code as two hexadecimal digits")
    return int(text or "0", 16)


def _count(text: str) -> int:
    if not (text or "0").isdecimal():
        raise ValueError("say a whole number")
    return int(text or "0")


def _is(default: Any, read: Callable[[str], object], what: str) -> Any:
    return field(default=default, metadata={"read": read, "what": what})


@dataclass
class Switches:
    """How this reader behaves from now on. Zero and "" mean that nothing is wrong."""

    # What it does to whoever stands before it.
    decline: int = _is(0, _code, "the bank says this code to every card")
    bank: str = _is("", _one_of("", BANK_DOWN, ANSWER_LOST),
                    "the bank is not reached, or decides and its answer is lost")
    bank_ms: int = _is(1_500, _count, "from asking the bank to its answer")
    bank_timeout_ms: int = _is(12_000, _count, "how long it waits for an answer of the bank")
    pin_ms: int = _is(4_000, _count, "what a person takes to type a PIN")
    card_ms: int = _is(60_000, _count, "how long it waits for a card")

    # What it does to the register.
    silent: bool = _is(False, _flag, "it says nothing, not even ACK, and goes on inside")
    silent_at: str = _is("", _one_of("", *STEPS), "it falls silent at this step of a payment")
    deaf: bool = _is(False, _flag, "it hears nothing")
    busy: bool = _is(False, _flag, "it updates its software: status 9C, and 84 9C to all else")
    answer_ms: int = _is(20, _count, "what it takes to answer")
    late_ms: int = _is(0, _count, "what it takes longer than that, now")
    duplicates: str = _is("", _one_of("", AT_ONCE, AFTER_ANSWER),
                          "a good 04 0F is said twice, both before the answer or one after it")
    impatient_ms: int = _is(0, _count, "it reverses so long after 04 0F, whatever was agreed")
    statuses_max: int = _is(3, _count, "status informations where <02> is missing")
    refuses_abort: bool = _is(False, _flag, "06 B0 never stops it")
    prints: str = _is("", _one_of("", LINES, BLOCK),
                      "the register must print, by 06 D1 or 06 D3, whatever was registered")
    long_texts: bool = _is(False, _flag, "04 FF brings the text for the screen along")
    shows_pan: bool = _is(False, _flag, "it sends card numbers and track 2 unmasked")
    ignores_interruptions: bool = _is(
        False, _flag, "a command in the middle of something is left unanswered, not with 84 9C")

    # What state it is in.
    vending: bool = _is(True, _flag, "vending machine mode: money is kept only after 80 00 00")
    needs_initialisation: bool = _is(False, _flag, "wants 06 93 first")
    needs_diagnosis: bool = _is(False, _flag, "wants 06 70 first")
    needs_end_of_day: bool = _is(False, _flag, "wants 06 50 first")
    ends_day_in_status: bool = _is(False, _flag, "the next 05 01 runs an end of day inside")
    repeats: str = _is(STORED_ONLY, _one_of(STORED_ONLY, STANDING, LAST),
                       "what 06 20 tells: the newest stored, standing, or last transaction")
    repeats_nothing: str = _is(SAY_ABORT, _one_of(SAY_ABORT, SAY_NO, SAY_NOTHING),
                               "how 06 20 says that there is none: 06 1E, 84, or a bare 06 0F")
    status_brings_version: bool = _is(False, _flag, "05 01 is answered with the software version")

    # Its power.
    cut_at: str = _is("", _one_of("", *STEPS), "its power fails at this step of a payment, once")
    power_back_ms: int = _is(0, _count, "its power comes back by itself so long after a cut")
    boot_ms: int = _is(8_000, _count, "what it takes to start")

    def put(self, name: str, text: str) -> None:
        """Set one as a person writes it; ValueError says what would make sense."""
        known = {switch.name: switch for switch in fields(self)}
        if name not in known:
            raise ValueError(f"there is no switch {name}")
        setattr(self, name, known[name].metadata["read"]("" if text == "off" else text))

    def show(self, name: str) -> str:
        """One as a person would set it."""
        value = getattr(self, name)
        if isinstance(value, bool) or not value:
            return "on" if value else "off"
        is_code = type(self).__dataclass_fields__[name].metadata["read"] is _code
        return f"{value:02X}" if is_code else str(value)


def listed() -> list[tuple[str, object, str]]:
    """Every switch: its name, what it is unless it is changed, and what it means."""
    return [(switch.name, switch.default, switch.metadata["what"]) for switch in fields(Switches)]
