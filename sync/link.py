"""The link: tells the server what the journal holds, and the terminal what the server orders.

It carries no authority: what an order means is the terminal's to decide, and what it tells
is already on disk.  It works for days without a broker and never waits for one.  The one
idea: the link may forget everything at any moment.  What has to be sent stands in the
journal, what has to be received is sent again after every status, so that a lost, repeated
or late message costs time and nothing else.
"""

import re
from collections import deque
from collections.abc import Callable

from sync import messages
from sync.broker import Arrived, Broker, Connected, Fact, Lost, Taken
from sync.inbox import Inbox
from sync.journal import Journal
from sync.messages import Ack, Answer, Orders, Refusal, identity
from sync.messages.identity import Shown
from sync.outbox import BATCH_LINES, Outbox, cut
from sync.patience import Backoff, Questions, Steady
from terminal.effects import AskIdentity, AskServer, CancelIdentity, Report
from terminal.events import AckDisputed, Answered, ClockRead, IdentityEnded, LinkChanged
from terminal.part import JournalError, Part
from terminal.record import Record

STATUS_EVERY_MS = 60_000
STATUS_GAP_MS = 1_000  # however often the report changes
DEAF_MS = 150_000  # two statuses without a word from the server
DOWN_AFTER_MS = 10_000
ANSWER_MS = 3_000  # a person is waiting
CLOCK_FRESH_MS = 10_000
DISPUTE_EVERY_MS = 3_600_000  # an alarm an hour is alarm enough
REFUSALS_MAX = 10
NOW_MS = 0  # as a time to wake: long past

APART, CONNECTING, CONNECTED = "apart", "connecting", "connected"


