"""All tables at once: every state and event has an answer, every state has an end and a way in."""

from terminal import doors, sales
from terminal import messages as m
from terminal.doors import Door
from terminal.rules import ANY, Machine
from terminal.sales import Paying
from terminal.visits import (
    complaint,
    cycle,
    deposit,
    device_tests,
    door_panels,
    help,
    identify,
    inspection,
    pickup,
    run,
    send,
    stocktake,
    technician,
    welcome,
)
from terminal.visits.complaint import Complaint
from terminal.visits.cycle import Cycle
from terminal.visits.deposit import Deposit
from terminal.visits.device_tests import DeviceTests
from terminal.visits.door_panels import DoorPanels
from terminal.visits.help import Help
from terminal.visits.identify import Identify
from terminal.visits.inspection import Inspection
from terminal.visits.pickup import Pickup
from terminal.visits.run import Run
from terminal.visits.send import Send
from terminal.visits.stocktake import Stocktake
from terminal.visits.technician import Care
from terminal.visits.visit import OVER
from terminal.visits.welcome import Welcome
from tests.terminal.scene import MINUTE, Scene, badge, expected, stored

MACHINES = (Door, Welcome, Pickup, Run, Deposit, Inspection, Paying, Care, DoorPanels, Cycle,
            Stocktake, DeviceTests, Complaint, Send, Help, Identify)  # fmt: skip
# The states that a machine is made in: for Welcome see its __init__.
FIRST = {
    Door: (doors.UNSEEN,), Welcome: (welcome.IDLE, welcome.TYPING, welcome.TOLD),
    Pickup: (pickup.OPENING, pickup.OFFER, pickup.IDENTIFYING), Run: (run.PIN,),
    Deposit: (deposit.OPENING,),
    Inspection: (inspection.OPENING,), Paying: (sales.ASKING, sales.CHECKING),
    Care: (technician.CODE,), DoorPanels: (door_panels.LIST,), Cycle: (cycle.OPENING,),
    Complaint: (complaint.ASKING, complaint.SIGNING), Help: (help.LIST,),
    Send: (send.NUMBER, send.CHOOSING_SIZE, send.BUSY),
    Identify: (identify.CHOOSING, identify.TOLD),
    Stocktake: (stocktake.OPENING,), DeviceTests: (device_tests.LIST,),
}  # fmt: skip
AT_REST = {Door: doors.SHUT, Welcome: welcome.IDLE, Paying: sales.ENDED}
# States without a deadline of their own: what ends them, and why that always comes.
WAITS_FOR = (
    (Door, doors.UNSEEN, "the line: a part reports each door when it can read it again"),
    (Door, doors.SHUT, "somebody; a shut door is at rest"),
    (Pickup, pickup.OPENING, "the door, whose ladder ends with a conclusion"),
    (Deposit, deposit.OPENING, "the door, whose ladder ends with a conclusion"),
    (Inspection, inspection.OPENING, "the door, whose ladder ends with a conclusion"),
    (Pickup, pickup.PAYING, "the sale, which always ends with a word"),
    (Paying, sales.ENDED, "nothing: it is dropped"),
    (Pickup, pickup.COMPLAINING, "its part, which has deadlines of its own"),
    (Pickup, pickup.IDENTIFYING, "its part, which has deadlines of its own"),
    (Identify, OVER, "nothing: it is dropped"),
    (Complaint, OVER, "nothing: it is dropped"),
    (Help, OVER, "nothing: it is dropped"),
    (Send, send.BUSY, "its part, which has deadlines of its own"),
    (Send, OVER, "nothing: it is dropped"),
    (Run, run.BUSY, "its part, which has deadlines of its own"),
    (Care, technician.BUSY, "its part, which has deadlines of its own"),
    (DoorPanels, door_panels.BUSY, "its part, which has deadlines of its own"),
    (Cycle, cycle.OPENING, "the door, whose ladder ends with a conclusion"),
    (Stocktake, stocktake.OPENING, "the door, whose ladder ends with a conclusion"),
    (Pickup, OVER, "nothing: it is dropped"),
    (Care, OVER, "nothing: it is dropped"),
    (DoorPanels, OVER, "nothing: it is dropped"),
    (Cycle, OVER, "nothing: it is dropped"),
    (Stocktake, OVER, "nothing: it is dropped"),
    (DeviceTests, OVER, "nothing: it is dropped"),
    (Run, OVER, "nothing: it is dropped"),
    (Deposit, OVER, "nothing: it is dropped"),
    (Inspection, OVER, "nothing: it is dropped"),
)
# Deadlines that are not in LIMIT_MS but in limit_ms, because they depend on policy or budget.
COMPUTED = ((Door, doors.OPEN), (Pickup, pickup.GRACE), (Welcome, welcome.WAITING),
            (Paying, sales.HELD), (Deposit, deposit.PUTTING_IN), (Identify, identify.SHOWING),
            (Identify, identify.WAITING))  # fmt: skip


def rows(machine):
    """(state, kind, handler, targets) of a table, in one order for every interpreter."""
    found = []
    for key in sorted(machine.RULES, key=lambda key: key[0] + " " + key[1].__name__):
        handler, targets = machine.RULES[key]
        found.append((key[0], key[1], handler, targets))
    return found


def states(machine):
    """Every state that the table of a machine names."""
    found = list(FIRST[machine])
    for state, _kind, _handler, targets in rows(machine):
        found += [state] + list(targets)
    for names, _kinds, _reason in machine.IGNORED:
        found += list(names)
    found += sorted(machine.LIMIT_MS)
    return sorted({state for state in found if state != ANY[0]})


