"""The lock board without its hardware: time, bytes and contacts in; one coil and bytes out.

It speaks BCC8A: frames of HEADER BOARD LOCK FUNCTION BCC on an RS-485 line of 9600 baud, the
BCC being the XOR of all before it.  How long coils have current is in `coils.py`, what the
contacts say in `contacts.py`.  The one idea: a frame is obeyed only if it stands alone
between two silences, is exactly five bytes long and is one of the five that are answered
here.  Everything else, and every order that could open more than one door, is met with
silence and moves nothing.

Each answer is one of:

* an order to open one lock: done and answered 100 ms after the pulse, as the contact is then.
  If a pulse would not be safe (another coil is on, this one must rest or cool, an earlier
  order is not yet answered), there is none and the answer comes at once.  Shut is what this
  protocol has for "it did not open", and so the answer tells the truth in both cases.
* a question about one lock or all: at once.  Bits of locks that are not there are 0.
* who is there (for a board alone on its line), and which version: at once.
"""

from drivers.lockboard.coils import Coils
from drivers.lockboard.contacts import Contacts

VERSION = 0x01

SILENCE_MS = 5  # of the line, which ends a frame: five bytes take 5.2 ms, with no gap
APART_MS = 30  # between two answers, so that the host can tell them apart
SETTLE_MS = 100  # after a pulse, for a door that springs open to be seen open
STALL_MS = 500  # a program that stood still for so long has heard what is no longer true
# What we say comes back on a board that hears itself, or where two wires touch.  "Still shut"
# is byte for byte the order to open: obeyed, it would pulse the lock for ever.
OWN_VOICE_MS = 30

_OPEN, _STATE, _VERSION, _ADDRESS = 0x11, 0x33, 0x22, 0x99
_LENGTH = 5
_HEARD_MAX = 12  # a frame and what noise may stand around it
_LONG_AGO_MS = 1_000


