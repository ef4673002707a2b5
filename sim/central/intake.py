"""Taking in a journal: each entry stored exactly once, its chain checked link by link.

It stores and acknowledges; what an entry means is in `meaning.py`.  The one
idea: a batch is judged as a whole before a single row is written, so a broken
chain leaves no trace but an incident, and an acknowledgement never speaks of
anything that is not committed.
"""

import json
from typing import Any

from sim.central import contract, meaning
from sim.central.chain import Line, first_head, next_head, personal_hash
from sim.central.incidents import open_incident
from sim.central.turn import Turn

Message = dict[str, Any]


class Disputed(Exception):
    """The batch contradicts itself or what is stored; kind, place and reason of the incident."""

    def __init__(self, kind: str, place: str, why: str) -> None:
        super().__init__(f"{kind} at {place}: {why}")
        self.kind, self.place, self.why = kind, place, why


def heard_entries(turn: Turn, terminal: str, message: Message) -> None:
    """Store what is new and acknowledge what is there; of a disputed batch nothing."""
    lines = [_line(entry) for entry in message["entries"]]
    number, seq, _ = _journal(turn, terminal, message["journal"])
    try:
        _check_numbers(lines)
        is_gap = lines[0].seq > seq + 1
        if not is_gap:
            heads = {0: first_head(message["journal"]), **_heads(turn, number, lines[0].seq)}
            _check_chain(lines, heads)
    except Disputed as dispute:
        open_incident(
            turn, terminal, dispute.kind, f"{dispute.why} (journal {message['journal'][:8]})",
            place=dispute.place,
        )  # fmt: skip
        return
    fresh = [] if is_gap else [line for line in lines if line.seq > seq]
    repeated = 0 if is_gap else len(lines) - len(fresh)
    if fresh:
        _store(turn, terminal, message["journal"], number, fresh)
    if repeated:
        turn.run(
            "UPDATE terminals SET duplicates = duplicates + ? WHERE terminal = ?",
            repeated, terminal,
        )  # fmt: skip
    seq = acknowledge(turn, terminal, message["journal"])
    turn.say(_summary(terminal, lines, len(fresh), repeated, seq))


def _summary(terminal: str, lines: list[Line], fresh: int, repeated: int, seq: int) -> str:
    kinds = ", ".join(line.kind for line in lines[-fresh:][:8]) if fresh else "nothing new"
    return (
        f"{terminal} sends entries {lines[0].seq} to {lines[-1].seq}: {kinds};"
        f" {fresh} stored, {repeated} known, acknowledged up to {seq}"
    )


def acknowledge(turn: Turn, terminal: str, journal: str) -> int:
    """Publish (after the commit) up to where this journal is stored; gives that number."""
    _, seq, head = _journal(turn, terminal, journal)
    turn.publish(
        terminal, "down/ack",
        {"journal": journal, "seq": seq, "head": head.hex(), "time_s": turn.now_s},
    )  # fmt: skip
    return seq


def _line(entry: Message) -> Line:
    return Line(
        entry["seq"], entry["up_ms"], entry["wall_s"], entry["kind"], entry["public"],
        entry["personal"], bytes.fromhex(entry["salt"] or ""),
        bytes.fromhex(entry["personal_hash"]), bytes.fromhex(entry["head"]),
    )  # fmt: skip


def _journal(turn: Turn, terminal: str, journal: str) -> tuple[int, int, bytes]:
    """Its number here, the last entry stored and the head after it; 0 where it is new."""
    row = turn.row(
        "SELECT number, seq, head FROM journals WHERE terminal = ? AND journal = ?",
        terminal, journal,
    )  # fmt: skip
    return row or (0, 0, first_head(journal))


def _heads(turn: Turn, number: int, first: int) -> dict[int, bytes]:
    """The heads that are stored from the entry before `first` on."""
    rows = turn.rows(
        "SELECT seq, head FROM entries WHERE journal = ? AND seq >= ?", number, first - 1
    )
    return dict(rows)


def _check_numbers(lines: list[Line]) -> None:
    for index, line in enumerate(lines):
        if line.seq != lines[0].seq + index:
            raise Disputed(
                "malformed", f"up/entries $.entries[{index}].seq", "does not follow its neighbour"
            )


def _check_chain(lines: list[Line], heads: dict[int, bytes]) -> None:
    """`heads` are the stored ones from the one before the first line on."""
    before = heads[lines[0].seq - 1]
    for index, line in enumerate(lines):
        _check_link(line, before, heads.get(line.seq), f"up/entries $.entries[{index}]")
        before = line.head


def _check_link(line: Line, before: bytes, stored: bytes | None, place: str) -> None:
    if stored is not None and stored != line.head:
        raise Disputed("fork", place, f"another entry {line.seq} than this is stored already")
    if line.personal is not None and personal_hash(line.salt, line.personal) != line.personal_hash:
        raise Disputed("broken chain", f"{place}.personal_hash", "it is not the personal part's")
    if next_head(before, line) != line.head:
        raise Disputed(
            "broken chain", f"{place}.head", f"entry {line.seq} does not continue the chain"
        )


def _store(turn: Turn, terminal: str, journal: str, number: int, fresh: list[Line]) -> None:
    number = number or _new_journal(turn, terminal, journal)
    for line in fresh:
        turn.run(
            "INSERT INTO entries (journal, seq, up_ms, wall_s, kind, public, personal, salt,"
            " personal_hash, head, stored_s) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            number, line.seq, line.up_ms, line.wall_s, line.kind, _text(line.public),
            _text(line.personal), line.salt, line.personal_hash, line.head, turn.now_s,
        )  # fmt: skip
    turn.run(
        "UPDATE journals SET seq = ?, head = ? WHERE number = ?",
        fresh[-1].seq, fresh[-1].head, number,
    )  # fmt: skip
    for line in fresh:
        _understand(turn, terminal, line)


def _text(part: dict[str, object] | None) -> str | None:
    return None if part is None else json.dumps(part, ensure_ascii=False)


def _new_journal(turn: Turn, terminal: str, journal: str) -> int:
    if turn.row("SELECT 1 FROM journals WHERE terminal = ?", terminal):
        open_incident(
            turn, terminal, "new journal",
            f"it began journal {journal[:8]}: a replaced or emptied disk? Take stock of it.",
        )  # fmt: skip
    made = turn.run(
        "INSERT INTO journals (terminal, journal, seq, head) VALUES (?, ?, 0, ?)",
        terminal, journal, first_head(journal),
    )  # fmt: skip
    return int(made.lastrowid or 0)


def _understand(turn: Turn, terminal: str, line: Line) -> None:
    if line.kind in contract.ENTRIES:
        meaning.apply(turn, terminal, line)
    else:
        # Its chain is right, so it is what a newer terminal wrote.  Refusing it would stop
        # everything that comes after it for ever.
        open_incident(
            turn, terminal, "not understood", f"entries of the kind {line.kind} are new here"
        )
