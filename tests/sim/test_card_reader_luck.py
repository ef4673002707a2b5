"""Whatever a register, a person and the power do to the simulated card reader, the money is right.

Hypothesis makes up what happens and when. After every step: nothing is negative, every cent that
was blocked is accounted for, at most one payment is open, and money was taken only in the very
millisecond in which a register said that the goods are out. At the end everything is healed, and
then nothing may be owed or held.
"""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from sim.card_reader.bank import AUTHORISED, CAPTURED, REVERSED, Bank
from sim.card_reader.cards import CARDS
from sim.card_reader.reader import SERIAL, TCP, CardReader
from sim.card_reader.serial_link import framed
from sim.card_reader.switches import STEPS, Switches
from tests.sim.card_reader_bench import (
    ABORT,
    END_OF_DAY,
    ENQUIRY,
    LOG_OFF,
    NOT_OUT,
    PAY,
    PAY_SIMPLY,
    REGISTER,
    REPEAT,
    WAIT,
    YES,
    reversal,
)

MESSAGES = [REGISTER, PAY, PAY_SIMPLY, ABORT, END_OF_DAY, ENQUIRY, LOG_OFF, REPEAT, reversal(1),
            reversal(2), reversal(3), bytes.fromhex("069303000000"), bytes.fromhex("067000"),
            bytes.fromhex("849d07040000000022 00"), b"\x06\x01", b"\xff", b"\x10\x02"]
# Said more often than the rest, so that many payments come far.
LIKELY = [YES, YES, YES, PAY, PAY, WAIT, NOT_OUT]
ACK, NAK = b"\x06", b"\x15"

CARD_NAMES = ["visa", "visa", *CARDS]

Act = tuple[str, object]
Step = tuple[int, Act]

ACTS: st.SearchStrategy[Act] = st.one_of(
    st.tuples(st.just("say"), st.sampled_from(LIKELY + MESSAGES)),
    st.tuples(st.just("say"), st.sampled_from(LIKELY)),
    st.tuples(st.just("card"), st.sampled_from(CARD_NAMES)),
    st.tuples(st.just("key"), st.none()),
    st.tuples(st.just("power"), st.booleans()),
    st.tuples(st.just("lost"), st.none()),
    st.tuples(st.just("cut"), st.sampled_from(STEPS)),
    st.tuples(st.just("bank"), st.sampled_from(["", "", "down", "answer-lost"])),
    st.tuples(st.just("silent"), st.booleans()),
    st.tuples(st.just("duplicates"), st.sampled_from(["", "at-once", "after-answer"])),
    st.tuples(st.just("impatient"), st.sampled_from([0, 0, 3_000])),
)
PAUSES = st.sampled_from([0, 1, 20, 21, 500, 1_600, 1_600, 2_100, 5_100, 10_000, 31_000])


@st.composite
def sales(draw: st.DrawFn) -> list[Step]:
    """A payment that goes well up to its answer, with something odd in the middle of it."""
    usual: list[Step] = [
        (0, ("say", PAY)), (100, ("say", YES)), (500, ("card", draw(st.sampled_from(CARD_NAMES)))),
        (100, ("say", YES)), (draw(PAUSES), ("say", draw(st.sampled_from(LIKELY)))),
        (draw(PAUSES), ("say", draw(st.sampled_from(LIKELY)))), (100, ("say", YES))]
    for step in draw(st.lists(st.tuples(PAUSES, ACTS), max_size=2)):
        usual.insert(draw(st.integers(0, len(usual))), step)
    return usual


@st.composite
def stories(draw: st.DrawFn) -> list[Step]:
    """Payments and whatever else, and now and then a new beginning."""
    fresh: list[Step] = [(40_000, ("power", True)), (10_000, ("silent", False)),
                         (0, ("bank", "")), (0, ("say", REGISTER)), (100, ("say", YES))]
    parts = draw(st.lists(st.one_of(sales(), sales(), st.just(fresh),
                                    st.lists(st.tuples(PAUSES, ACTS), max_size=5)), max_size=8))
    return [step for part in parts for step in part]


STORIES = stories()


