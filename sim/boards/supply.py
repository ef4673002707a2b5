"""The power supply behind the coils of one or more boards.

A coil draws about 2 A and a supply is bought for one of them, so two coils at
once brown out the boards or trip it.  No board prevents that: it is the duty of
the host.  This file prevents nothing either; it remembers, so that a safety
check can fail on what it remembers.
"""

from dataclasses import dataclass

_FOREVER_MS = 1 << 60

Coil = tuple[int, int]


@dataclass(frozen=True)
class Overlap:
    """A coil was given current while another still had it; (address, way) each."""

    at_ms: int
    running: Coil
    added: Coil


class Supply:
    """Knows which coils draw current, and which ever did so together."""

    def __init__(self) -> None:
        self.overlaps: list[Overlap] = []
        self._draws_until_ms: dict[Coil, int] = {}

    def load(self, coil: Coil, pulse_ms: int | None, now_ms: int) -> None:
        """A coil draws from now for `pulse_ms`; with None, until `unload`."""
        for running, until_ms in list(self._draws_until_ms.items()):
            if until_ms <= now_ms:
                del self._draws_until_ms[running]
            elif running != coil:
                self.overlaps.append(Overlap(now_ms, running, coil))
        ends_at_ms = _FOREVER_MS if pulse_ms is None else now_ms + pulse_ms
        self._draws_until_ms[coil] = max(ends_at_ms, self._draws_until_ms.get(coil, 0))

    def unload(self, coil: Coil, now_ms: int) -> None:
        if self._draws_until_ms.get(coil, 0) > now_ms:
            self._draws_until_ms[coil] = now_ms
