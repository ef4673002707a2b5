"""When to tell a serial scanner to look for a barcode or to stop, and in which words.

The words are in `trigger_codec.py`, the line is in `scanner.py`.  The idea needed to read
it: a scanner stops by itself when it has read something or found nothing for a while, and
nobody is told; so the order to look is repeated for as long as a scan is wanted.
"""

from drivers.trigger_codec import AnswerReader, Form

# Long enough to take the parcel away: the same label is not read twice by mistake.
PAUSE_MS = 1_500
# A scanner gives up by itself after 30 s as it comes from the factory, some after 5 s.
RENEW_MS = 5_000
ANSWER_MS = 1_000


class Trigger:
    """When to tell a scanner to look or to stop, in the form that it understands."""

    def __init__(self, forms: tuple[Form, ...]) -> None:
        self._forms = forms
        self._answers = AnswerReader()
        self._is_wanted = True
        self.begin_anew()

    def begin_anew(self) -> None:
        """Another scanner may be there now, or the same one without its memory."""
        self._form = 0
        self._is_on = False
        self._next_ms = 0
        self._unanswered_ms: int | None = None
        self._answers.forget()

    def want(self, is_wanted: bool) -> None:
        if is_wanted != self._is_wanted:
            self._is_wanted, self._next_ms = is_wanted, 0

    def hear(self, data: bytes, now_ms: int) -> bytes:
        """What is left of `data` without the answers to our orders."""
        rest = self._answers.feed(data, now_ms)
        for is_yes in self._answers.answers:
            if is_yes:
                self._unanswered_ms = None
            elif self._unanswered_ms is not None:
                self._unanswered_ms = now_ms
        self._answers.answers.clear()
        return rest

    def pause(self, now_ms: int) -> None:
        """It has read something, and so it looks no more."""
        self._next_ms = now_ms + PAUSE_MS

    def due(self, now_ms: int) -> bytes:
        """What to say to it now; b"" for nothing."""
        if self._unanswered_ms is not None and now_ms >= self._unanswered_ms:
            # It does not know this form: the next one, or the last one for good.
            self._unanswered_ms = None
            self._form = min(self._form + 1, len(self._forms) - 1)
            self._next_ms = now_ms
        form = self._forms[self._form]
        if not self._is_wanted:
            was_on, self._is_on = self._is_on, False
            return form.off if was_on else b""
        if now_ms < self._next_ms:
            return b""
        self._is_on, self._next_ms = True, now_ms + RENEW_MS
        if form.is_answered:
            self._unanswered_ms = now_ms + ANSWER_MS
        return form.on

    def wake_at_ms(self) -> int | None:
        if not self._is_wanted:
            return 0 if self._is_on else self._unanswered_ms
        if self._unanswered_ms is None:
            return self._next_ms
        return min(self._next_ms, self._unanswered_ms)