def is_ruled(machine, state, kind):
    return (state, kind) in machine.RULES or (ANY[0], kind) in machine.RULES


def is_ignored(machine, state, kind):
    for names, kinds, _reason in machine.IGNORED:
        if kind in kinds and (state in names or names == ANY):
            return True
    return False


def has_deadline(machine, state):
    return state in machine.LIMIT_MS or (machine, state) in COMPUTED


def waits(machine, state):
    return [reason for kind, name, reason in WAITS_FOR if (kind, name) == (machine, state)]


def test_every_state_and_event_is_ruled_or_ignored_with_a_reason():
    pairs = 0
    for machine in MACHINES:
        for state in states(machine):
            for kind in machine.HEARS:
                answers = is_ruled(machine, state, kind) + is_ignored(machine, state, kind)
                assert answers > 0, (machine.__name__, state, kind.__name__)
                pairs += 1
    assert pairs > 300


def test_nothing_is_both_ruled_and_ignored():
    for machine in MACHINES:
        for state in states(machine):
            for kind in machine.HEARS:
                both = is_ruled(machine, state, kind) and is_ignored(machine, state, kind)
                assert not both, (machine.__name__, state, kind.__name__)


def test_no_pair_is_ignored_for_two_reasons():
    for machine in MACHINES:
        seen = []
        for names, kinds, _reason in machine.IGNORED:
            for pair in [(name, kind) for name in names for kind in kinds]:
                assert pair not in seen, (machine.__name__, pair)
                seen.append(pair)


def test_every_reason_for_ignoring_says_something():
    for machine in MACHINES:
        for _names, _kinds, reason in machine.IGNORED:
            assert len(reason) > 8 and " " in reason, (machine.__name__, reason)


def test_a_table_names_only_what_its_machine_hears_and_knows():
    for machine in MACHINES:
        assert len(set(machine.HEARS)) == len(machine.HEARS)
        for state, kind, _handler, _targets in rows(machine):
            assert kind in machine.HEARS, (machine.__name__, state, kind.__name__)
        for _names, kinds, _reason in machine.IGNORED:
            for kind in kinds:
                assert kind in machine.HEARS, (machine.__name__, kind.__name__)


def test_every_row_leads_somewhere_and_names_a_handler_of_its_own_machine():
    for machine in MACHINES:
        for state, kind, handler, targets in rows(machine):
            assert targets, (machine.__name__, state, kind.__name__)
            for target in targets:
                assert target in states(machine) and target != ANY[0]
            owners = [getattr(machine, name, None) for name in dir(machine)]
            assert handler in owners, (machine.__name__, state, kind.__name__)


def test_every_state_has_a_deadline_or_waits_for_something_that_has_one():
    for machine in MACHINES:
        for state in states(machine):
            has_one, reasons = has_deadline(machine, state), waits(machine, state)
            assert has_one != bool(reasons), (machine.__name__, state)


def test_what_is_said_to_wait_is_a_state():
    for machine, state, reason in WAITS_FOR:
        assert state in states(machine) and len(reason) > 10, state
    for machine, state in COMPUTED:
        assert state in states(machine) and state not in machine.LIMIT_MS


def test_a_deadline_has_a_row_and_no_deadline_has_none():
    for machine in MACHINES:
        for state in states(machine):
            ruled = is_ruled(machine, state, m.TimedOut)
            assert ruled == has_deadline(machine, state), (machine.__name__, state)


def test_every_limit_is_a_sane_time():
    for machine in MACHINES:
        for state in sorted(machine.LIMIT_MS):
            assert 100 <= machine.LIMIT_MS[state] <= 15 * MINUTE, (machine.__name__, state)


def test_every_state_can_be_reached_from_the_first():
    for machine in MACHINES:
        reached = list(FIRST[machine])
        for _round in range(len(states(machine)) + 1):
            for state, _kind, _handler, targets in rows(machine):
                if state in reached or state == ANY[0]:
                    reached += [target for target in targets if target not in reached]
        missing = [state for state in states(machine) if state not in reached]
        assert missing == [], (machine.__name__, missing)


def test_every_conversation_can_end():
    """From every state some rows lead to the end, to rest or back to the start."""
    for machine in MACHINES:
        ends = [OVER] if OVER in states(machine) else [AT_REST[machine]]
        for _round in range(len(states(machine)) + 1):
            for state, _kind, _handler, targets in rows(machine):
                if [target for target in targets if target in ends] and state not in ends:
                    ends.append(state)
        missing = [state for state in states(machine) if state not in ends]
        assert missing == [], (machine.__name__, missing)


def test_what_is_over_stays_over():
    for machine in (Pickup, Run, Deposit, Inspection, Care, DoorPanels, Cycle, Stocktake,
                    DeviceTests, Help):  # fmt: skip
        for kind in machine.HEARS:
            assert is_ignored(machine, OVER, kind) and not is_ruled(machine, OVER, kind)


def test_a_computed_deadline_is_set_on_entering():
    scene = Scene(stored(1) + [badge(), expected("P2", "222222")])
    scene.enter("123456")
    scene.door_opens(1)
    assert scene.terminal.door(1).deadline_ms == scene.now_ms + MINUTE
    scene.door_shuts(1)
    assert scene.terminal.front.deadline_ms == scene.now_ms + MINUTE


def test_every_state_shows_a_screen():
    # Doors and sales have none; those of the visits are shown by some test of theirs.
    for machine in MACHINES:
        assert issubclass(machine, Machine)
        assert (machine in (Door, Paying)) == (getattr(machine, "screen", None) is None)
