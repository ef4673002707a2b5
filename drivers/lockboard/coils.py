"""Which coil has current, for how long, and when it may have some again.

Pure: it is told how much time has passed and says which one coil should have current now; the
pins are driven in `pins.py`.  The one idea: nobody can ask for more than one pulse of one
length.  There is one number for the coil that is on, so two can never be; its time only ever
counts down; and a coil that has been on must rest and cool before it is on again.

All times are counted down from small numbers and never compared with a clock, so that nothing
happens on the day that the microcontroller's clock wraps round.
"""

PULSE_MIN_MS, PULSE_MAX_MS = 100, 1_000
REST_MS = 1_000  # off time of one coil between two pulses; also after every start of the board
# A pulse warms a coil, and it takes this many times as long to cool again: 5 % of the time on.
# At pulses of 500 ms a cold coil takes 6 in a row, each after its rest, and then one in 10 s.
COOL_RATIO = 20
HEAT_MAX_MS = 60_000  # of cooling that is still to be done
_STEP_MS = 100  # how often rest and heat are counted down


class Coils:
    """The coils of one board on one power supply, numbered from 1."""

    def __init__(self, count: int, pulse_ms: int) -> None:
        if not PULSE_MIN_MS <= pulse_ms <= PULSE_MAX_MS:
            raise ValueError("PULSE_MS is %d; it must be 100 to 1000" % pulse_ms)
        self.on = 0  # the coil that has current now; 0: none
        self._pulse_ms = pulse_ms
        self._left_ms = 0
        # Why it started is not known: it may have been in the middle of a pulse.
        self._rest_ms = [REST_MS] * count
        self._heat_ms = [0] * count
        self._step_ms = 0

    def pulse(self, lock: int) -> bool:
        """Begin the one pulse there is; False and nothing if that is not safe now."""
        at = lock - 1
        heat_ms = self._heat_ms[at] + COOL_RATIO * self._pulse_ms
        if self.on or self._rest_ms[at] or heat_ms > HEAT_MAX_MS:
            return False
        self.on = lock
        self._left_ms = self._pulse_ms
        self._heat_ms[at] = heat_ms
        return True

    def pass_time(self, elapsed_ms: int) -> None:
        """So much later: end the pulse that is over, rest and cool the others."""
        self._step_ms += elapsed_ms
        if self._step_ms >= _STEP_MS:
            self._count_down(self._step_ms)
            self._step_ms = 0
        if self.on:
            self._left_ms -= elapsed_ms
            if self._left_ms <= 0:
                # The step that is running had begun before this rest did.
                self._rest_ms[self.on - 1] = REST_MS + _STEP_MS
                self.on = 0

    def _count_down(self, passed_ms: int) -> None:
        for at in range(len(self._rest_ms)):
            self._rest_ms[at] = max(0, self._rest_ms[at] - passed_ms)
            self._heat_ms[at] = max(0, self._heat_ms[at] - passed_ms)
