"""Who may do what now, and why not: parcels and their codes, couriers, technicians.

Every answer is a reason as in `screens.Told`, or "" for yes.  It looks at the books, the doors and
the clock, and changes nothing.  The one idea: a visit asks here before it begins, and again before
each door, because the server's orders come in between.
"""

from terminal import codes
from terminal.care import SHUT_REASONS
from terminal.compartments import Compartment, Shipment
from terminal.doors import UNSEEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal


def why_not(hub: "Terminal", shipment: Shipment) -> str:
    """Why this shipment's code opens nothing now."""
    if shipment.why or shipment.withheld:
        return shipment.why or shipment.withheld
    compartment = hub.books.compartment(shipment.compartment)
    if is_withheld(hub, compartment):
        return "held"  # what lies beside it must not be given out
    if compartment.is_disputed:
        return "not mine" if "not mine" in compartment.doubts else "said empty"
    if compartment.barred in SHUT_REASONS:
        return "out of service"
    if "unknown parcel" in compartment.doubts:
        return "unknown parcel"  # a stranger's parcel must not go with this one
    if is_overdue(hub, compartment) and not hub.books.rule("late_pickup"):
        return "expired"
    return "not seen" if hub.door(compartment.number).state == UNSEEN else ""


def is_overdue(hub: "Terminal", compartment: Compartment) -> bool:
    """Whether what lies in it is past its deadline; never by an untrusted clock.

    Of several the last counts, and none is late while one has no deadline yet: whatever is added
    renews the storage of all (002-8.6.8), and the server's order may come days later.
    """
    now_s = hub.now_s()
    known = [hub.books.shipment(number) for number in compartment.shipments]
    deadlines = [shipment.deadline_s for shipment in known if shipment is not None]
    return bool(now_s and deadlines and min(deadlines) > 0 and max(deadlines) < now_s)


def is_withheld(hub: "Terminal", compartment: Compartment) -> bool:
    """Whether something lies in there that is held or called back: then nothing is given out."""
    return bool(why_withheld(hub, compartment, ()))


def why_withheld(hub: "Terminal", compartment: Compartment, mine: "tuple[str, ...]") -> str:
    """Why nothing is given out of it; in the words for whoever is to get `mine`."""
    why = ""
    for number in compartment.shipments:
        shipment = hub.books.shipment(number)
        if shipment is not None and shipment.withheld:
            why = shipment.withheld if number in mine else why or "held"
    return why


def to_identify(hub: "Terminal", compartment: Compartment) -> "tuple[str, ...]":
    """What in there is given out only to who proves to be its recipient (002-5.3.3)."""
    inside = [hub.books.shipment(n) for n in compartment.shipments + compartment.reserved]
    return tuple([s.number for s in inside if s is not None and s.identify])


def why_out(hub: "Terminal", compartment: Compartment) -> str:
    """Why a courier is to take out what lies in there (rooms.TAKEN_OUT), or ""."""
    for number in compartment.shipments:
        shipment = hub.books.shipment(number)
        if shipment is not None and shipment.leaving:
            return shipment.leaving
    return "expired" if is_overdue(hub, compartment) else ""


def why_no_run(hub: "Terminal", courier: str) -> str:
    """Why this courier may not begin."""
    badge = hub.books.badge_of(courier)
    if badge is None or badge.is_revoked:
        return "no badge"
    return _why_locked(hub, badge.slips)


def why_no_care(hub: "Terminal", name: str) -> str:
    """Why this technician may not begin or go on."""
    technician = hub.books.care.named(name)
    if technician is None or technician.is_revoked:
        return "no badge"
    return _why_locked(hub, technician.slips)


def _why_locked(hub: "Terminal", slips: "list[int]") -> str:
    recent = [at for at in slips if at > hub.up_ms() - codes.DAY_MS]
    return "badge locked" if len(recent) >= codes.PIN_TRIES_A_DAY else ""
