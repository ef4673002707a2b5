"""Parcels of one recipient in one compartment, as the server sees it (002-8.6.7 to 8.6.9)."""

from sim.central import code_in
from tests.sim.hand_terminal import World, tag

ANNA, BERTA = "+37129000111", "+37129000222"
DAY_S = 86_400


def two(second: str = ANNA) -> tuple[World, str, str]:
    """A parcel of Anna's in compartment 1, a second one put beside it two days later."""
    world = World()
    first = world.inside()
    world.wall_s += 2 * DAY_S
    other = world.expected(phone=second)
    world.terminal.load(other)
    world.talk()
    return world, first, other


def orders_of(world: World, kind: str, shipment: str) -> list[dict[str, object]]:
    found = [order for order in world.terminal.orders.values() if order["kind"] == kind]
    return [order for order in found if order["shipment"] == shipment]


def sms(world: World, shipment: str) -> list[tuple[str, str]]:
    """(kind, code) of each message about it."""
    found = [m for m in world.central.view.messages() if m.shipment == shipment]
    return [(m.kind, code_in(m.text)) for m in found]


def test_the_second_has_the_code_of_the_first() -> None:
    world, first, other = two()
    [(_kind, code)] = [row for row in sms(world, first) if row[0] == "arrived"]
    assert sms(world, other) == [("joined", code)], "and no further message about a new code"
    [recode] = orders_of(world, "recode", other)
    assert recode["code"] == tag("code", code) and recode["phone"] == tag("phone", ANNA)
    assert world.incidents() == []
    assert world.codes()[0] == world.codes()[2] == code != world.codes()[1]
    dead = world.db.execute("SELECT code FROM codes WHERE dead_s IS NOT NULL").fetchall()
    assert dead == [(world.codes()[1],)], "nobody was ever told it"


def test_adding_renews_the_storage_of_all() -> None:
    world, first, other = two()
    deadlines = {s.shipment: s.deadline_s for s in world.central.view.shipments()}
    assert deadlines[first] == deadlines[other]
    assert [kind for kind, _code in sms(world, first)] == ["arrived"], "the other's names the day"
    world.wall_s += 2 * DAY_S  # the reminder of the first would have been due after three
    world.central.remind()
    assert "reminder" not in [kind for kind, _code in sms(world, first)]
    world.wall_s += 1 * DAY_S
    world.central.remind()
    reminders = [m for m in world.central.view.messages() if m.kind == "reminder"]
    assert [m.shipment for m in reminders] == [first, other]
    assert len({code_in(m.text) for m in reminders}) == 1


def test_a_longer_deadline_is_never_made_shorter() -> None:
    world = World()
    first = world.inside()
    world.central.extend(first, 24 * 30)
    world.talk()
    before = world.central.view.shipments(first)[0].deadline_s
    other = world.expected()
    world.terminal.load(other)
    world.talk()
    assert world.central.view.shipments(first)[0].deadline_s == before
    assert len(orders_of(world, "set_deadline", first)) == 2


def test_collected_together_they_are_all_delivered_and_the_code_is_dead() -> None:
    world, first, other = two()
    world.terminal.collect([first, other])
    world.talk()
    assert world.state(first) == world.state(other) == "delivered"
    live = world.db.execute("SELECT count(*) FROM codes WHERE dead_s IS NULL").fetchone()
    assert live == (0,) and world.incidents() == []


def test_a_parcel_beside_somebody_elses_is_an_incident_and_comes_out() -> None:
    world, first, other = two(BERTA)
    assert world.incidents() == ["with another's"]
    assert sms(world, other) == [], "its code would open theirs too"
    [recall] = orders_of(world, "recall", other)
    assert recall["cause"] == "redirected" and world.state(other) == "called back"
    assert orders_of(world, "recode", other) == [] and world.state(first) == "inside"
    world.terminal.write("taken_out", compartment=1, shipments=[other], courier="ann")
    world.talk()
    assert world.state(other) == "removed" and world.incidents() == []
    assert world.state(first) == "inside"


def test_another_compartment_has_nothing_to_do_with_it() -> None:
    world = World()
    first, other = world.inside(1), world.inside(2)
    assert orders_of(world, "recode", other) == [] and orders_of(world, "recode", first) == []
    assert len({code for _kind, code in sms(world, first) + sms(world, other)}) == 2


def test_what_was_called_back_shares_no_code() -> None:
    world = World()
    first = world.inside()
    world.central.withdraw(first)
    world.talk()
    other = world.expected()
    world.terminal.load(other)
    world.talk()
    assert orders_of(world, "recode", other) == []
    [(_kind, code)] = sms(world, other)
    assert code == world.codes()[1]


class Deaf(World):
    """The terminal refuses each order of the kind `kind` with `why`."""

    kind, why = "recode", "code in use"

    def __init__(self) -> None:
        super().__init__()
        write = self.terminal.write

        def refuse(kind: str, personal: "dict[str, object] | None" = None, **public: object) -> int:
            number = public.get("number", 0)
            order = self.terminal.orders.get(number, {}) if isinstance(number, int) else {}
            if kind == "order_applied" and order.get("kind") == self.kind:
                return write("order_refused", personal, why=self.why, **public)
            return write(kind, personal, **public)

        self.terminal.write = refuse  # type: ignore[method-assign]


def test_where_the_code_cannot_be_shared_the_own_one_is_told() -> None:
    world = Deaf()
    first, other = world.inside(), world.inside()
    (_kind, shared), (kind, own) = sms(world, other)
    assert kind == "new code" and own == world.codes()[1] != shared
    assert sms(world, first)[0][1] == shared
    rows = world.db.execute("SELECT code, dead_s FROM codes WHERE shipment = ?", (other,))
    assert [code for code, dead_s in rows if dead_s is None] == [own]


def test_a_phone_that_cannot_change_there_is_sent_anew() -> None:
    world = Deaf()
    world.why = "lies with others"
    first = world.inside()
    world.central.correct_phone(first, BERTA)
    world.talk()
    [recall] = orders_of(world, "recall", first)
    assert recall["cause"] == "redirected" and world.state(first) == "called back"
    world.kind = "set_dues"
    other = world.inside(2)
    world.central.set_dues(other, [("cod", 100)])
    world.talk()
    assert len(orders_of(world, "recall", other)) == 1
    world.central.set_dues(other, [("cod", 100)])
    world.talk()
    assert len(orders_of(world, "recall", other)) == 1, "it is asked for once"


def test_the_same_phone_again_is_a_new_code_for_all() -> None:
    world, first, other = two()
    world.central.correct_phone(other, ANNA)
    world.talk()
    assert sms(world, first)[-1] == ("new code", sms(world, other)[-1][1])
    assert sms(world, other)[-1][1] != sms(world, other)[0][1]


def test_a_journal_of_before_has_no_phones() -> None:
    world = World()
    personal: dict[str, object] = {"code": "0" * 32, "token": "", "phone_end": "111"}
    world.terminal.write("expected", personal, shipment="A", size="S")
    world.talk()
    assert world.incidents() == [] and world.terminal.acked == 1
