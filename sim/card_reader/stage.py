"""One conversation at a time, written as a generator that says what it waits for.

A conversation yields a wish and is resumed with what came of it: an answer, a card, or
None when the time is over.  So it reads from top to bottom like the flow charts of the
specification, and a power cut is simply that it is never resumed.  The one idea: it is
resumed at the moment that its time was over, not at the moment somebody looked
(`now_ms`), so that a world may be stepped coarsely.
"""

from collections.abc import Callable, Generator
from typing import NamedTuple, TypeVar

from sim.card_reader.apdu import Apdu
from sim.card_reader.cards import Card

T = TypeVar("T")

ACKNOWLEDGE_MS = 5_000  # T3: how long a message may go unanswered

RED_KEY, BY_REGISTER = "red key", "by the register"


class Reply(NamedTuple):
    """Say this and go on."""

    apdu: Apdu


class Ask(NamedTuple):
    """Say this and wait for an answer: an Apdu, or None."""

    apdu: Apdu
    patience_ms: int = ACKNOWLEDGE_MS
    step: str = ""  # the step of the payment that is reached once it is said
    is_last: bool = False  # the register may begin something new instead of answering
    copies: int = 1  # how often it is said before an answer to any of them is waited for


class Pause(NamedTuple):
    """Wait, for None."""

    ms: int


class Invite(NamedTuple):
    """Say this, unless it is None, and wait for a person: a Card, RED_KEY, BY_REGISTER or None."""

    apdu: Apdu | None
    ms: int


Wish = Reply | Ask | Pause | Invite
Script = Generator[Wish, object, T]


def ask(apdu: Apdu, patience_ms: int = ACKNOWLEDGE_MS, step: str = "",
        copies: int = 1) -> Script[Apdu | None]:
    """`yield Ask(...)` with the type of what comes of it."""
    answer = yield Ask(apdu, patience_ms, step, copies=copies)
    assert answer is None or isinstance(answer, Apdu)
    return answer


class Stage:
    """Runs a conversation: gives its messages to `say`, and time and answers to it."""

    def __init__(self, say: Callable[[Apdu, int], None], delay_ms: Callable[[], int],
                 reach: Callable[[str], None]) -> None:
        """`delay_ms` is what it takes to say something; `reach` is told the step of an Ask."""
        self.now_ms = 0
        self._say = say
        self._delay_ms = delay_ms
        self._reach = reach
        self._script: Script[None] | None = None
        self._wish: Wish | None = None
        self._due_ms = 0
        self._is_said = False  # the message of the wish
        self._answer_due_ms = 0  # until then, the message of an Invite may be answered
        self._came: Card | str | None = None

    @property
    def is_free(self) -> bool:
        return self._script is None

    @property
    def is_ending(self) -> bool:
        """Only the answer to the last message is missing."""
        return isinstance(self._wish, Ask) and self._wish.is_last and self._is_said

    def begin(self, script: Script[None], now_ms: int) -> None:
        assert self._script is None
        self._script = script
        self._came = None
        self._resume(None, now_ms)

    def end(self) -> None:
        """Forget the conversation where it stands."""
        self._script = self._wish = None

    def wake_at_ms(self) -> int | None:
        return None if self._script is None else self._due_ms

    def advance(self, now_ms: int) -> None:
        while self._script is not None and self._due_ms <= now_ms:
            self._act(self._due_ms)

    def hear(self, answer: Apdu, now_ms: int) -> bool:
        """An answer; False where nothing was asked."""
        if isinstance(self._wish, Ask) and self._is_said:
            self._resume(answer, now_ms)
            return True
        if isinstance(self._wish, Invite) and now_ms < self._answer_due_ms:
            self._answer_due_ms = now_ms
            if self._came is not None:
                self._resume(self._came, now_ms)
            return True
        return False

    def meet(self, came: Card | str, now_ms: int) -> bool:
        """A person with a card, or who wants to stop; False where nobody is waited for."""
        if not isinstance(self._wish, Invite) or self._came is not None:
            return False
        self._came = came
        if self._is_said or self._wish.apdu is None:
            # A message that is not answered yet must be, before the next one is said; but a
            # register that breaks in will not answer it any more.
            self._due_ms = now_ms if came == BY_REGISTER else max(now_ms, self._answer_due_ms)
        self.advance(now_ms)
        return True

    def _act(self, at_ms: int) -> None:
        wish = self._wish
        if not self._is_said and isinstance(wish, Reply | Ask | Invite) and wish.apdu is not None:
            self._is_said = True
            for _ in range(wish.copies if isinstance(wish, Ask) else 1):
                self._say(wish.apdu, at_ms)
            if isinstance(wish, Ask):
                self._due_ms = at_ms + wish.patience_ms
                if wish.step:
                    self.now_ms = at_ms
                    self._reach(wish.step)
                return
            if isinstance(wish, Invite):
                self._answer_due_ms = at_ms + ACKNOWLEDGE_MS
                self._due_ms = at_ms + (wish.ms if self._came is None else ACKNOWLEDGE_MS)
                return
        self._resume(self._came if isinstance(wish, Invite) else None, at_ms)

    def _resume(self, value: object, at_ms: int) -> None:
        assert self._script is not None
        self.now_ms = at_ms
        self._wish = None
        self._came = None
        try:
            self._wish = self._script.send(value)
        except StopIteration:
            self._script = None
            return
        self._is_said = False
        self._answer_due_ms = at_ms
        self._due_ms = at_ms + self._wait_ms(self._wish)

    def _wait_ms(self, wish: Wish) -> int:
        """Until the message of a wish is said, or until a wish without one is over."""
        if isinstance(wish, Pause) or (isinstance(wish, Invite) and wish.apdu is None):
            return wish.ms
        return self._delay_ms()
