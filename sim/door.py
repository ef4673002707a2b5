"""One door: leaf, spring latch, coil and contact, as the physics of a hinge has it.

It moves by its agenda and tells its owner when it opened or shut.  It knows no
board, no terminal and no right or wrong.  The one idea: a pulse does not open a
door.  A pulse draws the bolt, a drawn bolt lets the spring push the leaf out,
and each of these can fail or come late: a burnt coil, ice, a shoulder against
the leaf.  Everything takes time, drawn from the stream that it is given.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from sim.agenda import Agenda
from sim.coil import Coil
from sim.contact import Contact
from sim.luck import Stream

# Where the leaf is.  Only a shut one keeps hands out; a rebounding one touches
# the frame for a moment, which its contact feels, and swings out again.
SHUT, OPENING, OPEN, CLOSING, REBOUNDING = (
    "shut", "opening", "open", "closing", "rebounding")

# What can be wrong with it: frozen, the bolt does not move at all; late, the bolt
# is drawn but the leaf sticks, and gives way long after everybody looked.
FROZEN, LATE = "frozen", "late"

BOLT_MOVES_MS = (15, 60)
SPRINGS_OUT_MS = (80, 300)
SWINGS_SHUT_MS = (150, 600)
SLAMS_MS = (40, 120)
TOUCHES_MS = (20, 400)
# A latch whose leaf is held shut stays drawn for a while after the current.
BOLT_HELD_MS = (300, 3_000)
GIVES_WAY_MS = (6_000, 25_000)

PULSE, FORCE = "pulse", "force"


@dataclass(frozen=True)
class Pulse:
    """Current that a board gave the coil; None for as long as it liked."""

    number: int
    at_ms: int
    pulse_ms: int | None


@dataclass(frozen=True)
class Opening:
    """The leaf left the frame, and why: by which pulse, or by force."""

    at_ms: int
    cause: str
    pulse: Pulse | None


class Door:
    """A shut door until something is done to it."""

    def __init__(self, agenda: Agenda, luck: Stream,
                 on_leaf: Callable[[bool, int], None],
                 on_contact: Callable[[bool, int], None]) -> None:
        self.leaf = SHUT
        self.is_bolt_home = True
        self.jam: str | None = None
        self.leaned_until_ms = 0
        self.coil = Coil()
        self.contact = Contact(luck)
        self.pulses: list[Pulse] = []
        self.openings: list[Opening] = []
        self._agenda = agenda
        self._luck = luck
        self._on_leaf = on_leaf
        self._on_contact = on_contact
        self._motion = 0
        self._drawn_by: Pulse | None = None
        self._bolt_returns_at_ms = 0

    @property
    def is_open(self) -> bool:
        return self.leaf != SHUT

    # Current.

    def energise(self, pulse_ms: int | None, now_ms: int) -> Pulse:
        pulse = Pulse(len(self.pulses) + 1, now_ms, pulse_ms)
        self.pulses.append(pulse)
        self.coil.switch_on(pulse_ms, now_ms)
        burns_at_ms = self.coil.burns_at_ms(now_ms)
        if burns_at_ms is not None:
            self._agenda.plan(burns_at_ms, self._burn)
        self._agenda.plan(now_ms + self._luck.between(*BOLT_MOVES_MS),
                          partial(self._draw_bolt, pulse))
        return pulse

    def de_energise(self, now_ms: int) -> None:
        self.coil.switch_off(now_ms)
        self._plan_bolt_return(now_ms)

    def _burn(self, now_ms: int) -> None:
        if self.coil.burn_if_too_hot(now_ms):
            self._plan_bolt_return(now_ms)

    # The bolt.

    def _draw_bolt(self, pulse: Pulse, now_ms: int) -> None:
        if not self.coil.pulls(now_ms) or self.jam == FROZEN:
            return
        self.is_bolt_home = False
        self._drawn_by = pulse
        self._feel(now_ms)
        if self.jam == LATE and self.leaf == SHUT:
            late_ms = self._luck.between(*GIVES_WAY_MS)
            self._bolt_returns_at_ms = now_ms + late_ms + 1
            self._agenda.plan(now_ms + late_ms, self._give_way)
            self._agenda.plan(self._bolt_returns_at_ms, self._return_bolt)
        else:
            self._plan_bolt_return(now_ms)
            self._spring_out(now_ms)

    def _plan_bolt_return(self, now_ms: int) -> None:
        """The bolt returns after the current; later if the leaf never moved."""
        at_ms = self.coil.pulls_until_ms(now_ms)
        if self.is_bolt_home or at_ms is None:
            return
        if self.leaf == SHUT:
            at_ms += self._luck.between(*BOLT_HELD_MS)
        self._bolt_returns_at_ms = at_ms
        self._agenda.plan(at_ms, self._return_bolt)

    def _return_bolt(self, now_ms: int) -> None:
        # A later pulse may have put the return off, or hold the bolt right now.
        if self.is_bolt_home or now_ms < self._bolt_returns_at_ms:
            return
        if self.coil.pulls(now_ms):
            self._plan_bolt_return(now_ms)
        else:
            self.is_bolt_home = True
            self._feel(now_ms)

    # The leaf.

    def push_shut(self, now_ms: int) -> None:
        self._close(SWINGS_SHUT_MS, self._meet_frame, now_ms)

    def slam(self, now_ms: int) -> None:
        """Thrown so hard that it touches the frame and comes back."""
        self._close(SLAMS_MS, self._rebound, now_ms)

    def pull_open(self, now_ms: int) -> bool:
        """What a hand at the leaf achieves; a latched one only rattles."""
        if self.leaf in (CLOSING, REBOUNDING):
            self._move(OPENING, SPRINGS_OUT_MS, self._stand_open, now_ms)
        elif self.leaf == SHUT and not self.is_bolt_home:
            self._leave_frame(PULSE, now_ms)
        elif self.leaf == SHUT:
            self.contact.rattle(now_ms)
        return self.is_open

    def force_open(self, now_ms: int) -> None:
        if self.leaf == SHUT:
            self._leave_frame(FORCE, now_ms)
        else:
            self.pull_open(now_ms)

    def lean_until(self, until_ms: int) -> None:
        self.leaned_until_ms = until_ms
        self._agenda.plan(until_ms, self._spring_out)

    def fit_contact(self, kind: str, now_ms: int) -> None:
        """Make the contact one of the kinds that contacts come, or break, as."""
        self.contact.kind = kind
        self._feel(now_ms)

    def _spring_out(self, now_ms: int) -> None:
        if self.jam is None:
            self._give_way(now_ms)

    def _give_way(self, now_ms: int) -> None:
        leaned = now_ms < self.leaned_until_ms
        if self.leaf == SHUT and not self.is_bolt_home and not leaned:
            self._leave_frame(PULSE, now_ms)

    def _leave_frame(self, cause: str, now_ms: int) -> None:
        pulse = self._drawn_by if cause == PULSE else None
        self.openings.append(Opening(now_ms, cause, pulse))
        self._move(OPENING, SPRINGS_OUT_MS, self._stand_open, now_ms)
        # Once the leaf is out nothing holds the bolt back but the current.
        self._plan_bolt_return(now_ms)
        self._on_leaf(True, now_ms)

    def _close(self, takes_ms: tuple[int, int], arrive: Callable[[int], None],
               now_ms: int) -> None:
        if self.leaf in (OPEN, OPENING, REBOUNDING):
            self._move(CLOSING, takes_ms, arrive, now_ms)

    def _meet_frame(self, now_ms: int) -> None:
        if self.is_bolt_home:
            self.leaf = SHUT
            self._feel(now_ms)
            self._on_leaf(False, now_ms)
        else:
            self._rebound(now_ms)  # A drawn bolt cannot catch.

    def _rebound(self, now_ms: int) -> None:
        self._move(REBOUNDING, TOUCHES_MS, self._stand_open, now_ms)

    def _stand_open(self, now_ms: int) -> None:
        self.leaf = OPEN
        self._feel(now_ms)

    def _move(self, leaf: str, takes_ms: tuple[int, int],
              arrive: Callable[[int], None], now_ms: int) -> None:
        """Put the leaf in motion; whatever motion it was in is over."""
        self.leaf = leaf
        self._motion += 1
        self._feel(now_ms)
        self._agenda.plan(now_ms + self._luck.between(*takes_ms),
                          partial(self._arrive, self._motion, arrive))

    def _arrive(self, motion: int, arrive: Callable[[int], None], now_ms: int) -> None:
        if motion == self._motion:
            arrive(now_ms)

    def _feel(self, now_ms: int) -> None:
        leaf_home = self.leaf in (SHUT, REBOUNDING)
        if self.contact.feel(leaf_home, self.is_bolt_home, now_ms):
            self._on_contact(self.contact.settles_closed, now_ms)