class Board:
    """Call `turn` every few milliseconds; then give current to coil `coil` and no other."""

    def __init__(self, address: int, locks: int, pulse_ms: int) -> None:
        if not 1 <= address <= 31:
            raise ValueError("ADDRESS is %d; it must be 1 to 31" % address)
        if not 1 <= locks <= 50:
            raise ValueError("%d locks; a board has 1 to 50" % locks)
        self._address = address
        self._locks = locks
        self._coils = Coils(locks, pulse_ms)
        self._contacts = Contacts()
        self._heard = bytearray(_HEARD_MAX)
        self._heard_count = 0  # may exceed what is kept: then it was no frame
        self._silent_ms = 0
        self._said = b""
        self._since_said_ms = _LONG_AGO_MS
        self._owed = 0  # the lock whose order to open is not yet answered
        self._owed_in_ms = 0
        self._answer_ms = pulse_ms + SETTLE_MS

    @property
    def coil(self) -> int:
        """The one coil that should have current now, counted from 1; 0 for none."""
        return self._coils.on

    def turn(self, elapsed_ms: int, data: bytes, closed: int) -> bytes:
        """`elapsed_ms` later than the last turn, with what came from the line since then.

        `closed`: bit `lock - 1` is 1 where the pin reads a closed circuit.  Returns what to
        say now, b"" for nothing; never two answers at once.
        """
        self._coils.pass_time(elapsed_ms)
        self._contacts.look(elapsed_ms, closed)
        self._since_said_ms = min(_LONG_AGO_MS, self._since_said_ms + elapsed_ms)
        if elapsed_ms >= STALL_MS:
            self._forget()
            return b""
        self._owed_in_ms -= elapsed_ms if self._owed else 0
        self._listen(elapsed_ms, data)
        answer = b""
        if self._heard_count and self._silent_ms >= SILENCE_MS:
            frame = self._take_frame()
            if frame and self._contacts.is_known:
                answer = self._obey(frame)
        if not answer:
            answer = self._pay()
        if answer:
            self._said = answer
            self._since_said_ms = 0
        return answer

    # -- the line -----------------------------------------------------------------------------

    def _listen(self, elapsed_ms: int, data: bytes) -> None:
        if not data:
            self._silent_ms = min(SILENCE_MS, self._silent_ms + elapsed_ms)
            return
        self._silent_ms = 0
        for byte in data:
            if self._heard_count < _HEARD_MAX:
                self._heard[self._heard_count] = byte
            self._heard_count = min(_HEARD_MAX + 1, self._heard_count + 1)

    def _take_frame(self) -> bytes:
        """The one frame in what was heard between two silences; b"" if there is not just one."""
        count, self._heard_count = self._heard_count, 0
        if count > _HEARD_MAX:
            return b""
        heard = self._heard
        begin = 0
        # A line without bias resistors reads 00 or FF where one side stops driving it and
        # the other begins.  No frame begins with either.
        while begin < count and heard[begin] in (0x00, 0xFF):
            begin += 1
        for at in range(begin + _LENGTH, count):
            if heard[at] not in (0x00, 0xFF):
                return b""
        if count - begin < _LENGTH:
            return b""
        frame = bytes(heard[begin : begin + _LENGTH])
        is_own = frame == self._said and self._since_said_ms < OWN_VOICE_MS
        return b"" if is_own or _bcc(frame) != 0 else frame

    # -- what it means ------------------------------------------------------------------------

    def _obey(self, frame: bytes) -> bytes:
        """Do what is asked; returns the answer that can be given now, b"" for none."""
        header, board, lock, function = frame[0], frame[1], frame[2], frame[3]
        if (header, board, lock, function) == (0x80, 0x01, 0x00, _ADDRESS):
            # Asked of whoever is alone on the line: the 01 in it is no address.
            return _frame(0x80, 0x01, self._address, _ADDRESS)
        if board != self._address:
            return b""
        if (header, lock, function) == (0x82, 0, _VERSION):
            return _frame(0x82, board, VERSION, _VERSION)
        if (header, lock, function) == (0x80, 0, _STATE):
            return self._all_states()
        if not 1 <= lock <= self._locks:
            # Lock 0 in an order to open means all of them.
            return b""
        if (header, function) == (0x80, _STATE):
            return self._state(0x80, lock)
        if (header, function) == (0x8A, _OPEN):
            return self._open(lock)
        return b""

    def _open(self, lock: int) -> bytes:
        if self._owed or not self._coils.pulse(lock):
            return self._state(0x8A, lock)
        self._owed = lock
        self._owed_in_ms = self._answer_ms
        return b""

    def _pay(self) -> bytes:
        """The answer to an order to open, when its time has come and nobody is speaking."""
        is_due = self._owed and self._owed_in_ms <= 0 and not self._heard_count
        if not is_due or self._since_said_ms < APART_MS:
            return b""
        lock, self._owed = self._owed, 0
        return self._state(0x8A, lock)

    def _forget(self) -> None:
        """Whatever was heard or owed is too old now."""
        self._heard_count = self._owed = 0

    def _state(self, header: int, lock: int) -> bytes:
        is_closed = self._contacts.closed >> (lock - 1) & 1
        return _frame(header, self._address, lock, 0x11 if is_closed else 0x00)

    def _all_states(self) -> bytes:
        """Locks 17-24, 9-16, 1-8; the lowest of each in bit 0.  Never less than three bytes:
        with one, "all open" would be byte for byte the question."""
        width = max(3, (self._locks + 7) // 8)
        body = bytes((0x80, self._address)) + self._contacts.closed.to_bytes(width, "big")
        body += bytes((_STATE,))
        return body + bytes((_bcc(body),))


def _frame(header: int, board: int, lock: int, function: int) -> bytes:
    return bytes((header, board, lock, function, header ^ board ^ lock ^ function))


def _bcc(data: bytes) -> int:
    bcc = 0
    for byte in data:
        bcc ^= byte
    return bcc