class Life:
    """One reader in the hands of chance."""

    def __init__(self, framing: str, is_watched: bool = True) -> None:
        self.now_ms = 0
        self.bank = Bank()
        self.reader = CardReader(self.bank, framing=framing)
        self.switches: Switches = self.reader.switches
        self.positive_at_ms: set[int] = set()
        self.said: list[bytes] = []
        self._is_serial = framing == SERIAL
        self._is_watched = is_watched
        for message in (REGISTER, YES):
            self.say(message)
            self.wait(100)

    def say(self, message: bytes) -> None:
        if message in (YES, bytes.fromhex("840000")):
            self.positive_at_ms.add(self.now_ms)
        if self._is_serial:
            message = ACK + framed(message)
        self.reader.feed(message, self.now_ms)

    def wait(self, ms: int) -> None:
        until_ms = self.now_ms + ms
        turns = 0
        while self._is_watched and (next_ms := self.reader.wake_at_ms()) is not None:
            if next_ms > until_ms:
                break
            turns += 1
            assert turns < 10_000, "it wakes for nothing"
            self.now_ms = max(self.now_ms, next_ms)
            self.said += self.reader.due(self.now_ms)
            self.check()
        self.now_ms = until_ms
        self.said += self.reader.due(self.now_ms)
        self.check()

    def act(self, act: Act) -> None:
        kind, what = act
        reader, now_ms, switches = self.reader, self.now_ms, self.switches
        deeds: dict[str, Callable[[], object]] = {
            "say": lambda: self.say(bytes(what)),  # type: ignore[call-overload]
            "card": lambda: reader.present(CARDS[str(what)], now_ms),
            "key": lambda: reader.press_red_key(now_ms),
            "power": lambda: reader.power_on(now_ms) if what else reader.power_off(now_ms),
            "lost": lambda: reader.lost(now_ms),
            "cut": lambda: setattr(switches, "cut_at", what),
            "bank": lambda: setattr(switches, "bank", what),
            "silent": lambda: setattr(switches, "silent", what),
            "duplicates": lambda: setattr(switches, "duplicates", what),
            "impatient": lambda: setattr(switches, "impatient_ms", what),
        }
        deeds[kind]()
        self.check()

    def heal(self) -> None:
        for name in ("cut_at", "bank", "duplicates"):
            setattr(self.switches, name, "")
        self.switches.silent, self.switches.impatient_ms = False, 0
        self.reader.power_on(self.now_ms)
        self.wait(300_000)

    def check(self) -> None:
        bank = self.bank
        held, charged = bank.held_cents(), bank.charged_cents()
        assert held >= 0 and charged >= 0 and bank.reversed_cents() >= 0
        assert bank.authorised_cents() == held + charged + bank.reversed_cents()
        assert len(bank.open_payments("card reader")) <= 1
        for line in bank.ledger:
            assert line.what != CAPTURED or line.at_ms in self.positive_at_ms

    def check_healed(self) -> None:
        memory, bank = self.reader.memory, self.bank
        assert bank.held_cents() == 0 and memory.open is None
        assert memory.owed == [] and memory.reversing is None
        stored = {payment.trace for payment in memory.history
                  if payment.result == 0 and not payment.original_trace} - memory.given_back
        kept = {trace: [line.what for line in bank.ledger if line.trace == trace]
                for trace in {line.trace for line in bank.ledger}}
        assert {trace for trace, lines in kept.items() if lines[-1] == CAPTURED} == stored
        assert all(lines in ([AUTHORISED, CAPTURED], [AUTHORISED, REVERSED],
                             [AUTHORISED, CAPTURED, REVERSED]) for lines in kept.values())


def live(story: list[Step], framing: str, is_watched: bool = True) -> Life:
    life = Life(framing, is_watched)
    for pause_ms, act in story:
        life.wait(pause_ms)
        life.act(act)
    life.heal()
    life.check_healed()
    return life


@given(STORIES)
def test_whatever_happens_the_ledger_is_right(story: list[Step]) -> None:
    live(story, TCP)


@given(STORIES)
def test_whatever_happens_on_a_serial_line_the_ledger_is_right(story: list[Step]) -> None:
    live(story, SERIAL)


@given(STORIES, st.sampled_from([TCP, SERIAL]))
def test_it_does_the_same_however_rarely_one_looks(story: list[Step], framing: str) -> None:
    fine, coarse = live(story, framing), live(story, framing, is_watched=False)
    assert fine.bank.ledger == coarse.bank.ledger
    assert fine.said == coarse.said


@given(st.lists(st.tuples(st.sampled_from(["visa", "poor", "pin", "unreadable"]),
                          st.sampled_from([YES, NOT_OUT, WAIT, None])), max_size=8))
def test_what_is_charged_is_what_was_let_out(sales: list[tuple[str, bytes | None]]) -> None:
    life, let_out = Life(TCP), 0
    for card, answer in sales:
        life.say(PAY)
        life.wait(100)
        life.say(YES)
        life.act(("card", card))
        for _ in range(60):
            life.wait(1_000)
            is_asked = life.reader.memory.open is not None and life.said[-1][:2] == b"\x04\x0f"
            message = answer if is_asked else YES
            if message is not None and life.said[-1][:2] not in (b"\x80\x00", b"\x06\x0f"):
                let_out += is_asked and message == YES
                life.say(message)
                life.said.append(b"\x80\x00")
    life.heal()
    assert life.bank.charged_cents() == 349 * let_out


@given(st.lists(st.tuples(PAUSES, st.binary(max_size=20)), max_size=20),
       st.sampled_from([TCP, SERIAL]))
def test_noise_takes_no_money_and_breaks_nothing(noise: list[tuple[int, bytes]],
                                                 framing: str) -> None:
    life = Life(framing)
    for pause_ms, data in noise:
        life.wait(pause_ms)
        life.reader.feed(data, life.now_ms)
        life.reader.present(CARDS["visa"], life.now_ms)
    life.heal()
    assert life.bank.charged_cents() == 0
