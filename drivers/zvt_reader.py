"""A ZVT payment terminal as a part of the terminal: the line, the frames and the talk together.

What is promised to the core is in `payment.py`, what is said in `zvt_talk.py`.  The idea
needed to read it: the talk decides and this carries.  A line that broke, and a reader that
does not answer, are the same: the line is closed, the talk told, and all begins anew.

Bytes of this line are never captured or logged: a reader may send more of a card than it
should.
"""

from drivers.kept_line import KeptLine
from drivers.line import Line
from drivers.payment import PaymentTerminal
from drivers.zvt_frames import Frames
from drivers.zvt_orders import ABORTS, COMPLETES, REFUSES, Terms
from drivers.zvt_talk import Talk
from terminal import events
from terminal.record import Record


class ZvtReader(PaymentTerminal):
    """One reader on a TCP line (with TcpFrames) or a serial one, 9600 8N2 (with SerialFrames).

    ValueError if the password in `terms` is not six digits.
    """

    def __init__(self, line: Line, frames: Frames, terms: Terms | None = None) -> None:
        terms = terms or Terms()
        assert terms.key and 1 <= terms.goods_s <= 255 and 1 <= terms.statuses <= 255, terms
        assert terms.nothing_stored in (ABORTS, REFUSES, COMPLETES), terms
        self._line = KeptLine(line, self.name)
        self._frames = frames
        self._talk = Talk(terms, frames.slack_ms)
        self._is_up = False

    def poll(self, now_ms: int) -> list[Record]:
        data = self._line.read(now_ms)
        self._note_line(now_ms)
        if self._is_up:
            for apdu in self._frames.hear(data, now_ms) if data else []:
                self._talk.hear(apdu, now_ms)
            self._frames.tick(now_ms)
        self._talk.tick(now_ms)
        self._speak(now_ms)
        facts = list(self._talk.facts)
        self._talk.facts.clear()
        return facts

    def perform(self, effect: Record, now_ms: int) -> None:
        self._talk.perform(effect, now_ms)
        self._speak(now_ms)

    def wake_at_ms(self) -> int | None:
        if self._talk.facts or self._talk.broken is not None:
            return 0
        wakes = [self._line.wake_at_ms(), self._talk.wake_at_ms()]
        if self._is_up:
            wakes.append(self._frames.wake_at_ms())
        return min((wake for wake in wakes if wake is not None), default=None)

    def fileno(self) -> int | None:
        return self._line.fileno()

    def restart(self) -> None:
        self._talk.forget()

    def close(self) -> None:
        self._line.close()

    def _speak(self, now_ms: int) -> None:
        if not self._is_up:
            return
        for apdu in self._talk.says:
            self._frames.say(apdu, now_ms)
        self._talk.says.clear()
        data = self._frames.take()
        if data:
            self._line.write(data, now_ms)
        why = self._frames.why or self._talk.broken
        if why is not None and self._line.is_up:
            self._line.hang_up(why, now_ms)
            self._line.facts.clear()
            self._lose(why, now_ms)
        self._note_line(now_ms)

    def _note_line(self, now_ms: int) -> None:
        """The line has gone or come."""
        facts, self._line.facts = self._line.facts, []
        for fact in facts:
            if isinstance(fact, events.PartFailed):
                self._lose(fact.why, now_ms)
        # That the line is there does not mean that the reader is: that is ReaderReady.
        if self._line.is_up and not self._is_up:
            self._is_up = True
            self._frames.reset()
            self._talk.line_found(now_ms)

    def _lose(self, why: str, now_ms: int) -> None:
        self._is_up = False
        self._talk.line_lost(why, now_ms)
