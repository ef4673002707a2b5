"""What a ZVT reader needs before it can sell, and whether it can.

It gives the orders of its own to `zvt_talk.py`, which carries them out.  The idea needed to
read it: `_chores` is what is still to be done, in order, and the last of it tells the newest
payment that the reader remembers, because from that every later doubt is resolved.  Then
it is ready, and is asked for its status at least once a minute (some readers do their
house-keeping only then).

Without "vending mode" a reader may keep the money without asking about the goods: then
nothing is sold.
"""

from drivers import payment
from drivers import zvt_codec as codec
from drivers import zvt_words as words
from drivers.zvt_orders import LastWord, Order, Terms, code_of, is_nothing_stored, number_of
from terminal import events
from terminal.record import Record

ENQUIRE_MS = 50_000  # the specification wants it within 60 s
BUSY_MS = 5_000  # then a reader that said "please wait" is asked again
RETRY_MS = 30_000
GRACE_MS = 60_000  # so long may a reader be busy with itself before that is a failure
RETELL_MS = 600_000  # a failure whose reason changes is told again, but not all the time

REGISTER, INITIALISE, DIAGNOSE, CLOSE = "register", "initialise", "diagnose", "close day"
ENQUIRE, REMEMBER = "enquire", "remember"
_WANTED_BY_STATUS = {
    words.INITIALISE: INITIALISE, words.DIAGNOSE: DIAGNOSE, words.CLOSE_DAY: CLOSE,
}  # fmt: skip


