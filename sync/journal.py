"""The journal: what the terminal remembers, on disk before anybody sees or feels it.

`commit` is the only way in; when it returns, the entries survive a power cut.  It decides
nothing about their content; SQL stands in store.py, the chain in chain.py and lines.py.
The one idea: after any error the connection is closed and what we believe is forgotten.
Only `reopen`, which reads the disk again, tells what is true; nothing is retried on the
assumption that it failed.  The single exception is a full disk: the reserve gives room,
and the same lines are written again *after* a reopening that shows they are not there.

What the server acknowledged and the number of the connection ride along with the next
entries or with `idle`: losing them to a power cut costs a repetition, never an entry.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import TypeVar

from sync.lines import Line, UnreadableError, entry_of, first_unsound, has_personal, line_of
from sync.store import Connection, Noted, Store, explain, is_full
from terminal.part import JournalError
from terminal.record import Record

KEEP_MS = 35 * 24 * 3600 * 1000  # design.md section 7: acknowledged entries stay 35 days
READ_LINES = 500  # at a time: about 200 kB
PURGE_LINES = 500  # at a time: some 10 ms on a slow card, and only while idle
IDLE_EVERY_MS = 30_000
# A log of 250 commits is about 1.5 MB.  It is copied into the database while idle, or after
# four times as many in the unlikely case that the terminal never is.
LOG_COMMITS = 250
NO_SALT = b""

T = TypeVar("T")


class Journal:
    """One journal, open or closed.  Raises JournalError, with a sentence, and nothing else."""

    journal_id: str
    last_seq: int
    head: bytes
    acknowledged_seq: int
    acknowledged_head: bytes
    connection: int

    def __init__(
        self,
        connect: Callable[[], Connection],
        salt: Callable[[], bytes],
        name: str = "",
        give_room: Callable[[], bool] = lambda: False,
        errors: tuple[type[Exception], ...] = (sqlite3.Error, OSError),
        log_commits: int = LOG_COMMITS,
    ) -> None:
        """`salt` gives 16 random bytes; `give_room` frees disk space, False when it has none;
        `errors` is what the connections of `connect` raise; `log_commits` is how many commits
        the log grows before it is copied into the database."""
        self._connect, self._salt, self._name = connect, salt, name
        self._give_room, self._errors = give_room, errors
        self._log_commits_idle, self._log_commits_max = log_commits, 4 * log_commits
        self._store: Store | None = None
        self._why_closed = f"The journal {name} is closed."
        self.journal_id = ""
        self.reopen()

    # Opening.

    @property
    def is_open(self) -> bool:
        return self._store is not None

    def close(self) -> None:
        """Safe at any time; an unfinished transaction is rolled back."""
        store, self._store = self._store, None
        if store is None:
            return
        for step in (store.rollback, store.close):
            # Nothing may have been begun, and what is broken may not close.
            with contextlib.suppress(*self._errors):
                step()

    def reopen(self) -> None:
        """Read again what is true.  Needed after every JournalError."""
        self.close()
        while not self._open():
            pass  # The disk was full, and has been given room.

    def _open(self) -> bool:
        known_id = self.journal_id
        try:
            self._store = Store(self._connect())
            self._store.prepare(lambda: self._salt().hex())
            self._load(self._store)
        except JournalError as error:
            raise self._unopened(str(error)) from None
        except self._errors as error:
            failure = self._failed(error, "opened")
            if not (is_full(error) and self._give_room()):
                raise failure from error
            return False
        if known_id not in ("", self.journal_id):
            raise self._unopened("another journal has taken its place")
        return True

    def _unopened(self, why: str) -> JournalError:
        return self._close_because(
            f"The journal {self._name} could not be opened: {why}. No entry was deleted or"
            " overwritten. Copy it away for the operator: it may hold what the server does not"
            " know yet. Then put the right file in its place and restart the terminal."
        )

    def _load(self, store: Store) -> None:
        self.journal_id, base_seq, base_head = store.identity()
        self._base = (base_seq, base_head)
        last = store.last()
        self.last_seq, self.head = (last.seq, last.head) if last else self._base
        self._last_times = (last.up_ms, last.wall_s) if last else (0, 0)
        self.acknowledged_seq, self.acknowledged_head, self.connection = store.noted()
        self._is_noted = True
        self._is_log_tainted = False
        self._log_commits = 0
        self._idle_at_ms = 0

    def _opened(self) -> Store:
        if self._store is None:
            raise JournalError(self._why_closed)
        return self._store

    def _failed(self, error: Exception, doing: str) -> JournalError:
        return self._close_because(str(explain(error, self._name, doing)))

    def _close_because(self, why: str) -> JournalError:
        self.close()
        self._why_closed = why
        return JournalError(why)

    # Writing.

    def commit(self, lines: Sequence[tuple[Record, int, int]]) -> None:
        """Put (entry, up_ms, wall_s) on disk, all or none, with one sync.

        Raises JournalError; whether the lines are on disk then is known only after `reopen`.
        """
        if not lines:
            return
        rows = self._chained(lines)
        end = (rows[-1].seq, rows[-1].head)

        def append(store: Store) -> None:
            # They are there already where the disk had room for them, and for nothing more.
            if (self.last_seq, self.head) != end:
                store.append(rows, None if self._is_noted else self._noted())
                self.last_seq, self.head = end
                self._last_times = lines[-1][1:]
                self._is_noted = True
                self._log_commits += 1
            if self._log_commits >= self._log_commits_max:
                self._copy_log(store)

        self._change(append)

    def _chained(self, lines: Sequence[tuple[Record, int, int]]) -> list[Line]:
        last, rows = (self.last_seq, self.head), []
        for entry, up_ms, wall_s in lines:
            salt = self._salt() if has_personal(entry) else NO_SALT
            line = line_of(entry, up_ms, wall_s, last, salt)
            last = (line.seq, line.head)
            rows.append(line)
        return rows

    def _change(self, change: Callable[[Store], None]) -> None:
        """Do it, and on a full disk again for as long as room can be given.

        `change` must bear to be done twice: a reopening lies in between.
        """
        while True:
            try:
                return change(self._opened())
            except JournalError:
                raise
            except self._errors as error:
                failure = self._failed(error, "written")
                if not (is_full(error) and self._give_room()):
                    raise failure from error
            self.reopen()

    # What the link to the server needs.

    def unacknowledged(self, after_seq: int, limit: int) -> list[Line]:
        """Up to `limit` lines after `after_seq`, oldest first."""
        return self._read(lambda store: store.lines(after_seq, limit))

    def acknowledge(self, seq: int, head: bytes) -> bool:
        """The server has stored everything up to `seq`.  False, and no change: not our chain.

        A lower `seq` than before is believed too: the server asks for what follows it again.
        """
        if head != self._head_at(seq):
            return False
        if seq != self.acknowledged_seq:
            self.acknowledged_seq, self.acknowledged_head = seq, head
            self._is_noted = False
        return True

    def next_connection(self) -> int:
        """The number of a new connection; with the number of the boot it is never used twice."""
        self.connection += 1
        self._is_noted = False
        return self.connection

    def _noted(self) -> Noted:
        return Noted(self.acknowledged_seq, self.acknowledged_head, self.connection)

    def _head_at(self, seq: int) -> bytes | None:
        """The head after entry `seq`; None if we have (or keep) no such entry."""
        if seq == self.last_seq:
            return self.head
        if seq == self._base[0]:
            return self._base[1]
        if not self._base[0] < seq < self.last_seq:
            return None
        return self._read(lambda store: store.head_at(seq))

    # Housekeeping, for when nobody waits.

    def idle(self, now_ms: int) -> None:
        """Note, purge, erase and copy what is due; it does so at most every 30 s.

        An error here has cost no entry.  It is not raised: the next `commit` says it.
        """
        if self._store is None or now_ms < self._idle_at_ms:
            return
        self._idle_at_ms = now_ms + IDLE_EVERY_MS
        with contextlib.suppress(JournalError):
            self._note()
            self._erase_old_states()
            self.purge(*self._last_times)
            if self._log_commits >= self._log_commits_idle or self._is_log_tainted:
                self._change(self._copy_log)

    def _note(self) -> None:
        if not self._is_noted:
            noted = self._noted()
            self._change(lambda store: store.note(noted))
            self._is_noted = True

    def _erase_old_states(self) -> None:
        """Only the newest checkpoint is ever replayed; the others' states are personal and big."""
        newest = self._read(lambda store: store.newest_checkpoint(self.last_seq))
        if newest is not None:
            self._erase(self._read(lambda store: store.states_before(newest)))

    def _copy_log(self, store: Store) -> None:
        # What was erased in the database still stands in the log until that is emptied.
        store.checkpoint("TRUNCATE" if self._is_log_tainted else "PASSIVE")
        self._log_commits = 0
        self._is_log_tainted = False

    def erase_personal(self, seqs: Iterable[int]) -> None:
        """Erase personal parts and salts; gone from every file with the next `idle`.

        Entries that the server has not acknowledged, and the newest checkpoint, are left alone.
        """
        newest = self._read(lambda store: store.newest_checkpoint(self.last_seq))
        self._erase([seq for seq in seqs if seq <= self.acknowledged_seq and seq != newest])

    def _erase(self, seqs: Sequence[int]) -> None:
        if seqs:
            self._change(lambda store: store.erase(seqs))
            self._is_log_tainted = True

    def purge(self, up_ms: int, wall_s: int) -> int:
        """Remove old entries, and say how many: acknowledged, of at least 35 days, and older
        than the newest acknowledged checkpoint.  `wall_s` is 0 where the clock is not trusted.
        """
        last = self._last_to_purge(up_ms, wall_s)
        if last is None:
            return 0
        self._note()  # First, so that no power cut shows a chain that begins after the last ack.
        count = last.seq - self._base[0]
        self._change(lambda store: store.purge(last.seq, last.head))
        self._base = (last.seq, last.head)
        self._is_log_tainted = True
        return count

    def _last_to_purge(self, up_ms: int, wall_s: int) -> Line | None:
        def is_old(line: Line) -> bool:
            age_ms = up_ms - line.up_ms
            if wall_s and line.wall_s:
                age_ms = max(age_ms, (wall_s - line.wall_s) * 1000)
            return age_ms >= KEEP_MS

        limit = self._read(lambda store: store.newest_checkpoint(self.acknowledged_seq))
        oldest = self.unacknowledged(self._base[0], 1)
        if limit is None or not oldest or not is_old(oldest[0]):
            return None  # As nearly always, and then without reading the rest.
        lines = self.unacknowledged(self._base[0], PURGE_LINES)
        may_go = list(takewhile(lambda line: line.seq < limit and is_old(line), lines))
        return may_go[-1] if may_go else None

    # Reading.

    def replay(self) -> Iterator[tuple[Record, int, int]]:
        """(entry, up_ms, wall_s) from the newest checkpoint on, that one included.

        Every line is held against the chain; one that does not fit raises JournalError.
        """
        start = self._read(lambda store: store.newest_checkpoint(self.last_seq))
        last = self._before(start) if start is not None else self._base
        while lines := self.unacknowledged(last[0], READ_LINES):
            bad = first_unsound(lines, last)
            if bad is not None:
                raise self._spoilt(f"entry {bad} is not what was once written")
            for line in lines:
                if line.seq == start and line.personal is None:
                    raise self._spoilt(f"the state in entry {start} was erased")
                yield self._entry(line), line.up_ms, line.wall_s
            last = (lines[-1].seq, lines[-1].head)

    def _before(self, seq: int) -> tuple[int, bytes]:
        """Seq and head just before entry `seq`."""
        if seq == self._base[0] + 1:
            return self._base
        head = self._read(lambda store: store.head_at(seq - 1))
        if head is None:
            raise self._spoilt(f"entry {seq - 1} is missing")
        return seq - 1, head

    def _entry(self, line: Line) -> Record:
        try:
            return entry_of(line)
        except UnreadableError as error:
            raise self._spoilt(str(error)) from None

    def _spoilt(self, what: str) -> JournalError:
        return self._close_because(
            f"The journal {self._name} cannot be believed: {what}. No entry was deleted or"
            " overwritten. Copy it away for the operator, replace the card, and take stock of"
            " all compartments."
        )

    def _read(self, question: Callable[[Store], T]) -> T:
        try:
            return question(self._opened())
        except JournalError:
            raise
        except self._errors as error:
            raise self._failed(error, "read") from error

    def verify(self) -> int | None:
        """Walk the whole chain: None, or the first seq that is not what was once written.

        A tail that was cut off is found down to the last entry acknowledged.
        """
        last = self._base
        while lines := self.unacknowledged(last[0], READ_LINES):
            bad = first_unsound(lines, last)
            if bad is not None:
                return bad
            for line in lines:
                if line.seq == self.acknowledged_seq and line.head != self.acknowledged_head:
                    return line.seq
            last = (lines[-1].seq, lines[-1].head)
        return None if last[0] >= self.acknowledged_seq else last[0] + 1
