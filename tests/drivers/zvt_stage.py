"""A talk with a ZVT reader on a stage: the reader's words in hex, as the data sheet prints them.

Written without the codec, so that a wrong byte in one cannot be made good in the other.
"""

from drivers.zvt_orders import Terms
from drivers.zvt_talk import Talk
from terminal import effects, events
from terminal.record import Record

ACK, BUSY, NOT_ISSUED = "800000", "849C00", "846600"
DONE = "060F00"
REGISTER = "0600080000003E09780300"
ENQUIRE, REMEMBER = "050100", "0620050000000303"
CHARGE = "06010E04000000000349490978011E020A"  # 3.49 EUR, 30 s, 10 times
ABORT = "06B000"
VENDING = "060F0A1910290000001249 0978".replace(" ", "")  # the status byte says 10
# 3.49 EUR, trace 471, receipt 0471, reader 28004869, a card that ends with 4771
GOOD = (
    "040F 40 2700 040000000003 49 0B000471 0C223953 0D1006 0E2512 170001 1970"
    " 22F0F8EEEEEEEEEEEE4771 2928004869 49 0978 870471 8A2E 8BF1F7"
    " 4465626974204D61737465726361726400"
).replace(" ", "")
GOOD = "040F" + f"{len(GOOD) // 2 - 3:02X}" + GOOD[6:]
ABORTED, TIMED_OUT = "061E016C", "040F02276C"
AUTHORISED = events.CardAuthorised(7, 471, 471, "28004869", "4771", "Debit Mastercard", 30_000)


def result(
    code: int = 0, *, cents: int = 349, trace: int = 471, original: int = 0, receipt: int = 471
) -> str:
    """A status message about a payment, as a reader sends it or remembers it."""
    block = f"27{code:02X}04{cents:012d}0B{trace:06d}"
    if original:
        block += f"37{original:06d}"
    block += f"87{receipt:04d}"
    return f"040F{len(block) // 2:02X}{block}"


class Stage:
    """A talk and its time; what it said and told comes back from each call."""

    def __init__(self, terms: Terms | None = None) -> None:
        self.talk = Talk(terms or Terms())
        self.now_ms = 1_000
        self.told: list[tuple[int, Record]] = []

    def reader(self, *messages: str) -> list[str]:
        """The reader says this; returns what it is answered."""
        for message in messages:
            self.talk.hear(bytes.fromhex(message), self.now_ms)
        return self.said()

    def want(self, effect: Record) -> list[str]:
        self.talk.perform(effect, self.now_ms)
        return self.said()

    def wait(self, for_ms: int) -> list[tuple[int, str]]:
        """Let time pass; returns what was said, and after how many milliseconds."""
        begun_ms, until_ms, said = self.now_ms, self.now_ms + for_ms, []
        while True:
            wake_ms = self.talk.wake_at_ms()
            self.now_ms = until_ms if wake_ms is None else min(until_ms, max(wake_ms, self.now_ms))
            self.talk.tick(self.now_ms)
            said += [(self.now_ms - begun_ms, apdu) for apdu in self.said()]
            self._note()
            if self.now_ms == until_ms:
                return said
            wake_ms = self.talk.wake_at_ms()
            if wake_ms is not None and wake_ms <= self.now_ms:
                assert self.talk.broken is not None, "it wants to be woken for nothing"
                self.now_ms = until_ms

    def lose(self, why: str = "gone") -> None:
        self.talk.line_lost(why, self.now_ms)

    def find(self) -> list[str]:
        self.talk.line_found(self.now_ms)
        return self.said()

    def said(self) -> list[str]:
        said = [apdu.hex().upper() for apdu in self.talk.says]
        self.talk.says.clear()
        return said

    def facts(self) -> list[Record]:
        """What was told since the last time."""
        self._note()
        facts = [fact for _, fact in self.told]
        self.told.clear()
        return facts

    def _note(self) -> None:
        self.told += [(self.now_ms, fact) for fact in self.talk.facts]
        self.talk.facts.clear()

    def be_ready(self, trace: int = 470) -> "Stage":
        """Through all that comes before the first sale."""
        assert self.find() == [REGISTER]
        assert self.reader(ACK, VENDING) == [ACK, ENQUIRE]
        assert self.reader(ACK, DONE) == [ACK, REMEMBER]
        assert self.remember(trace) == []
        self.facts()
        return self

    def remember(self, trace: int) -> list[str]:
        """The reader tells its newest payment; returns what is said after that."""
        found = result(cents=100, trace=trace, receipt=trace)
        said = self.reader(ACK, found, DONE)
        assert said[:2] == [ACK, ACK]
        return said[2:]


def asking() -> Stage:
    """The reader has taken the charge."""
    stage = Stage().be_ready()
    assert stage.want(effects.Charge(7, 349)) == [CHARGE]
    assert stage.reader(ACK) == []
    return stage


def authorised() -> Stage:
    """The bank has said yes, and the reader waits for the goods."""
    stage = asking()
    assert stage.reader(GOOD) == []
    assert stage.facts() == [AUTHORISED]
    return stage


def ends(stage: Stage, *messages: str) -> list[object]:
    """What becomes of the sale when the reader says this; before the next one it asks again."""
    said = stage.reader(*messages)
    assert said == [ACK] * len(messages) + [REMEMBER]
    return list(stage.facts())
