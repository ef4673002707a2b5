"""The whole of the books as one tuple, which is what a checkpoint entry holds, and back.

What is in there is known to `books.py`, `till.py` and `care.py`; here is only its arrangement.  The
one idea: journals live longer than software, so older arrangements are read too, and one that is
not known changes nothing but `is_unreadable`.
"""

from terminal.codes import DAY_MS
from terminal.compartments import GONE, Badge, Shipment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.books import Books

# 2 had no holds, 3 neither senders nor identification nor phones
SHAPE, READABLE = 4, (2, 3, 4)


def state_of(books: "Books") -> "tuple[object, ...]":
    """Everything that later entries build on, without what may be forgotten by now."""
    eldest_ms = books.up_ms - books.rule("dead_code_days") * DAY_MS
    kept = [s for s in books.shipments if s.standing != GONE or s.gone_up_ms > eldest_ms]
    return (SHAPE, tuple([c.state() for c in books.compartments]),
            tuple([s.state() for s in kept]), tuple([b.state() for b in books.badges]),
            tuple([row for row in books.tags.replaced if row[2] > eldest_ms]),
            books.till.state(), books.care.state(),
            books.policy, books.policy_version, books.last_order, tuple(books.guesses),
            books.strike, books.openings, books.boot, books.up_ms, books.wall_s)  # fmt: skip


def restore(books: "Books", state: "tuple[object, ...]") -> None:
    """The opposite of `state_of`."""
    if not state or state[0] not in READABLE:
        books.is_unreadable = True
        return
    (_shape, compartments, shipments, badges, replaced, till, care, books.policy,
     books.policy_version, books.last_order, guesses, books.strike, books.openings, books.boot,
     up_ms, wall_s) = state  # type: ignore[assignment]  # fmt: skip
    known = [number for number, _size in books.sizes]
    for row in compartments:  # type: ignore[attr-defined]
        if row[0] in known:
            books.compartment(row[0]).restore(row)
        else:
            books.strangers.append(row[0])
    books.shipments = [Shipment.restored(s) for s in shipments]  # type: ignore[attr-defined]
    books.badges = [Badge.restored(b) for b in badges]  # type: ignore[attr-defined]
    books.tags.replaced = list(replaced)  # type: ignore[call-overload]
    books.till.restore(till)  # type: ignore[arg-type]
    books.care.restore(care)  # type: ignore[arg-type]
    books.guesses = list(guesses)  # type: ignore[call-overload]
    books.up_ms = max(books.up_ms, up_ms)  # type: ignore[call-overload]
    books.wall_s = max(books.wall_s, wall_s)  # type: ignore[call-overload]
    books.checkpoint_up_ms = books.up_ms
    books.index_all()
