"""How every machine runs: a table of (state, event) -> (handler, states it may lead to).

A handler records effects through the hub (`machine.Terminal`) and returns the next
state; the row says which states are allowed.  A deadline is set on *entering* a
state, so that a rattling neighbour cannot extend it; a timeout is an ordinary row and
always re-enters.  What a table neither rules nor ignores changes nothing and is
journalled.
"""

from terminal.entries import Unexpected
from terminal.messages import TimedOut
from terminal.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from terminal.machine import Terminal

    Rules = dict[tuple[str, type[Record]], tuple[Any, tuple[str, ...]]]
    Ignored = tuple[tuple[tuple[str, ...], tuple[type[Record], ...], str], ...]

ANY = ("any",)


class Machine:
    """One machine.  HEARS names all it can be told; IGNORED is ((states, kinds, reason), ...)."""

    HEARS: "tuple[type[Record], ...]" = ()
    RULES: "Rules" = {}
    IGNORED: "Ignored" = ()
    LIMIT_MS: "dict[str, int]" = {}

    def __init__(self, hub: "Terminal", state: str) -> None:
        self.hub = hub
        self._enter(state)

    def take(self, event: Record) -> None:
        """Handle one event by the table."""
        kind = type(event)
        rule = self.RULES.get((self.state, kind)) or self.RULES.get((ANY[0], kind))
        if rule is None:
            if not self.is_ignored(self.state, kind):
                self.hub.note(Unexpected(type(self).__name__, self.state, kind.__name__))
            return
        handler, may_lead_to = rule
        self.hub.rows_taken.append((type(self).__name__, self.state, kind.__name__))
        state = handler(self, event)
        assert state in may_lead_to, (type(self).__name__, self.state, event, state)
        # A timeout that leads to the same state must re-enter, or it would sleep for ever.
        if state != self.state or kind is TimedOut:
            self._enter(state)

    def is_ignored(self, state: str, kind: "type[Record]") -> bool:
        """Whether the table says, with a reason, that this changes nothing."""
        for states, kinds, _reason in self.IGNORED:
            if kind in kinds and (state in states or states == ANY):
                return True
        return False

    def limit_ms(self, state: str) -> "int | None":
        """How long `state` may last; None for ever."""
        return self.LIMIT_MS.get(state)

    def _enter(self, state: str) -> None:
        self.state = state
        self._restart_clock()

    def _restart_clock(self) -> None:
        limit_ms = self.limit_ms(self.state)
        self.deadline_ms = None if limit_ms is None else self.hub.now_ms + limit_ms
