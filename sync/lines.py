"""A line of the journal, and how an entry of the terminal becomes one and comes back.

An entry is a record (terminal/entries.py); a line is what stands on disk and goes to
the server: a kind, a public and a personal part as canonical JSON, and its place in
the chain.  Nothing here reads or writes a disk.  The one idea: `fields` and `personal`
of the entry classes say everything, so a new entry needs no line of code here.
"""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from sync.chain import canonical, hash_personal, next_head, to_bytes
from terminal.entries import ALL, Checkpoint
from terminal.record import Record


class Line(NamedTuple):
    """One row of the journal, in the order of its columns."""

    seq: int
    up_ms: int
    wall_s: int
    kind: str
    public: str
    personal: str | None  # None: there was none, or it was erased
    salt: bytes | None
    personal_hash: bytes  # b"": there never was a personal part
    head: bytes


class UnreadableError(ValueError):
    """A line that this version of the program cannot turn back into an entry."""


def kind_of(entry_class: type[Record]) -> str:
    """The name on the wire: SeenOpen is "seen_open"."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", entry_class.__name__).lower()


class _Shape(NamedTuple):
    kind: str
    public: tuple[str, ...]
    personal: tuple[str, ...]


def _shape_of(entry_class: type[Record]) -> _Shape:
    personal = tuple(sorted(entry_class.personal))
    public = tuple(sorted(set(entry_class.fields) - set(personal)))
    return _Shape(kind_of(entry_class), public, personal)


_SHAPES: dict[type[Record], _Shape] = {entry_class: _shape_of(entry_class) for entry_class in ALL}
_CLASSES: dict[str, type[Record]] = {kind_of(entry_class): entry_class for entry_class in ALL}
CHECKPOINT = kind_of(Checkpoint)


def line_of(entry: Record, up_ms: int, wall_s: int, last: tuple[int, bytes], salt: bytes) -> Line:
    """The line that follows `last` (seq, head).  `salt` is used if something is personal."""
    kind, public_names, personal_names = _SHAPES[type(entry)]
    seq, head = last[0] + 1, last[1]
    public = _clean(canonical({name: getattr(entry, name) for name in public_names}))
    if not personal_names:
        new_head = next_head(head, seq, up_ms, wall_s, kind, public, b"")
        return Line(seq, up_ms, wall_s, kind, public, None, None, b"", new_head)
    personal = _clean(canonical({name: getattr(entry, name) for name in personal_names}))
    personal_hash = hash_personal(salt, personal)
    new_head = next_head(head, seq, up_ms, wall_s, kind, public, personal_hash)
    return Line(seq, up_ms, wall_s, kind, public, personal, salt, personal_hash, new_head)


def has_personal(entry: Record) -> bool:
    """Whether a line of this entry needs a salt."""
    return bool(type(entry).personal)


def _clean(text: str) -> str:
    return text if text.isascii() else to_bytes(text).decode("utf-8")


def entry_of(line: Line) -> Record:
    """The entry again; personal texts that were erased are "".  Raises UnreadableError."""
    entry_class = _CLASSES.get(line.kind)
    if entry_class is None:
        raise UnreadableError(f"entry {line.seq} is of kind {line.kind!r}, unknown to this version")
    parts = dict.fromkeys(entry_class.personal, "")
    try:
        parts.update(json.loads(line.public))
        parts.update(json.loads(line.personal or "{}"))
    except (ValueError, TypeError):
        raise UnreadableError(f"entry {line.seq} is not JSON") from None
    if set(parts) != set(entry_class.fields):
        raise UnreadableError(f"entry {line.seq} ({line.kind}) has fields of another version")
    return entry_class(*[_frozen(parts[name]) for name in entry_class.fields])


def _frozen(value: object) -> object:
    return tuple([_frozen(item) for item in value]) if isinstance(value, list) else value


def is_sound(line: Line, last: tuple[int, bytes]) -> bool:
    """Whether the line follows `last` (seq, head) and says what was once written.

    Its number needs no look of its own: the head covers it, and the head before.
    """
    head = next_head(
        last[1], line.seq, line.up_ms, line.wall_s, line.kind, line.public, line.personal_hash
    )
    return line.head == head and _is_personal_sound(line)


def _is_personal_sound(line: Line) -> bool:
    if line.personal is None or line.salt is None:
        return line.personal is None and line.salt is None
    return line.personal_hash == hash_personal(line.salt, line.personal)


def first_unsound(lines: Sequence[Line], last: tuple[int, bytes]) -> int | None:
    """The first seq from which the chain after `last` (seq, head) does not hold, or None."""
    for line in lines:
        if not is_sound(line, last):
            return last[0] + 1
        last = (line.seq, line.head)
    return None
