"""What is not the same on every BCC8A board, or not known: one field for each.

A driver must get on with every board that these fields describe.  How the board
works is in `bcc8a.py`.  Where the sources differ a field holds what each says;
where all are silent its comment says that it is a guess.

Sources: the vendor's `485锁控板通讯协议2024A1` as quoted by its users, the text
quoted in the Wjl driver of DigitalPlatform (address query, replies with header
80, four status bytes, "returns one second after the command"), and the reply of
an 8-way board captured by Open-Locker (three status bytes).
"""

from dataclasses import dataclass

DOOR_CLOSING, DOOR_OPENING = "door_closing", "door_opening"


@dataclass(frozen=True)
class Variant:
    """How one make of this board differs from another, and how its locks are wired."""

    ways: int = 24
    # In the reply to "query all"; None for three, or as many as the ways need.
    status_bytes: int | None = None
    open_reply_header: int = 0x8A
    # door_closing: the contact closes with the door, so 11 is shut and 00 is open.
    polarity: str = DOOR_CLOSING
    pulse_ms: int = 500
    open_reply_ms: tuple[int, int] = (500, 1000)
    query_reply_ms: tuple[int, int] = (3, 3)
    reports_changes: bool = False
    answers_address_query: bool = True
    # No source shows a firmware reply; a board that has a version answers in the
    # shape of the address reply.
    firmware_version: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.ways <= 50:
            raise ValueError(f"a board has 1 to 50 ways, not {self.ways}")
        if self.status_bytes is not None and not 1 <= self.status_bytes <= 8:
            raise ValueError(f"a status has 1 to 8 bytes, not {self.status_bytes}")
        if self.polarity not in (DOOR_CLOSING, DOOR_OPENING):
            raise ValueError(f"polarity is {DOOR_CLOSING} or {DOOR_OPENING}, not {self.polarity}")
        if self.open_reply_header not in (0x8A, 0x80):
            raise ValueError(f"an open is answered with 8A or 80, not {self.open_reply_header:02X}")

    @property
    def bytes_in_status(self) -> int:
        return self.status_bytes or self.bytes_in_mask

    @property
    def bytes_in_mask(self) -> int:
        return max(3, (self.ways + 7) // 8)
