"""What the glass shows in each state of a pick-up: from the visit and the books to one record.

It reads and changes nothing; while a part of the visit has the word, the part says what is shown.
"""

from terminal import screens
from terminal.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.visits.pickup import Pickup


def screen_of(visit: "Pickup") -> "Record | None":
    """The facts of the screen of the state that `visit` is in; None once it is over."""
    state, number = visit.state, visit.number
    if state == "offer":
        return screens.Pay(number, visit.dues(), visit.cents(), visit.remark)
    if state == "paying":
        return screens.Paying(number, visit.cents(), visit.step)
    if state == "opening":
        return screens.Opening(number)
    if state == "stuck":
        return screens.Stuck(number, visit.why_stuck)
    return screens.AskOpen(number) if state == "asking open" else _at_open_door(visit)


def _at_open_door(visit: "Pickup") -> "Record | None":
    state, number, shipments = visit.state, visit.number, visit.shipments
    if state == "taking":
        return screens.TakeOut(number, shipments, visit.is_reminded, visit.remark)
    if state == "taking unseen":
        return screens.TakeUnseen(number, shipments)
    if state == "grace":
        until_ms = visit.deadline_ms or 0
        return screens.Taken(number, shipments, visit.may_reopen(), until_ms)
    return None
