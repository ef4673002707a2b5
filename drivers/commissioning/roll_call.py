"""Finds the boards on a line: every address is asked for its levels, and nobody to open.

It takes bytes and the time and gives bytes back, as `lock_bus.py` does; the words are those of
the dialect.  The idea needed to read it: who has been asked is listened to for the whole time
that an answer may take, whatever comes meanwhile.  Two boards with one address both answer, one
after the other or at once, and only so both are heard.

Nothing here is an order, so a question may be asked again: an address that keeps silent is asked
twice, one that says anything six times.
"""

from collections.abc import Callable, Generator, Iterable

from drivers.commissioning.findings import BoardSeen, LineSeen
from drivers.commissioning.makes import Make
from drivers.dialect import Dialect
from drivers.ear import Ear

LISTEN_MS = 300  # before the first question: on a line of boards nobody speaks unasked
SILENT_TRIES = 2
ROUNDS = 3  # of two questions each
GAP_MS = 5

_Asking = Generator[bytes, bytes, None]  # words out, all that came back in


class RollCall:
    """Give it what the line says with `receive`, and ask `advance` what to say, at `wake_ms`.

    lock: any channel that all boards have.  `seen` fills up; at the end `is_over` is True.
    on_board: told of each address before it is asked for the first time.
    """

    def __init__(
        self, make: Make, boards: Iterable[int], lock: int = 1,
        on_board: Callable[[int], None] = lambda board: None,
    ) -> None:  # fmt: skip
        self.seen = LineSeen(asked=tuple(boards))
        self.is_over = False
        self.wake_ms = 0
        self._make, self._lock, self._on_board = make, lock, on_board
        self._dialect: Dialect = make.dialect()
        self._ear = Ear()
        self._asking = self._ask_all()
        self._heard = bytearray()
        self._answer = b""  # all that came back on the last question
        self._step = self._begin

    def receive(self, data: bytes, now_ms: int) -> None:
        self._heard += data

    def advance(self, now_ms: int) -> bytes:
        """The bytes to say now, b"" for none."""
        return b"" if self.is_over or now_ms < self.wake_ms else self._step(now_ms)

    # -- the line -------------------------------------------------------------------------

    def _begin(self, now_ms: int) -> bytes:
        self._step, self.wake_ms = self._end_listening, now_ms + LISTEN_MS
        return b""

    def _end_listening(self, now_ms: int) -> bytes:
        self.seen.babble = len(self._heard)
        return self._speak(next(self._asking, b""), now_ms)

    def _speak(self, words: bytes, now_ms: int) -> bytes:
        if not words:
            self.is_over = True
            return b""
        self._heard.clear()
        self._step, self.wake_ms = self._end_answer, now_ms + self._make.answer_ms
        return words

    def _end_answer(self, now_ms: int) -> bytes:
        self._answer = bytes(self._heard)
        self._step, self.wake_ms = self._next, now_ms + GAP_MS
        return b""

    def _next(self, now_ms: int) -> bytes:
        try:
            return self._speak(self._asking.send(self._answer), now_ms)
        except StopIteration:
            return self._speak(b"", now_ms)

    # -- questions ------------------------------------------------------------------------

    def _ask_all(self) -> _Asking:
        for board in self.seen.asked:
            self._on_board(board)
            seen = BoardSeen(board)
            for _ in range(SILENT_TRIES):
                yield from self._ask_probe(seen)
                if _says_anything(seen):
                    yield from self._ask_more(seen)
                    self._keep(seen)
                    break
        self.seen.has_echo = self._ear.has_echo

    def _ask_more(self, seen: BoardSeen) -> _Asking:
        yield from self._ask_levels(seen)
        for _ in range(ROUNDS - 1):
            yield from self._ask_probe(seen)
            yield from self._ask_levels(seen)
        setting = self._make.setting
        if setting is not None:
            self._ear.said(setting.words(seen.board))
            heard = yield setting.words(seen.board)
            seen.setting = setting.judge(self._stripped(heard), seen.board)

    def _ask_probe(self, seen: BoardSeen) -> _Asking:
        """The question that no answer equals, and whose doubled answer is none."""
        words = self._dialect.probe(seen.board, self._lock)
        self._ear.said(words)
        heard = yield words
        self._ear.hear(heard)
        self._ear.detect(lambda frame: self._is_right(frame, seen.board))
        self._note(seen, self._ear.take(), self._is_right)

    def _ask_levels(self, seen: BoardSeen) -> _Asking:
        words = self._dialect.poll(seen.board)
        self._ear.said(words)
        heard = yield words
        frame = self._stripped(heard)
        told = self._dialect.read_poll(frame, seen.board)
        if told is not None:
            seen.levels = told[0]
            seen.widths.add(told[1])
        self._note(seen, frame, lambda frame, board: told is not None)

    def _keep(self, seen: BoardSeen) -> None:
        # Noise now and then is no board; two boards that always speak at once are.
        if seen.right or seen.double or seen.refusal or 2 * seen.spoilt >= seen.asked:
            self.seen.boards.append(seen)
        else:
            self.seen.strays += seen.spoilt

    def _stripped(self, heard: bytes) -> bytes:
        self._ear.hear(heard)
        return self._ear.take()

    # -- answers --------------------------------------------------------------------------

    def _is_right(self, frame: bytes, board: int) -> bool:
        return self._dialect.is_probe_answer(frame, board, self._lock)

    def _note(self, seen: BoardSeen, frame: bytes, is_right: Callable[[bytes, int], bool]) -> None:
        seen.asked += 1
        if not frame:
            return
        if is_right(frame, seen.board):
            seen.right += 1
        elif self._is_double(frame, seen.board):
            seen.double += 1
        elif refusal := self._dialect.explain(frame, seen.board):
            seen.refusal = refusal
        else:
            seen.spoilt += 1

    def _is_double(self, frame: bytes, board: int) -> bool:
        """Are these two answers, the one behind the other?"""
        cuts = range(1, len(frame))
        return any(
            self._is_right(frame[:cut], board) and self._is_right(frame[cut:], board)
            for cut in cuts
        )


def _says_anything(seen: BoardSeen) -> bool:
    return bool(seen.right or seen.double or seen.spoilt or seen.refusal)
