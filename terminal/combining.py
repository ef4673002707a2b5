"""Several parcels of one recipient in one compartment (002-8.6.7 to 8.6.9, decision 7).

It says which compartment a parcel may be added to, and what may not be changed while parcels lie
together; how it is put in and taken out is in `visits/`.  The one idea: the terminal knows no
phone, only its tag, and parcels belong together where both are known and equal.
"""

from terminal import permits, sizes
from terminal.codes import plain
from terminal.compartments import Compartment, Shipment
from terminal.doors import JUST_SHUT, SHUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal


# As many as one screen can name, so that whoever opens can read every number (002-8.6.7).
TOGETHER_MAX = 6


def choose(hub: "Terminal", number: str, size: str) -> "Compartment | None":
    """The compartment with parcels of the same recipient that this one, of `size`, may join."""
    newcomer = hub.books.shipment(number)
    if newcomer is None or not hub.books.rule("combine") or not _may_lie_with_others(newcomer):
        return None
    for name in sizes.at_least(size):
        for compartment in hub.books.compartments:
            if compartment.size == name and _is_open_to(hub, compartment, newcomer):
                return compartment
    return None


def _may_lie_with_others(shipment: Shipment) -> bool:
    """002-8.6.9: each parcel with cash on delivery lies alone; so does what is looked into."""
    if not shipment.phone or shipment.identify:  # whose recipient is asked who it is
        return False
    return not shipment.dues and not shipment.withheld


def _is_open_to(hub: "Terminal", compartment: Compartment, newcomer: Shipment) -> bool:
    if not 0 < len(compartment.shipments) < TOGETHER_MAX or not _is_beyond_doubt(compartment):
        return False
    for number in compartment.shipments:
        known = hub.books.shipment(number)
        if known is None or known.phone != newcomer.phone or not _may_lie_with_others(known):
            return False
    return _is_nobody_at(hub, compartment) and not permits.is_overdue(hub, compartment)


def _is_beyond_doubt(compartment: Compartment) -> bool:
    if compartment.reserved or compartment.doubts or compartment.is_disputed:
        return False
    if compartment.purpose or compartment.is_open or compartment.is_blind:
        return False
    return not compartment.barred and not compartment.sale


def _is_nobody_at(hub: "Terminal", compartment: Compartment) -> bool:
    """Its door is at rest.  A recipient within the grace time is a watcher of it."""
    door = hub.door(compartment.number)
    return door.state in (SHUT, JUST_SHUT) and not door.watchers


def beside(hub: "Terminal", number: str) -> "tuple[str, ...]":
    """What lies, or may lie, in one compartment with this shipment."""
    wanted = plain(number)
    for compartment in hub.books.compartments:
        here = compartment.shipments + compartment.reserved
        others = [other for other in here if plain(other) != wanted]
        if len(others) < len(here):
            return tuple(others)
    return ()


def why_no_code(hub: "Terminal", shipment: Shipment, tag: str, phone: str) -> str:
    """Why this tag cannot be the next code or token of that shipment.

    None may have it but those that lie with it, for the same `phone`; or itself, where the phone
    alone is corrected.
    """
    companions = beside(hub, shipment.number)
    for owner in hub.books.tags.owners(tag):
        is_good = owner.number in companions and owner.phone == phone != ""
        if owner.number == shipment.number:
            is_good = phone != shipment.phone
        if not is_good:
            return "code in use"
    _found, is_replaced = hub.books.by_tag(tag)
    return "code in use" if is_replaced else ""


def leaving(hub: "Terminal", compartment: Compartment) -> "tuple[str, ...]":
    """What a courier takes out of it: what was called back, or everything once it is overdue."""
    rows = []
    for number in compartment.shipments:
        shipment = hub.books.shipment(number)
        if shipment is not None and shipment.leaving:
            rows.append(number)
    return tuple(rows or compartment.shipments)
