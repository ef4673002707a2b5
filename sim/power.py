"""The power of one simulated terminal, and the worst instant to lose it.

Every touch of a seam (a write to disk or line, a picture drawn, a message published)
passes here first.  The one idea: the power can be told to fail at the n-th touch from
now, and then that touch and all later ones never happen.
"""


class PowerCut(BaseException):
    """The power is gone in the middle of something; not an Exception, so nobody handles it."""


class Power:
    """On or off, with an optional count of touches until it fails."""

    def __init__(self) -> None:
        self.is_on = True
        self.touches = 0
        self._fails_at = 0

    def fail_after(self, touches: int) -> None:
        """Fail at the n-th touch from now (1 is the next); 0 takes that back."""
        self._fails_at = self.touches + touches if touches else 0

    def touch(self) -> None:
        """Called before anything leaves the terminal."""
        self.touches += 1
        if not self.is_on or self.touches == self._fails_at:
            self.is_on = False
            raise PowerCut()
