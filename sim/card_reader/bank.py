"""The bank behind one or more card readers: what each card holder was really charged.

It decides by the card alone.  Whether a reader reaches it is not its business, so it
also knows payments whose answer never arrived.  The one idea: everything is in a ledger
that is only ever added to, and every sum is taken from there, so a check can ask at any
moment whether each cent that was blocked is now charged, given back, or still open:

    authorised = held + charged + reversed
"""

from dataclasses import dataclass

from sim.card_reader.cards import APPROVED, Card

AUTHORISED, CAPTURED, REVERSED = "authorised", "captured", "reversed"


@dataclass(frozen=True)
class Line:
    """One line of the ledger: the money of one payment was blocked, taken or given back."""

    number: int
    at_ms: int
    what: str
    reader: str
    trace: int
    card: Card
    cents: int

    def __str__(self) -> str:
        """For people: no card number."""
        euros = f"{self.cents // 100}.{self.cents % 100:02d} EUR"
        return f"{self.number:3} {self.what:10} {euros:>11}  {self.card.name}  trace {self.trace}"


class Bank:
    """Answers readers, and remembers for ever."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._payments: dict[tuple[str, int], Line] = {}  # the newest line of each

    @property
    def ledger(self) -> tuple[Line, ...]:
        return tuple(self._lines)

    # What readers ask.

    def authorise(self, reader: str, trace: int, card: Card, cents: int, at_ms: int) -> int:
        """Block the money: 00, or why not."""
        if card.verdict == APPROVED:
            self._write(AUTHORISED, reader, trace, card, cents, at_ms)
        return card.verdict

    def capture(self, reader: str, trace: int, at_ms: int) -> None:
        """Take the money that was blocked; a reader that was told no cannot ask for it."""
        line = self._payments[reader, trace]
        assert line.what == AUTHORISED, line
        self._write(CAPTURED, reader, trace, line.card, line.cents, at_ms)

    def reverse(self, reader: str, trace: int, at_ms: int) -> bool:
        """Give it back, blocked or taken; False where there is nothing to give back."""
        line = self._payments.get((reader, trace))
        if line is None or line.what == REVERSED:
            return False
        self._write(REVERSED, reader, trace, line.card, line.cents, at_ms)
        return True

    def _write(self, what: str, reader: str, trace: int, card: Card, cents: int,
               at_ms: int) -> None:
        line = Line(len(self._lines) + 1, at_ms, what, reader, trace, card, cents)
        self._lines.append(line)
        self._payments[reader, trace] = line

    # What became of the money; of one card, or of all.

    def authorised_cents(self, card: Card | None = None) -> int:
        """All that was ever blocked."""
        return sum(line.cents for line in self._of(card) if line.what == AUTHORISED)

    def reversed_cents(self, card: Card | None = None) -> int:
        """All that was ever given back."""
        return sum(line.cents for line in self._of(card) if line.what == REVERSED)

    def held_cents(self, card: Card | None = None) -> int:
        """Blocked and neither taken nor given back yet."""
        return sum(line.cents for line in self._now(card) if line.what == AUTHORISED)

    def charged_cents(self, card: Card | None = None) -> int:
        """Taken and not given back: what the holder has really paid."""
        return sum(line.cents for line in self._now(card) if line.what == CAPTURED)

    def open_payments(self, reader: str) -> list[int]:
        """Traces of what that reader has blocked and not yet decided."""
        return [trace for (name, trace), line in self._payments.items()
                if name == reader and line.what == AUTHORISED]

    def _of(self, card: Card | None) -> list[Line]:
        return [line for line in self._lines if card is None or line.card == card]

    def _now(self, card: Card | None) -> list[Line]:
        return [line for line in self._payments.values() if card is None or line.card == card]
