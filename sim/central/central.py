"""The central server itself: what it hears, and what it does when it is time.

It holds no socket and no clock; `link.py` ties it to a broker.  The one idea: a
message is one turn of `turn.py`, checked, committed, and only then answered.
"""

from functools import cached_property

from sim.central import (
    aftermath,
    intake,
    notices,
    plans,
    sendings,
    shipments,
    talk,
    terminals,
    wishes,
)
from sim.central.announcing import Announcing
from sim.central.contract import TOPIC, UP
from sim.central.identity import Identities
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


class Central(Announcing):
    """Wishes come by the methods of `Asked`, `Told` and `Announcing`, messages by `heard`;
    `view` shows what is so."""

    _planned_s: int | None = None
    _is_planned_known = False

    @cached_property
    def identities(self) -> Identities:
        """Who stands before terminals; a server that starts anew asks anew."""
        return Identities()

    def phone(self, terminal: str, personal_code: str, end: str = "OK") -> None:
        """Somebody answers on a phone what that terminal asks (an end as a provider calls it)."""
        asked = self.identities.open.get(terminal)
        if asked is None:
            raise Refused(f"Nobody is asked at {terminal!a} now; choose a way on its screen first.")
        session = asked.session
        session.person, session.person_level = wishes.personal_code(personal_code), "qualified"
        session.end = end
        self.remind()

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
                is_about_somebody = tail == "ask" and "tag" not in message
                heard = self.identities.heard if is_about_somebody else _HEARD[tail]
                heard(turn, terminal, message)

    def remind(self) -> None:
        """Do what is planned for now or earlier; parcels in question wait for the answer."""
        if self.identities.open:
            with self._turn() as turn:
                self.identities.work(turn)
        in_s = self._planned_in_s()
        if in_s is None or in_s > 0:
            return
        with self._turn() as turn:
            for shipment, deed, at_s in plans.due(turn):
                plans.drop(turn, shipment, deed)
                if deed == plans.RETURN:
                    aftermath.returned(turn, shipment)
                elif deed == plans.LAPSE:
                    sendings.lapsed(turn, shipment)
                elif shipments.is_in_time(turn, shipment):
                    notices.reminder(turn, shipment, at_s)

    def remind_in_s(self) -> int | None:
        """In how many seconds `remind` has something to do; None where nothing is planned."""
        in_s = self._planned_in_s()
        return in_s if not self.identities.open else 1 if in_s is None else min(in_s, 1)

    def _planned_in_s(self) -> int | None:
        if not self._is_planned_known:
            self._planned_s = plans.next_s(self._db)
            self._is_planned_known = True
        return None if self._planned_s is None else max(0, self._planned_s - self._wall_s())

    def _tell(self, turn: Turn) -> None:
        self._is_planned_known = False
        super()._tell(turn)
