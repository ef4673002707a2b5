"""A disk in memory that forgets at a power cut what was not synced, and fails when told to.

SQLite writes to it through a VFS of apsw, so everything above is the shipped code.  The
rules are the strict ones of POSIX: a write is safe when its file was synced, a new file
exists for good when it was first synced (SQLite syncs the folder then), and a deletion is
safe only if the folder was synced with it.  What is not safe may be there after the cut,
or not, or in part; `images` tells the ways.
"""

import itertools
import random
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import apsw

SECTOR = 512
POWERSAFE_OVERWRITE = 0x1000  # what SQLite's own VFS says of every disk


class Op(NamedTuple):
    """A change of the disk: "write", "truncate", "sync", "delete", "forget" (a sync that failed)
    or "mark" (a note of the test)."""

    what: str
    name: str
    offset: int = 0
    content: bytes = b""
    note: Any = None


Files = dict[str, bytearray]


class Cut:
    """What a power cut would leave, kept up to date operation by operation."""

    def __init__(self, safe: Files | None = None) -> None:
        self._safe: Files = {name: bytearray(content) for name, content in (safe or {}).items()}
        self._unsafe: dict[str, list[Op]] = {}
        self._undead: set[str] = set()  # deleted, but the folder was not synced

    def take(self, op: Op) -> None:
        if op.what in ("write", "truncate"):
            if op.name in self._undead:  # a new file of that name
                self._undead.discard(op.name)
                self._unsafe[op.name] = [Op("truncate", op.name, 0)]
            self._unsafe.setdefault(op.name, []).append(op)
        elif op.what == "sync":
            content = self._safe.setdefault(op.name, bytearray())
            for change in self._unsafe.pop(op.name, []):
                apply(content, change)
        elif op.what == "forget":
            # Linux shows what it could not write until the power goes, and never tries again.
            self._unsafe.pop(op.name, None)
        elif op.what == "delete":
            self._unsafe.pop(op.name, None)
            self._undead.add(op.name)
            if op.offset:  # with the folder
                for name in self._undead:
                    self._safe.pop(name, None)
                self._undead.clear()

    def images(self, luck: random.Random) -> Iterator[tuple[str, Files]]:
        yield "none", self._image(lambda _op: [], lambda _name: False)
        if not self._unsafe and not self._undead:
            return
        yield "all", self._image(lambda op: [op], lambda _name: True)
        half = lambda _op: luck.random() < 0.5  # noqa: E731
        yield "half", self._image(lambda op: [op] if half(op) else [], half)
        yield "torn", self._image(lambda op: [part for part in sectors(op) if half(part)], half)

    def _image(self, survive: Callable[[Op], list[Op]], is_deleted: Callable[[str], bool]) -> Files:
        files = {name: bytearray(content) for name, content in self._safe.items()}
        for name in sorted(self._undead):
            if is_deleted(name):
                files.pop(name, None)
        for name, changes in self._unsafe.items():
            for change in changes:
                for part in survive(change):
                    apply(files.setdefault(name, bytearray()), part)
        return files


def apply(content: bytearray, op: Op) -> None:
    if op.what == "truncate":
        del content[op.offset :]
        return
    if len(content) < op.offset:
        content.extend(bytes(op.offset - len(content)))
    content[op.offset : op.offset + len(op.content)] = op.content


def sectors(op: Op) -> list[Op]:
    if op.what != "write":
        return [op]
    starts = range(0, len(op.content), SECTOR)
    return [
        op._replace(offset=op.offset + at, content=op.content[at : at + SECTOR]) for at in starts
    ]


class Disk(apsw.VFS):
    """The live disk.  `trace` collects what happens to it; `fail` may raise at any call."""

    _count = itertools.count()

    def __init__(self, files: Files | None = None) -> None:
        self.files: Files = files or {}
        self.trace: list[Op] | None = None
        self.fail: Callable[[str], None] = lambda _call: None
        self._connections: list[apsw.Connection] = []
        self._name = f"model-{next(self._count)}"
        super().__init__(self._name, "")

    def connect(self) -> apsw.Connection:
        # Kept until `release`: when Python lets go of one that could not be closed, it is closed
        # once more, and an error there would come out wherever Python happens to be.
        self._connections.append(apsw.Connection("journal", vfs=self._name))
        return self._connections[-1]

    def release(self) -> None:
        """The test is over: the disk works again, and all connections are closed."""
        self.fail = lambda _call: None
        for connection in self._connections:
            connection.close()
        self._connections.clear()

    def record(self, op: Op) -> None:
        if self.trace is not None:
            self.trace.append(op)

    def mark(self, note: Any) -> None:
        self.record(Op("mark", "", note=note))

    # What SQLite calls; the names are apsw's.

    def xFullPathname(self, name: str) -> str:
        return name

    def xAccess(self, name: str, _flags: int) -> bool:
        return name in self.files

    def xDelete(self, name: str, is_folder_synced: bool) -> None:
        self.fail("delete")
        if name not in self.files:
            raise apsw.IOError
        del self.files[name]
        self.record(Op("delete", name, int(is_folder_synced)))

    def xOpen(self, name: Any, flags: list[int]) -> "OpenFile":
        self.fail("open")
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.files.setdefault(path, bytearray())
        flags[1] = flags[0]
        return OpenFile(self, path)


class OpenFile:
    def __init__(self, disk: Disk, name: str) -> None:
        self._disk, self._name = disk, name

    def _content(self) -> bytearray:
        return self._disk.files.setdefault(self._name, bytearray())

    def xRead(self, amount: int, offset: int) -> bytes:
        self._disk.fail("read")
        return bytes(self._content()[offset : offset + amount])

    def xWrite(self, content: bytes, offset: int) -> None:
        self._disk.fail("write")
        op = Op("write", self._name, offset, bytes(content))
        apply(self._content(), op)
        self._disk.record(op)

    def xTruncate(self, size: int) -> None:
        self._disk.fail("truncate")
        op = Op("truncate", self._name, size)
        apply(self._content(), op)
        self._disk.record(op)

    def xSync(self, _flags: int) -> None:
        try:
            self._disk.fail("sync")
        except apsw.Error:
            self._disk.record(Op("forget", self._name))
            raise
        self._disk.record(Op("sync", self._name))

    def xFileSize(self) -> int:
        return len(self._content())

    def xLock(self, _level: int) -> None: ...
    def xUnlock(self, _level: int) -> None: ...
    def xClose(self) -> None: ...

    def xCheckReservedLock(self) -> bool:
        return False

    def xSectorSize(self) -> int:
        return SECTOR

    def xDeviceCharacteristics(self) -> int:
        return POWERSAFE_OVERWRITE

    def xFileControl(self, _op: int, _pointer: int) -> bool:
        return False
