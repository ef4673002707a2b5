"""What is true of the house whatever happens to the power: the fold over the journal.

Live code changes nothing here directly.  It notes an entry; the entry is applied at
once and is on disk before anything visible happens.  Replay applies the same entries,
so there is one path and not two that must agree.  The fold is total: no entry can make
it raise, and it runs no service rule: what was decided stands in the entry.
"""

from terminal import checkpoints
from terminal import complaint_entries as ce
from terminal import entries as e
from terminal.care import Care
from terminal.changes import CHANGES
from terminal.codes import DAY_MS, plain
from terminal.compartments import EXPECTED, GONE, INSIDE, Badge, Compartment, Shipment
from terminal.policy import default
from terminal.record import Record
from terminal.sendings import SENDINGS, came_in, stayed_away
from terminal.tags import Tags
from terminal.till import MONEY, Till

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable


class Books:
    """The state of one terminal; `sizes` is ((compartment, size), ...) in the order of numbers."""

    def __init__(self, sizes: "tuple[tuple[int, str], ...]") -> None:
        self.sizes = sizes
        self.compartments = [Compartment(number, size) for number, size in sizes]
        self._by_number = {c.number: c for c in self.compartments}
        self.shipments: "list[Shipment]" = []
        self.badges: "list[Badge]" = []
        self._by_shipment: "dict[str, Shipment]" = {}
        self.tags = Tags(self.shipment)
        self.policy: "tuple[tuple[str, int], ...]" = ()
        self.policy_version = 0
        self.last_order = 0
        self.guesses: "list[int]" = []  # powered-on time of each wrong try of the last day
        self.strike = 0
        self.till = Till(self)
        self.care = Care(self)
        self.openings = 0
        self.boot = 0
        self.up_ms = 0
        self.wall_s = 0
        self.checkpoint_up_ms = 0
        self.strangers: "list[int]" = []  # compartments of entries that this site does not have
        self.is_unreadable = False  # a checkpoint of another software: what came before is unknown

    # -- looking things up ----------------------------------------------------------------

    def compartment(self, number: int) -> Compartment:
        """The compartment with this number on its door."""
        return self._by_number[number]

    def shipment(self, number: str) -> "Shipment | None":
        """The shipment with this number, if it was ever announced and not yet forgotten."""
        return self._by_shipment.get(plain(number))

    def by_tag(self, tag: str) -> "tuple[Shipment | None, bool]":
        """The shipment that a code or token belongs to, and whether the tag was replaced."""
        return self.tags.find(tag)

    def badge_by_tag(self, tag: str) -> "Badge | None":
        """The badge with this tag, revoked or not."""
        found = [badge for badge in self.badges if badge.badge == tag]
        for badge in found:
            if not badge.is_revoked:
                return badge
        return found[0] if found else None

    def badge_of(self, courier: str) -> "Badge | None":
        """The badge of a courier."""
        for badge in self.badges:
            if badge.courier == courier:
                return badge
        return None

    def dues_in(self, compartment: Compartment) -> "tuple[tuple[str, int], ...]":
        """((kind, cents), ...): what is owed for all that lies in there, parcel by parcel."""
        rows: "list[tuple[str, int]]" = []
        for number in compartment.shipments:
            shipment = self.shipment(number)
            if shipment is not None:
                rows.extend(shipment.dues)
        return tuple(rows)

    def rule(self, name: str) -> int:
        """A number of the service rules: the server's, else the default of `policy.py`."""
        for known, value in self.policy:
            if known == name:
                return value
        return default(name)

    def live_codes(self) -> int:
        """How many codes open a door here; parcels that lie together have one (002-8.6.7)."""
        live = [s for s in self.shipments if s.standing == INSIDE
                or (s.standing == EXPECTED and s.sending is not None)]  # fmt: skip
        return len({s.code for s in live if s.code})

    # -- the fold -------------------------------------------------------------------------

    def apply(self, entry: Record, up_ms: int, wall_s: int) -> None:
        """Take in one entry, live or in replay."""
        self.up_ms = max(self.up_ms, up_ms)
        self.wall_s = max(self.wall_s, wall_s)
        number = getattr(entry, "compartment", None)
        if number is not None and number not in self._by_number:
            self.strangers.append(number)
            return
        fold = FOLDS.get(type(entry))
        if fold is not None:
            fold(self, entry)
        elif type(entry) in CHANGES:
            self._changed(entry)
        elif type(entry) in MONEY:
            MONEY[type(entry)](self.till, entry)
        elif type(entry) in SENDINGS:
            SENDINGS[type(entry)](self, entry)
        self.care.hear(entry)

    def _booted(self, entry: e.Booted) -> None:
        self.boot = entry.boot
        for compartment in self.compartments:
            if compartment.purpose:
                compartment.doubt("power cut during " + compartment.purpose)
                compartment.purpose = ""
            elif compartment.unspent:  # we were blind while it could still give way
                compartment.doubt("power cut after a pulse")

    def _order_applied(self, entry: "e.OrderApplied | e.OrderRefused") -> None:
        self.last_order = max(self.last_order, entry.number)

    def _expected(self, entry: e.Expected) -> None:
        shipment = Shipment(entry.shipment, entry.size, entry.code, entry.token, entry.phone_end)
        shipment.phone = entry.phone
        self.learn(shipment)

    def learn(self, shipment: Shipment) -> None:
        """A parcel of which nothing is known yet; what was known under its number is forgotten."""
        self._forget(shipment.number)
        self.shipments.append(shipment)
        self._by_shipment[plain(shipment.number)] = shipment
        self.tags.add(shipment)

    def _forget(self, number: str) -> None:
        old = self._by_shipment.pop(plain(number), None)
        if old is not None:
            self.shipments.remove(old)
            self.tags.drop(old)

    def _withdrawn(self, entry: e.Withdrawn) -> None:
        self._go((entry.shipment,), "withdrawn")

    def _go(self, numbers: "tuple[str, ...] | list[str]", why: str) -> None:
        for number in numbers:
            shipment = self.shipment(number)
            if shipment is not None:
                shipment.go(why, self.up_ms, self.wall_s)

    def _changed(self, entry: Record) -> None:
        """The server has changed one thing about a shipment."""
        shipment = self.shipment(getattr(entry, "shipment", ""))
        if shipment is not None:
            mark, field = CHANGES[type(entry)]
            setattr(shipment, mark, getattr(entry, field))

    def _recoded(self, entry: e.Recoded) -> None:
        shipment = self.shipment(entry.shipment)
        if shipment is None:
            return
        self.tags.replace(shipment, entry.code, entry.token, self.up_ms)
        shipment.phone_end, shipment.phone = entry.phone_end, entry.phone

    def _badge_added(self, entry: e.BadgeAdded) -> None:
        self.badges = [b for b in self.badges if b.courier != entry.courier]
        self.badges.append(Badge(entry.courier, entry.badge, entry.pin))

    def _badge_revoked(self, entry: e.BadgeRevoked) -> None:
        for badge in self.badges:
            if badge.courier == entry.courier:
                badge.is_revoked = True

    def _policy_set(self, entry: e.PolicySet) -> None:
        self.policy_version, self.policy = entry.version, entry.values

    def _wrong_code(self, entry: e.WrongCode) -> None:
        self.guesses = [at for at in self.guesses if at > self.up_ms - DAY_MS]
        self.guesses.append(self.up_ms)
        self.strike = entry.strike

    def _wrong_pin(self, entry: e.WrongPin) -> None:
        for badge in self.badges:
            if badge.courier == entry.courier:
                badge.slips = [at for at in badge.slips if at > self.up_ms - DAY_MS]
                badge.slips.append(self.up_ms)

    def _opening(self, entry: e.Opening) -> None:
        compartment = self._by_number[entry.compartment]
        self.openings = max(self.openings, entry.opening)
        compartment.purpose = entry.purpose
        if entry.purpose != "pick-up":
            compartment.sale = 0  # what a courier or technician opens was not sold to them
        compartment.unspent_before, compartment.unspent = compartment.unspent, entry.opening

    def _opening_failed(self, entry: e.OpeningFailed) -> None:
        compartment = self._by_number[entry.compartment]
        if entry.how in ("not sent", "refused"):
            compartment.unspent = compartment.unspent_before  # an earlier pulse may still work
        elif entry.how != "jammed":
            compartment.doubt("opening " + entry.how)
        if not compartment.unspent and compartment.purpose != "deposit":
            compartment.purpose = ""

    def _stayed_shut(self, entry: e.StayedShut) -> None:
        compartment = self._by_number[entry.compartment]
        self.till.stayed_shut(compartment)
        compartment.unspent, compartment.unspent_before = 0, 0
        if compartment.purpose != "deposit":
            compartment.purpose = ""

    def _seen_open(self, entry: e.SeenOpen) -> None:
        compartment = self._by_number[entry.compartment]
        compartment.is_open = True
        compartment.unspent, compartment.unspent_before = 0, 0
        compartment.is_open_seen = entry.opening > 0
        if entry.opening:
            self.till.goods_out(compartment)
        if not entry.opening:
            compartment.doubt("opened without order")

    def _seen_shut(self, entry: e.SeenShut) -> None:
        compartment = self._by_number[entry.compartment]
        compartment.is_open, compartment.is_open_seen = False, False
        compartment.unspent, compartment.unspent_before = 0, 0  # a pulse at an open door is over

    def _sensor_blind(self, entry: e.SensorBlind) -> None:
        self._by_number[entry.compartment].is_blind = True

    def _sensor_proven(self, entry: e.SensorProven) -> None:
        self._by_number[entry.compartment].is_blind = False

    def _reserved(self, entry: e.Reserved) -> None:
        compartment = self._by_number[entry.compartment]
        if entry.shipment not in compartment.reserved:
            compartment.reserved.append(entry.shipment)
        compartment.purpose = "deposit"

    def _deposited(self, entry: e.Deposited) -> None:
        compartment = self._by_number[entry.compartment]
        if entry.shipment in compartment.reserved:
            compartment.reserved.remove(entry.shipment)
        self._lay(compartment, entry.shipment)
        compartment.is_on_word = False
        if not compartment.reserved:
            compartment.purpose = ""

    def _lay(self, compartment: Compartment, number: str) -> None:
        if number not in compartment.shipments:
            compartment.shipments.append(number)
        shipment = self.shipment(number)
        if shipment is None:
            compartment.doubt("unknown parcel")
            return
        if shipment.why == "not found":  # it was looked for in the wrong compartment
            shipment.why = ""
        elif shipment.standing == GONE:  # its code is dead and stays dead
            compartment.doubt("found again")
        shipment.standing, shipment.compartment = INSIDE, compartment.number
        came_in(self, shipment)

    def _not_deposited(self, entry: e.NotDeposited) -> None:
        compartment = self._by_number[entry.compartment]
        for shelf in (compartment.reserved, compartment.shipments):
            if entry.shipment in shelf:
                shelf.remove(entry.shipment)
        shipment = self.shipment(entry.shipment)
        if shipment is not None and shipment.compartment in (0, compartment.number):
            shipment.stay_away(self.up_ms, self.wall_s)
            stayed_away(self, shipment)
        if not compartment.reserved:
            compartment.purpose = ""

    def _collected(self, entry: e.Collected) -> None:
        compartment = self._by_number[entry.compartment]
        self._go(entry.shipments, "collected")
        self.guesses = self.guesses[: max(0, len(self.guesses) - entry.slips_back)]
        self.strike = 0
        compartment.part_with(entry.shipments)
        compartment.is_on_word = True

    def _said_empty(self, entry: e.SaidEmpty) -> None:
        compartment = self._by_number[entry.compartment]
        compartment.is_disputed, compartment.purpose = True, ""
        compartment.doubt("said empty")

    def _not_theirs(self, entry: ce.NotTheirs) -> None:
        compartment = self._by_number[entry.compartment]
        compartment.is_disputed, compartment.purpose = True, ""
        compartment.doubt("not mine")

    def _refused(self, entry: ce.Refused) -> None:
        self._by_number[entry.compartment].purpose = ""
        for number in entry.shipments:
            self._changed(e.Recalled(number, "refused"))

    def _doubted(self, entry: e.Doubted) -> None:
        compartment = self._by_number[entry.compartment]
        compartment.doubt(entry.why)
        if not compartment.reserved:
            compartment.purpose = ""

    def _inspected(self, entry: e.Inspected) -> None:
        compartment = self._by_number[entry.compartment]
        missing = [s for s in compartment.shipments if s not in entry.found]
        never_came = [s for s in compartment.reserved if s not in entry.found]
        compartment.clear()
        self._go(missing, "not found")
        for number in never_came:
            self._not_deposited(e.NotDeposited(compartment.number, number))
        for number in entry.found:
            self._lift(number, compartment)
            self._lay(compartment, number)
        if entry.has_unknown:
            compartment.doubt("unknown parcel")

    def _lift(self, number: str, here: Compartment) -> None:
        """What was found here does not lie where we believed it."""
        for other in self.compartments:
            for shelf in (other.shipments, other.reserved):
                if other is not here and number in shelf:
                    shelf.remove(number)
                    other.doubt("scanned elsewhere")

    def _taken_out(self, entry: e.TakenOut) -> None:
        compartment = self._by_number[entry.compartment]
        self._go(entry.shipments, "taken out")
        compartment.part_with(entry.shipments)
        # Nobody has said that nothing else lies there: whoever opens it next is asked to look.
        compartment.is_on_word = not compartment.shipments and not compartment.reserved

    # -- checkpoints ----------------------------------------------------------------------

    def state(self) -> "tuple[object, ...]":
        """Everything that later entries build on (see `checkpoints.py`)."""
        return checkpoints.state_of(self)

    def _checkpoint(self, entry: e.Checkpoint) -> None:
        checkpoints.restore(self, entry.state)

    def index_all(self) -> None:
        """Find tags and numbers again after the shipments were replaced."""
        self._by_shipment = {plain(s.number): s for s in self.shipments}
        self.tags.restore(self.tags.replaced, self.shipments)