class Link(Part):
    name = "link"
    performs = (Report, AskServer, AskIdentity, CancelIdentity)

    def __init__(
        self,
        journal: Journal,
        broker: Broker,
        terminal: str,
        software: str,
        below: Callable[[int], int],
    ) -> None:
        """`terminal` is its id; `below(n)` is luck, a number from 0 to n - 1."""
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", terminal), terminal
        self._journal, self._broker, self._software = journal, broker, software
        self._root = f"pakomats/v1/{terminal}/"
        self._outbox, self._inbox = Outbox(), Inbox()
        self._questions, self._steady = Questions(ANSWER_MS), Steady(DOWN_AFTER_MS)
        self._identity = 0  # the question who stands there, while it is open
        self._backoff = Backoff(below)
        self._refusals: deque[tuple[str, Refusal]] = deque(maxlen=REFUSALS_MAX)
        self._report: Report | None = None
        self._news: list[Record] = []
        self.why_apart = "not connected yet"  # for people; "" while the server is heard
        self._state = APART
        self._connect_at_ms: int | None = None
        self._will_boot = 0
        self._disputed_at_ms: int | None = None
        self._begin_connection(0)

    # -- as a part --------------------------------------------------------------------------

    def poll(self, now_ms: int) -> list[Record]:
        for fact in self._broker.poll(now_ms):
            self._take(fact, now_ms)
        self._keep_connected(now_ms)
        if self._state == CONNECTED:
            self._speak(now_ms)
        for question in self._questions.give_up(now_ms):
            self._news.append(Answered(question, -1))
        is_up = self._steady.see(self._is_heard(now_ms), now_ms)
        if is_up is not None:
            self._news.append(LinkChanged(is_up))
        news, self._news = self._news, []
        return news

    def perform(self, effect: Record, now_ms: int) -> None:
        if isinstance(effect, Report):
            self._report = effect
            self._want_status(now_ms)
            if self._state != APART and effect.boot != self._will_boot:
                # The will that the broker holds would be taken for an old one.
                self._hang_up("a new life of the terminal begins", now_ms)
        elif isinstance(effect, AskServer):
            self._ask(effect, now_ms)
        elif isinstance(effect, AskIdentity):
            self._ask_identity(effect)
        elif isinstance(effect, CancelIdentity):
            self._cancel_identity(effect.question)

    def wake_at_ms(self) -> int | None:
        if self._news or self._has_more_to_say():
            return NOW_MS
        wakes = [self._broker.wake_at_ms(), self._questions.wake_at_ms(), self._steady.wake_at_ms()]
        if self._state == APART and self._report is not None:
            wakes.append(NOW_MS if self._connect_at_ms is None else self._connect_at_ms)
        if self._state == CONNECTED:
            wakes += [self._heard_at_ms + DEAF_MS, self._outbox.wake_at_ms()]
            if not self._is_blocked and self._report is not None:
                wakes.append(self._status_at_ms)
        return min((wake for wake in wakes if wake is not None), default=None)

    def fileno(self) -> int | None:
        return self._broker.fileno()

    def restart(self) -> None:
        """The terminal was rebuilt: it knows neither the link's state nor its own questions."""
        self._report = None
        self._outbox.begin(self._journal.acknowledged_seq)
        self._inbox.forget()
        self._questions.give_up()
        self._identity = 0
        self._steady.forget()
        self._is_clock_told = False
        self._news = []

    def close(self) -> None:
        self._broker.close()

    # -- the connection ---------------------------------------------------------------------

    def _begin_connection(self, now_ms: int) -> None:
        self._has_heard = False
        self._heard_at_ms = now_ms
        self._status_at_ms = now_ms
        self._last_status: tuple[int, int] | None = None  # number and time
        self._is_clock_told = False
        self._clock_until_ms = 0
        self._is_blocked = False
        self._refusals.clear()

    def _keep_connected(self, now_ms: int) -> None:
        if self._state == CONNECTED and now_ms - self._heard_at_ms >= DEAF_MS:
            self._hang_up("the broker answers, but nothing has come from the server", now_ms)
        if self._state != APART or self._report is None:
            return
        if self._connect_at_ms is None:  # After a power cut in a town all come back at once.
            self._connect_at_ms = self._backoff.failed(now_ms)
        if now_ms >= self._connect_at_ms:
            self._state = CONNECTING
            self._will_boot = self._report.boot
            self._journal.next_connection()
            self._broker.connect(self._root + messages.STATUS, self._status(self._report, False))

    def _take(self, fact: Fact, now_ms: int) -> None:
        if isinstance(fact, Arrived):
            self._hear(fact, now_ms)
        elif isinstance(fact, Taken):
            self._is_blocked = False
            if self._last_status is not None and fact.number == self._last_status[0]:
                self._clock_until_ms = self._last_status[1] + CLOCK_FRESH_MS
        elif isinstance(fact, Connected):
            self._state = CONNECTED
            self._backoff.succeeded(now_ms)
            self._begin_connection(now_ms)
            self._outbox.begin(self._journal.acknowledged_seq)
            self._broker.subscribe(self._root + "down/+")
        elif isinstance(fact, Lost):
            self._lose(fact.why, now_ms)

    def _hang_up(self, why: str, now_ms: int) -> None:
        self._broker.close()
        self._lose(why, now_ms)

    def _lose(self, why: str, now_ms: int) -> None:
        self._state = APART
        self.why_apart = why
        self._connect_at_ms = self._backoff.failed(now_ms)
        for question in self._questions.give_up():
            self._news.append(Answered(question, -1))
        self._end_identity("interrupted")

    def _is_heard(self, now_ms: int) -> bool:
        is_deaf = now_ms - self._heard_at_ms >= DEAF_MS
        return self._state == CONNECTED and self._has_heard and not is_deaf

    # -- to the server ----------------------------------------------------------------------

    def _speak(self, now_ms: int) -> None:
        self._outbox.tick(now_ms)
        if self._report is not None and now_ms >= self._status_at_ms:
            self._send_status(self._report, now_ms)
        while self._send_entries(now_ms):
            pass  # Ends with the outbox's window.
        if self._refusals and self._publish(messages.REFUSED, self._refused()) is not None:
            self._refusals.popleft()

    def _has_more_to_say(self) -> bool:
        if self._state != CONNECTED or self._is_blocked:
            return False
        return bool(self._refusals) or self._next_after() is not None

    def _next_after(self) -> int | None:
        if not self._journal.is_open:
            return None
        return self._outbox.next_after(self._journal.last_seq)

    def _publish(self, topic: str, payload: bytes, is_retained: bool = False) -> int | None:
        number = self._broker.publish(self._root + topic, payload, is_retained)
        self._is_blocked = number is None
        return number

    def _want_status(self, now_ms: int) -> None:
        """Soon, but not more often than every second."""
        last_ms = -STATUS_GAP_MS if self._last_status is None else self._last_status[1]
        self._status_at_ms = min(self._status_at_ms, max(now_ms, last_ms + STATUS_GAP_MS))

    def _send_status(self, report: Report, now_ms: int) -> None:
        number = self._publish(messages.STATUS, self._status(report, True), is_retained=True)
        if number is not None:
            self._last_status = (number, now_ms)
            self._status_at_ms = now_ms + STATUS_EVERY_MS
            self._inbox.begin(report.last_order)

    def _status(self, report: Report, is_online: bool) -> bytes:
        journal = self._journal
        return messages.encode_status(
            report, is_online, journal.connection, self._software,
            (journal.journal_id, journal.acknowledged_seq, journal.last_seq),
        )  # fmt: skip

    def _send_entries(self, now_ms: int) -> bool:
        after = self._next_after()
        if after is None:
            return False
        try:
            lines = cut(self._journal.unacknowledged(after, BATCH_LINES))
        except JournalError:
            return False  # The loop will hear of it from its next commit.
        payload = messages.encode_entries(self._journal.journal_id, lines)
        if self._publish(messages.ENTRIES, payload) is None:
            return False
        self._outbox.sent(lines[-1].seq, now_ms)
        return True

    def _ask(self, effect: AskServer, now_ms: int) -> None:
        number = None
        if self._state == CONNECTED and self._report is not None:
            ask = messages.encode_ask(self._report.boot, effect.question, effect.tag)
            number = self._publish(messages.ASK, ask)
        if number is None:
            self._news.append(Answered(effect.question, -1))
        else:
            self._questions.asked(effect.question, now_ms)

    def _ask_identity(self, effect: AskIdentity) -> None:
        self._identity = effect.question
        is_sent = False
        if self._state == CONNECTED and self._report is not None:
            ask = identity.encode_ask_identity(self._report.boot, effect)
            is_sent = self._publish(messages.ASK, ask) is not None
        if not is_sent:
            self._end_identity("offline")

    def _cancel_identity(self, question: int) -> None:
        self._identity = 0
        if self._state == CONNECTED and self._report is not None:
            # Should this be lost, the server's session ends by itself.
            cancel = identity.encode_cancel(self._report.boot, question)
            self._publish(messages.ASK, cancel)

    def _end_identity(self, outcome: str) -> None:
        if self._identity:
            self._news.append(IdentityEnded(self._identity, outcome))
            self._identity = 0

    def _refused(self) -> bytes:
        return messages.encode_refused(*self._refusals[0])

    # -- from the server --------------------------------------------------------------------

    def _hear(self, fact: Arrived, now_ms: int) -> None:
        topic = fact.topic.removeprefix(self._root)[: messages.WHY_MAX]
        if fact.is_retained:
            self._refusals.append((topic, Refusal("$", "a retained message is never taken")))
            return
        message = messages.decode(topic, fact.payload)
        if isinstance(message, Refusal):
            self._refusals.append((topic, message))
            return
        self._has_heard = True
        self._heard_at_ms = now_ms
        self.why_apart = ""
        if isinstance(message, Ack):
            self._hear_ack(message, now_ms)
        elif isinstance(message, Orders):
            self._hear_orders(message, now_ms)
        elif isinstance(message, Answer):
            self._hear_answer(message)

    def _hear_ack(self, ack: Ack, now_ms: int) -> None:
        if ack.journal != self._journal.journal_id:
            refusal = Refusal("$.journal", f"this journal is {self._journal.journal_id}")
            self._refusals.append((messages.ACK, refusal))
            return
        try:
            is_ours = self._journal.acknowledge(ack.seq, bytes.fromhex(ack.head))
        except JournalError:
            return  # The loop will hear of it from its next commit.
        if not is_ours:
            self._dispute(ack.seq, now_ms)
            return
        self._outbox.acknowledge(ack.seq, now_ms)
        # The broker sent this after it had our status, so its time is no older than that.
        if not self._is_clock_told and now_ms <= self._clock_until_ms:
            self._is_clock_told = True
            self._news.append(ClockRead(ack.time_s, True))

    def _dispute(self, seq: int, now_ms: int) -> None:
        last_ms = self._disputed_at_ms
        if last_ms is None or now_ms - last_ms >= DISPUTE_EVERY_MS:
            self._disputed_at_ms = now_ms
            self._news.append(AckDisputed(seq))

    def _hear_orders(self, message: Orders, now_ms: int) -> None:
        handed, has_gap = self._inbox.take(message.numbered())
        self._news += handed
        if has_gap:
            self._want_status(now_ms)

    def _hear_answer(self, answer: Answer) -> None:
        is_ours = self._report is not None and answer.boot == self._report.boot
        if is_ours and self._is_awaited(answer):
            self._news.append(answer.record())

    def _is_awaited(self, answer: Answer) -> bool:
        if isinstance(answer.last_order, int):
            return self._questions.settle(answer.question)
        if not self._identity or answer.question != self._identity:
            return False
        if not isinstance(answer.shown, Shown):  # its last word
            self._identity = 0
        return True
