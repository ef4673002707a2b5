"""The central server itself: what it hears, and what it does when it is time.

It holds no socket and no clock; `link.py` ties it to a broker.  The one idea: a
message is one turn of `turn.py`, checked, committed, and only then answered.
"""

from sim.central import intake, notices, talk, terminals
from sim.central.asked import Asked
from sim.central.contract import TOPIC, UP
from sim.central.incidents import open_incident
from sim.central.strict import Malformed, decode
from sim.central.turn import Turn
from sim.central.wishes import Refused

_HEARD = {
    "entries": intake.heard_entries,
    "status": talk.heard_status,
    "ask": talk.heard_question,
    "refused": talk.heard_refusal,
}


class Central(Asked):
    """Wishes come by the methods of `Asked`, messages by `heard`; `view` shows what is so."""

    _reminder_s: int | None = None
    _is_reminder_known = False

    def heard(self, topic: str, payload: bytes) -> None:
        """A message from the broker, whatever it is; a bad one is an incident and no more."""
        match = TOPIC.fullmatch(topic)
        terminal, tail = match.groups() if match else ("", "")
        try:
            with self._turn() as turn:
                self._take(turn, terminal, tail, payload)
        except Refused as refusal:  # the database would not: nothing is acknowledged
            self._say(str(refusal))

    def _take(self, turn: Turn, terminal: str, tail: str, payload: bytes) -> None:
        if tail not in _HEARD:
            turn.say("a message on a topic that is not in the contract was ignored")
        elif terminals.find(turn, terminal) is None:
            open_incident(turn, "", "terminal unknown", "a message from a terminal not registered")
        else:
            try:
                message = decode(payload, UP[tail])
            except Malformed as error:
                place = f"up/{tail} {error.where}"
                open_incident(turn, terminal, "malformed", error.why, place=place)
            else:
                _HEARD[tail](turn, terminal, message)

    def remind(self) -> None:
        """Send the reminders that are due; those of parcels in question wait for the answer."""
        in_s = self.remind_in_s()
        if in_s is None or in_s > 0:
            return
        with self._turn() as turn:
            due = turn.rows(
                "SELECT shipment, deadline_s FROM shipments"
                " WHERE reminder_s > 0 AND reminder_s <= ? AND state = 'inside'"
                " ORDER BY reminder_s, shipment",
                turn.now_s,
            )
            for shipment, deadline_s in due:
                turn.run("UPDATE shipments SET reminder_s = 0 WHERE shipment = ?", shipment)
                if deadline_s > turn.now_s:
                    notices.reminder(turn, shipment)

    def remind_in_s(self) -> int | None:
        """In how many seconds `remind` has something to do; None where nothing is planned."""
        if not self._is_reminder_known:
            self._reminder_s = self._next_reminder_s()
            self._is_reminder_known = True
        return None if self._reminder_s is None else max(0, self._reminder_s - self._wall_s())

    def _next_reminder_s(self) -> int | None:
        (at_s,) = self._db.execute(
            "SELECT min(reminder_s) FROM shipments WHERE reminder_s > 0 AND state = 'inside'"
        ).fetchone()
        return None if at_s is None else int(at_s)

    def _tell(self, turn: Turn) -> None:
        self._is_reminder_known = False
        super()._tell(turn)