if TYPE_CHECKING:
    FOLDS: "dict[type[Record], Callable[[Books, Any], None]]"
# Entries that are not here change nothing that lasts: they tell the server what happened.
FOLDS = {
    e.Booted: Books._booted, e.Checkpoint: Books._checkpoint,
    e.OrderApplied: Books._order_applied, e.OrderRefused: Books._order_applied,
    e.Expected: Books._expected, e.Withdrawn: Books._withdrawn,
    e.Recoded: Books._recoded,
    e.BadgeAdded: Books._badge_added, e.BadgeRevoked: Books._badge_revoked,
    e.PolicySet: Books._policy_set, e.WrongCode: Books._wrong_code,
    e.WrongPin: Books._wrong_pin, e.Opening: Books._opening,
    e.OpeningFailed: Books._opening_failed, e.StayedShut: Books._stayed_shut,
    e.SeenOpen: Books._seen_open, e.SeenShut: Books._seen_shut,
    e.SensorBlind: Books._sensor_blind, e.SensorProven: Books._sensor_proven,
    e.Reserved: Books._reserved, e.Deposited: Books._deposited,
    e.NotDeposited: Books._not_deposited, e.Collected: Books._collected,
    e.SaidEmpty: Books._said_empty, ce.NotTheirs: Books._not_theirs, ce.Refused: Books._refused,
    e.Doubted: Books._doubted,
    e.Inspected: Books._inspected, e.TakenOut: Books._taken_out,
}  # fmt: skip
