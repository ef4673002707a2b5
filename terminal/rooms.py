"""Which compartment to offer for a parcel, and what there is to do in the others.

An occupied compartment, one in doubt, one with a blind or open door is never offered
(decisions 4 and 17).  One that is empty only on a customer's word goes to couriers first:
they are asked to look.
"""

from terminal import permits, sendings, sizes
from terminal.care import SHUT_REASONS
from terminal.compartments import SENT, Compartment
from terminal.doors import JUST_SHUT, SHUT, UNSEEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from terminal.machine import Terminal


# What a courier takes out (002-9.2, 9.3, 10.3, 5.3.2); any other task is a look.
TAKEN_OUT = ("expired", "refused", "recalled", "redirected", SENT)


def is_free(hub: "Terminal", compartment: Compartment, number: str = "") -> bool:
    """Whether a parcel may be put in here, or this one for which it may be kept (003-2.12)."""
    if sendings.keeper(hub.books, compartment, hub.now_s()) not in ("", number):
        return False
    if compartment.shipments or compartment.reserved or compartment.doubts:
        return False
    if compartment.purpose or compartment.is_open or compartment.is_blind or compartment.barred:
        return False
    return hub.door(compartment.number).state in (SHUT, JUST_SHUT)


def may_test(hub: "Terminal", compartment: Compartment) -> bool:
    """Whether it is known to be empty, so that a test may open it without any question."""
    if compartment.shipments or compartment.reserved or compartment.doubts:
        return False
    if compartment.purpose or compartment.is_open or compartment.is_blind:
        return False
    if compartment.is_on_word:  # that it is empty only a customer says
        return False
    door = hub.door(compartment.number)
    return not door.watchers and not hub.is_minded(compartment.number) and door.state != UNSEEN


def to_count(hub: "Terminal", is_all: bool) -> "tuple[int, ...]":
    """The compartments of a stocktake: all, or those in doubt; never one that somebody has."""
    due = [number for number, _why in hub.books.care.due]
    rows = []
    for compartment in hub.books.compartments:
        number = compartment.number
        is_doubtful = bool(compartment.doubts) or compartment.is_blind or number in due
        is_had = hub.is_minded(number) or bool(hub.door(number).watchers)
        if (is_all or is_doubtful) and not is_had:
            rows.append(number)
    return tuple(rows)


def state_of(hub: "Terminal", compartment: Compartment) -> str:
    """What a technician sees of it at a glance (see screens.Doors)."""
    if hub.door(compartment.number).state == UNSEEN:
        return "silent"
    if compartment.barred:
        return "barred"
    if compartment.is_open:
        return "open"
    if compartment.doubts:
        return "doubt"
    if compartment.is_blind:
        return "sensor"
    return "occupied" if compartment.shipments or compartment.reserved else "empty"


def choose(hub: "Terminal", size: str, number: str = "") -> "Compartment | None":
    """The best free compartment for `size`: kept for `number`, smallest, on customers' word."""
    kept = [c for c in hub.books.compartments if number and c.kept_for == number]
    for compartment in kept:
        if compartment.size in sizes.at_least(size) and is_free(hub, compartment, number):
            return compartment
    for name in sizes.at_least(size):
        free = [c for c in hub.books.compartments if c.size == name and is_free(hub, c)]
        on_word = [c for c in free if c.is_on_word]
        if on_word or free:
            return (on_word or free)[0]
    return None


def larger(wanted: str, tried: str) -> str:
    """The size to try after a parcel did not fit into a compartment of size `tried`, or ""."""
    too_small = max(sizes.NAMES.index(wanted), sizes.NAMES.index(tried))
    return sizes.NAMES[too_small + 1] if too_small + 1 < len(sizes.NAMES) else ""


def free_by_size(hub: "Terminal") -> "tuple[tuple[str, int], ...]":
    """((size, how many are free), ...) for the sizes that this cabinet has."""
    rows = []
    for name in sizes.NAMES:
        of_size = [c for c in hub.books.compartments if c.size == name]
        if of_size:
            rows.append((name, len([c for c in of_size if is_free(hub, c)])))
    return tuple(rows)


def tasks(hub: "Terminal") -> "tuple[tuple[int, str], ...]":
    """((compartment, why), ...): what a courier should look into or take out."""
    rows = []
    for compartment in hub.books.compartments:
        if hub.is_minded(compartment.number):
            continue  # its recipient may still come back within the grace time
        if compartment.barred in SHUT_REASONS:
            continue
        if compartment.doubts:
            rows.append((compartment.number, compartment.doubts[0]))
        elif permits.why_out(hub, compartment):
            rows.append((compartment.number, permits.why_out(hub, compartment)))
        elif compartment.is_blind and compartment.number not in hub.condition.latch_only:
            # The pulse of an inspection may prove its sensor again, unless it feels the latch.
            rows.append((compartment.number, "sensor"))
    return tuple(rows)


def out_of_use(hub: "Terminal") -> "tuple[tuple[int, str], ...]":
    """((compartment, why), ...): what the server should not count on."""
    rows = []
    for compartment in hub.books.compartments:
        if compartment.barred:
            rows.append((compartment.number, "out of service: " + compartment.barred))
        elif compartment.doubts:
            rows.append((compartment.number, compartment.doubts[0]))
        elif compartment.is_blind:
            rows.append((compartment.number, "sensor"))
        elif compartment.is_open and not compartment.purpose:
            rows.append((compartment.number, "open"))
    return tuple(rows)


def barred(hub: "Terminal") -> "tuple[tuple[int, str], ...]":
    """((compartment, why), ...): what a technician took out of service."""
    return tuple([(c.number, c.barred) for c in hub.books.compartments if c.barred])