class Chores:
    """Makes a reader ready and keeps it so; `facts` hear of every change.

    is_registered: it takes orders.  is_ready: it can sell.
    """

    def __init__(self, terms: Terms, facts: list[Record]) -> None:
        self.is_registered = self.is_ready = False
        self.trace = 0
        self._terms = terms
        self._facts = facts
        self._chores: list[str] = []
        self._due_ms = 0
        self._tried: set[str] = set()
        self._unready_since_ms: int | None = None
        self._failure = ""
        self._told_ms = 0

    def begin(self, now_ms: int) -> None:
        """The line is new."""
        self._plan([REGISTER, ENQUIRE, REMEMBER], now_ms)
        self._tried.clear()

    def remember(self, now_ms: int) -> None:
        """Money has moved: learn again what the newest payment is, before another one."""
        if self.is_ready:
            self._plan([REMEMBER], now_ms)

    def next_order(self, now_ms: int) -> Order | None:
        """What to do now, if there is anything to do."""
        if not self._chores or now_ms < self._due_ms:
            return None
        return Chore(self._chores[0], self, self._terms, self._facts)

    def wake_at_ms(self) -> int | None:
        return self._due_ms if self._chores else None

    def line_lost(self, why: str, now_ms: int) -> None:
        """Nothing can be done until `begin`; "" tells nobody, because it is our own doing."""
        self.is_registered = self.is_ready = False
        self._chores.clear()
        if why:
            self._fail(why, now_ms)

    def retell_failure(self) -> None:
        """Say again why it cannot be used, if it cannot."""
        if self._failure:
            self._facts.append(events.PartFailed(payment.PaymentTerminal.name, self._failure))

    def retell_ready(self) -> None:
        """Say again that it is ready, if it is."""
        if self.is_ready:
            self._facts.append(events.ReaderReady(self.trace))

    # -- how a chore ended ----------------------------------------------------------------

    def end(self, chore: str, last: LastWord, result: codec.Result | None, now_ms: int) -> None:
        """The reader has had its last word on the chore at hand."""
        assert self._chores[0] == chore, (chore, self._chores)
        code = code_of(last)
        if chore == REMEMBER:
            self._end_remember(last, result, now_ms)
        elif chore == ENQUIRE and code in (0, words.NOT_POSSIBLE):
            self._end_enquire(last, now_ms)
        elif code == words.PLEASE_WAIT:
            self._wait("it is busy", now_ms)
        elif code != 0:
            self._rest(f"it refuses to {chore} ({words.name_of(code)})", now_ms)
        elif chore == REGISTER:
            self._end_register(last, now_ms)
        else:
            del self._chores[0]

    def _end_register(self, last: LastWord, now_ms: int) -> None:
        self.is_registered = True
        status = last.registered if isinstance(last, codec.Ended) else None
        bits = status or 0
        if not bits & codec.IS_VENDING:
            self._rest(
                "its vending mode is off, so that it could keep money for a door that stays"
                " shut; whoever supplied it must switch that on", now_ms,
            )  # fmt: skip
            return
        del self._chores[0]
        if bits & codec.WANTS_DIAGNOSIS:
            self._chores.insert(0, DIAGNOSE)
        if bits & codec.WANTS_INITIALISING:
            self._chores.insert(0, INITIALISE)

    def _end_enquire(self, last: LastWord, now_ms: int) -> None:
        status = last.status if isinstance(last, codec.Ended) else None
        wanted = _WANTED_BY_STATUS.get(status or 0)
        if status is None or status in words.READY:
            del self._chores[0]
            if not self._chores:
                self._plan([ENQUIRE], now_ms + ENQUIRE_MS)
        elif status == words.PLEASE_WAIT:
            self._wait("it is busy", now_ms)
        elif wanted is not None and wanted not in self._tried:
            self._tried.add(wanted)
            self._be_unready(now_ms)
            self._plan([wanted, ENQUIRE, REMEMBER], now_ms)
        else:
            self._rest(f"it says that it cannot sell ({words.name_of(status)})", now_ms)

    def _end_remember(self, last: LastWord, result: codec.Result | None, now_ms: int) -> None:
        number = number_of(result) if result is not None else 0
        if isinstance(last, codec.Ended) and number:
            self._be_ready(number, now_ms)
        elif is_nothing_stored(last, result, self._terms.nothing_stored):
            self._be_ready(0, now_ms)
        elif code_of(last) == words.PLEASE_WAIT:
            self._wait("it is busy", now_ms)
        else:
            self._rest(
                "it does not tell its newest payment, by which a doubt could be resolved"
                f" ({words.name_of(code_of(last) or None)})", now_ms,
            )  # fmt: skip

    # -- ready or not ---------------------------------------------------------------------

    def _plan(self, chores: list[str], due_ms: int) -> None:
        self._chores, self._due_ms = chores, due_ms

    def _be_ready(self, trace: int, now_ms: int) -> None:
        self.is_ready, self.trace = True, trace
        self._unready_since_ms = None
        self._tried.clear()
        self._plan([ENQUIRE], now_ms + ENQUIRE_MS)
        if self._failure:
            self._failure = ""
            self._facts.append(events.PartMended(payment.PaymentTerminal.name))
        self._facts.append(events.ReaderReady(trace))

    def _be_unready(self, now_ms: int) -> None:
        self.is_ready = False
        if self._unready_since_ms is None:
            self._unready_since_ms = now_ms

    def _wait(self, why: str, now_ms: int) -> None:
        """It will be right by itself, or so it says."""
        self._be_unready(now_ms)
        assert self._unready_since_ms is not None
        if now_ms >= self._unready_since_ms + GRACE_MS:
            self._fail(f"the card reader cannot be used: {why}", now_ms)
        if self._chores == [ENQUIRE]:
            self._chores.append(REMEMBER)
        self._due_ms = now_ms + BUSY_MS

    def _rest(self, why: str, now_ms: int) -> None:
        """It cannot sell; begin again a while later."""
        self._be_unready(now_ms)
        self._fail(f"the card reader cannot be used: {why}", now_ms)
        self._tried.clear()
        self._plan([REGISTER, ENQUIRE, REMEMBER], now_ms + RETRY_MS)

    def _fail(self, why: str, now_ms: int) -> None:
        is_told = self._failure == why or (self._failure and now_ms < self._told_ms + RETELL_MS)
        if not is_told:
            self._told_ms = now_ms
            self._failure = why
            self._facts.append(events.PartFailed(payment.PaymentTerminal.name, why))


class Chore(Order):
    """One command of our own."""

    def __init__(self, name: str, chores: Chores, terms: Terms, facts: list[Record]) -> None:
        apdus = {
            REGISTER: codec.register(terms.key, terms.currency),
            INITIALISE: codec.initialise(terms.key),
            DIAGNOSE: codec.DIAGNOSE,
            CLOSE: codec.end_day(terms.key),
            ENQUIRE: codec.ENQUIRE,
            REMEMBER: codec.repeat_receipt(terms.key),
        }
        super().__init__(apdus[name], facts)
        self._name = name
        self._chores = chores

    def end(self, last: LastWord, now_ms: int) -> bool:
        self._chores.end(self._name, last, self.result, now_ms)
        return False
