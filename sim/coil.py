"""The coil of one lock, and how hot it is.

It knows current and heat, not bolts and doors: whoever owns it asks whether it
pulls.  The one idea: heat is counted in milliseconds of full power still to be
given off, so that a pulse of 500 ms adds 500 and a limit can be read as "this
long at once".  A coil over its limit is burnt for good; the simulator's safety
checks fail on any burnt coil, since only our own commands can burn one.
"""

# Cabinet locks of this kind are sold for pulses of about a second, never for
# permanent current, and data sheets rarely say more.  Ten seconds at once, and
# one part in twenty-one over the day, is what we take a cheap one to survive.
HEAT_LIMIT_MS = 10_000
COOLING_RATIO = 20

_FOREVER_MS = 1 << 60


class Coil:
    """Pulls the bolt while it has current and is not burnt."""

    def __init__(self) -> None:
        self.is_burnt = False
        self._until_ms = 0
        self._heat_ms = 0
        self._heat_known_at_ms = 0

    def switch_on(self, pulse_ms: int | None, now_ms: int) -> None:
        """Give it current for `pulse_ms`, or until it is switched off."""
        self._settle(now_ms)
        until_ms = _FOREVER_MS if pulse_ms is None else now_ms + pulse_ms
        self._until_ms = max(self._until_ms, until_ms)

    def switch_off(self, now_ms: int) -> None:
        self._settle(now_ms)
        self._until_ms = min(self._until_ms, now_ms)

    def pulls(self, now_ms: int) -> bool:
        return now_ms < self._until_ms and not self.is_burnt

    def pulls_until_ms(self, now_ms: int) -> int | None:
        """When the current ends; None when nothing but a command ends it."""
        if self._until_ms == _FOREVER_MS:
            return None
        return max(now_ms, self._until_ms)

    def heat_ms(self, now_ms: int) -> int:
        since_ms = now_ms - self._heat_known_at_ms
        on_ms = max(0, min(now_ms, self._until_ms) - self._heat_known_at_ms)
        cooled_ms = (since_ms - on_ms) // COOLING_RATIO
        return max(0, self._heat_ms + on_ms - cooled_ms)

    def burns_at_ms(self, now_ms: int) -> int | None:
        """When it will be too hot if nobody switches it off."""
        at_ms = now_ms + HEAT_LIMIT_MS - self.heat_ms(now_ms)
        return at_ms if at_ms <= self._until_ms else None

    def burn_if_too_hot(self, now_ms: int) -> bool:
        """True when this is the moment it burns out."""
        if self.is_burnt or self.heat_ms(now_ms) < HEAT_LIMIT_MS:
            return False
        self.switch_off(now_ms)
        self.is_burnt = True
        return True

    def _settle(self, now_ms: int) -> None:
        self._heat_ms = self.heat_ms(now_ms)
        self._heat_known_at_ms = now_ms
