"""The fold over the journal: total, repeatable from any checkpoint, and honest about doubt."""

from terminal import condition_entries as cond
from terminal import entries as e
from terminal.books import Books
from terminal.compartments import EXPECTED, GONE, INSIDE
from tests.terminal.luck import Luck
from tests.terminal.scene import DAY, SIZES, badge, expected, stored, tag

NUMBERS = (1, 2, 3, 4, 1, 2, 3, 4, -1, 99)
PARCELS = ("P1", "P2", "P3", "P4", "")
TEXTS = ("Anna", "Bert", "S", "XS", "", "deposit", "pick-up", "jammed", "unknown", "not sent")


def books_of(*lines):
    """Books after these entries, a second apart."""
    books = Books(SIZES)
    for index, entry in enumerate(lines):
        books.apply(entry, index * 1000, 0)
    return books


FREE = {
    "compartments": ((), (1,), (2, 3), (1, 99)),
    "left": ((), (2,)),
    "shipment": PARCELS,
    "dues": ((), (("cod", 349),), (("cod", 1000), ("storage", 50))),
    "values": ((), (("grace_s", 30),), (("dead_code_days", 1), ("no such rule", 5))),
}


def any_value(luck, name):
    """A value for the field of this name: mostly of the house, sometimes of the moon."""
    if name == "compartment":
        return luck.pick(NUMBERS)
    if name in ("shipments", "found"):
        return tuple([luck.pick(PARCELS) for _each in range(luck.below(3))])
    if name in ("code", "token", "badge", "pin"):
        # The desk lets no two parcels have the same tag, so these differ too.
        return luck.pick(("", "tag %d" % luck.below(100000)))
    if name in FREE:
        return luck.pick(FREE[name])
    if name.startswith("is_") or name.startswith("has_"):
        return luck.chance(50)
    if name in ("opening", "boot", "number", "strike", "slips_back", "version", "seq", "attempt",
                "deadline_s", "wall_s", "used_percent", "sale", "trace", "receipt", "cents",
                "trace_before", "challenge", "step"):  # fmt: skip
        return luck.pick((0, 1, 2, 3, 40, 1000000, -1))
    return luck.pick(TEXTS)


def any_entry(luck):
    """Any entry but a checkpoint, whose content is not free."""
    kind = luck.pick([kind for kind in e.ALL if kind is not e.Checkpoint])
    return kind(*[any_value(luck, name) for name in kind.fields])


def any_lines(seed, count):
    luck, lines, up_ms = Luck(seed), [], 0
    for _each in range(count):
        up_ms += luck.pick((0, 5, 1000, 60000, DAY // 3, 3 * DAY))
        lines.append((any_entry(luck), up_ms, luck.pick((0, 1800000000))))
    return lines


def folded(lines):
    books = Books(SIZES)
    for entry, up_ms, wall_s in lines:
        books.apply(entry, up_ms, wall_s)
    return books


def tags_of(lines):
    """All tags that these lines name."""
    tags = []
    for entry, _up_ms, _wall_s in lines:
        tags += [getattr(entry, n) for n in ("code", "token", "badge") if n in entry.fields]
    return tags


def shown(books, text):
    """What is known of a tag: its parcel, and whether it was replaced."""
    shipment, is_replaced = books.by_tag(text)
    return (shipment.number, is_replaced) if shipment is not None else ()


# -- the fold ---------------------------------------------------------------------------------


def test_no_sequence_of_entries_makes_the_fold_raise():
    for seed in range(150):
        lines = any_lines(seed, 60)
        books = folded(lines)
        # What is asked of it afterwards must not raise either.
        books.state()
        for number in PARCELS:
            books.shipment(number)
        for text in [""] + tags_of(lines):
            books.by_tag(text)
            books.badge_by_tag(text)
        books.live_codes()


def test_no_entry_about_a_compartment_zero_makes_the_fold_raise():
    for kind in e.ALL:
        if "compartment" in kind.fields:
            values = [0 if n == "compartment" else any_value(Luck(1), n) for n in kind.fields]
            books_of(kind(*values)).state()


def test_the_same_lines_give_the_same_state():
    for seed in range(20):
        assert folded(any_lines(seed, 60)).state() == folded(any_lines(seed, 60)).state()


def test_a_checkpoint_of_any_prefix_and_the_rest_is_the_fold_of_all():
    # Within the time that dead codes are kept; what is older may be forgotten by then.
    for seed in range(60):
        lines = [(entry, up_ms // 1000, wall_s) for entry, up_ms, wall_s in any_lines(seed, 50)]
        whole = folded(lines)
        for cut in range(0, 51, 7):
            before = folded(lines[:cut])
            from_here = Books(SIZES)
            # The clock may be untrusted when it is written: its line then says 0.
            from_here.apply(e.Checkpoint(before.state()), before.up_ms, 0)
            assert from_here.state() == before.state()
            for entry, up_ms, wall_s in lines[cut:]:
                from_here.apply(entry, up_ms, wall_s)
            assert from_here.state() == whole.state(), (seed, cut)
            for text in tags_of(lines):
                assert shown(from_here, text) == shown(whole, text), (seed, cut, text)


def test_a_checkpoint_in_the_journal_changes_nothing():
    for seed in range(30):
        lines = [(entry, up_ms // 1000, wall_s) for entry, up_ms, wall_s in any_lines(seed, 40)]
        books = folded(lines)
        before = books.state()
        books.apply(e.Checkpoint(before), books.up_ms, books.wall_s)
        assert books.state() == before


def test_a_checkpoint_does_not_turn_powered_on_time_back():
    # A quiet day: the last entry is a day old when the checkpoint is written.
    books = books_of(e.Booted(1))
    books.apply(e.Checkpoint(books.state()), DAY, 1800000000)
    assert books.up_ms == DAY and books.checkpoint_up_ms == DAY
    assert books.wall_s == 1800000000


def test_a_checkpoint_keeps_the_latest_time_though_the_clock_is_not_trusted():
    books = Books(SIZES)
    books.apply(cond.ClockTrusted(1800000000), 0, 1800000000)
    from_here = Books(SIZES)
    from_here.apply(e.Checkpoint(books.state()), DAY, 0)
    assert from_here.wall_s == 1800000000


def test_a_state_is_made_of_plain_values():
    def is_plain(value):
        if isinstance(value, tuple):
            return not [part for part in value if not is_plain(part)]
        return isinstance(value, (bool, int, str))

    assert is_plain(folded(any_lines(1, 80)).state())


def test_two_books_share_nothing_that_can_change():
    first = books_of(*stored(1))
    second = Books(SIZES)
    second.apply(e.Checkpoint(first.state()), 5, 0)
    before = second.state()
    for entry in (e.Doubted(1, "x"), e.Collected(1, ("P1",), True, 0), e.WrongPin("Anna")):
        first.apply(entry, 10000, 0)
    assert second.state() == before


def test_a_compartment_that_this_site_has_not_is_reported_and_changes_nothing():
    books = books_of(*stored(1))
    before = books.state()
    books.apply(e.Deposited(99, "P1"), 0, 0)
    assert books.strangers == [99] and books.state() == before


def test_a_checkpoint_with_a_stranger_is_reported():
    elsewhere = Books(((1, "S"), (77, "M")))
    books = Books(SIZES)
    books.apply(e.Checkpoint(elsewhere.state()), 0, 0)
    assert books.strangers == [77]


def test_a_checkpoint_from_before_there_were_holds_or_phones_is_read():
    books = books_of(*stored(1))
    state = books.state()
    for shape, fields in ((2, 12), (3, 14)):
        shipments = tuple([row[:fields] for row in state[2]])
        older = Books(SIZES)
        older.apply(e.Checkpoint((shape, state[1], shipments) + state[3:]), 0, 0)
        assert older.state() == state and not older.is_unreadable


def test_a_checkpoint_of_another_shape_is_reported_and_changes_nothing():
    books = books_of(*stored(1))
    before = books.state()
    for strange in ((), (before[0] + 1,) + before[1:], before[1:]):
        other = books_of(*stored(1))
        other.apply(e.Checkpoint(strange), 0, 0)
        assert other.is_unreadable and other.state() == before
    assert not books.is_unreadable


# -- what lies where --------------------------------------------------------------------------


def test_a_deposit_makes_a_code_live():
    books = books_of(expected("P1"), e.Reserved(1, "P1", "Anna"))
    assert books.live_codes() == 0 and books.shipment("P1").standing == EXPECTED
    books.apply(e.Deposited(1, "P1"), 5000, 0)
    assert books.live_codes() == 1
    shipment = books.shipment("P1")
    assert (shipment.standing, shipment.compartment) == (INSIDE, 1)
    assert books.compartment(1).purpose == ""


def test_collecting_kills_the_code_and_forgets_the_phone():
    books = books_of(*stored(1, phone="+37126123456"))
    assert books.shipment("P1").phone
    books.apply(e.Collected(1, ("P1",), True, 0), 9000, 1800000000)
    shipment, is_replaced = books.by_tag(tag("code", "123456"))
    assert shipment.standing == GONE and shipment.why == "collected" and not is_replaced
    assert (shipment.gone_up_ms, shipment.gone_s) == (9000, 1800000000)
    assert shipment.phone_end == shipment.phone == ""
    assert books.compartment(1).shipments == [] and books.compartment(1).is_on_word


def test_what_was_inspected_away_is_not_found():
    books = books_of(*stored(1) + [e.Inspected(1, (), False, "Anna")])
    assert books.shipment("P1").why == "not found"
    assert not books.compartment(1).is_on_word


def test_an_inspection_settles_a_broken_deposit():
    lines = [expected("P1"), e.Reserved(1, "P1", "Anna"), e.Booted(2)]
    books = books_of(*lines)
    assert books.compartment(1).doubts
    books.apply(e.Inspected(1, ("P1",), False, "Anna"), 9000, 0)
    assert books.shipment("P1").standing == INSIDE and not books.compartment(1).doubts
    books = books_of(*lines + [e.Inspected(1, (), False, "Anna")])
    assert books.shipment("P1").standing == EXPECTED and not books.compartment(1).reserved


def test_something_unknown_inside_is_a_doubt():
    books = books_of(e.Inspected(1, (), True, "Anna"))
    assert books.compartment(1).doubts == ["unknown parcel"]


def test_doubts_are_a_set_and_only_a_look_or_a_collection_takes_them_away():
    books = books_of(e.Doubted(1, "a"), e.Doubted(1, "b"), e.Doubted(1, "a"))
    assert books.compartment(1).doubts == ["a", "b"]
    for entry in (e.SeenOpen(1, 5, True), e.SeenShut(1), e.StayedShut(1, 5), e.SensorProven(1),
                  e.Booted(2), e.NotDeposited(1, "P1"), e.LeftOpen(1)):  # fmt: skip
        books.apply(entry, 9000, 0)
        assert books.compartment(1).doubts[:2] == ["a", "b"], entry
    for entry in (e.Inspected(1, (), False, "A"), e.Collected(1, (), True, 0),
                  e.TakenOut(1, (), "A")):  # fmt: skip
        settled = books_of(e.Doubted(1, "a"), entry)
        assert settled.compartment(1).doubts == [], entry


def test_taking_out_kills_the_code():
    books = books_of(*stored(1) + [e.TakenOut(1, ("P1",), "Anna")])
    assert books.shipment("P1").why == "taken out" and books.compartment(1).is_on_word


def test_a_dead_parcel_that_turns_up_again_is_a_doubt_and_its_code_stays_dead():
    books = books_of(*stored(1) + [e.Collected(1, ("P1",), True, 0)])
    books.apply(e.Inspected(2, ("P1",), False, "Anna"), 9000, 0)
    assert books.compartment(2).doubts == ["found again"]
    assert books.shipment("P1").why == "collected"


# -- pulses and power -------------------------------------------------------------------------


def cut_after(*lines):
    """The doubts of compartment 1 after these entries and a power cut."""
    return books_of(*stored(1) + list(lines) + [e.Booted(2)]).compartment(1).doubts


def test_at_boot_an_unfinished_visit_is_in_doubt():
    assert cut_after(e.Opening(1, 1, "pick-up", 1)) == ["power cut during pick-up"]
    assert cut_after(e.Opening(1, 1, "pick-up", 1), e.SeenOpen(1, 1, True))
    assert cut_after(e.Opening(1, 1, "pick-up", 1), e.SeenOpen(1, 1, True), e.SeenShut(1))
    assert cut_after(e.Opening(1, 1, "inspection", 1), e.SeenOpen(1, 1, True), e.SeenShut(1))


def test_at_boot_a_pulse_that_may_still_work_is_in_doubt():
    jammed = (e.Opening(1, 1, "pick-up", 1), e.OpeningFailed(1, 1, "jammed"))
    assert cut_after(*jammed)
    assert cut_after(*jammed + (e.Opening(1, 2, "pick-up", 2), e.OpeningFailed(1, 2, "jammed")))


def test_at_boot_a_pulse_that_may_still_work_is_in_doubt_though_the_next_was_refused():
    assert cut_after(
        e.Opening(1, 1, "pick-up", 1), e.OpeningFailed(1, 1, "jammed"),
        e.Opening(1, 2, "pick-up", 2), e.OpeningFailed(1, 2, "refused"),
    )  # fmt: skip


def test_at_boot_an_opening_that_came_late_is_in_doubt():
    # The latch gave way after the ladder had called it jammed; the hand was inside at the cut.
    assert cut_after(
        e.Opening(1, 1, "pick-up", 1), e.OpeningFailed(1, 1, "jammed"), e.SeenOpen(1, 1, True)
    )


def test_at_boot_what_is_settled_is_not_in_doubt():
    assert cut_after() == []
    opened = (e.Opening(1, 1, "pick-up", 1), e.SeenOpen(1, 1, True), e.SeenShut(1))
    assert cut_after(*opened + (e.Collected(1, ("P1",), True, 0),)) == []
    refused = (e.Opening(1, 1, "pick-up", 1), e.OpeningFailed(1, 1, "refused"))
    assert cut_after(*refused) == []
    jammed = (e.Opening(1, 1, "pick-up", 1), e.OpeningFailed(1, 1, "jammed"), e.StayedShut(1, 1))
    assert cut_after(*jammed) == []


def test_an_opening_without_leave_is_a_doubt():
    books = books_of(*stored(1) + [e.SeenOpen(1, 0, True)])
    assert books.compartment(1).doubts == ["opened without order"]
    books = books_of(*stored(1) + [e.Opening(1, 1, "pick-up", 1), e.SeenOpen(1, 1, True)])
    assert books.compartment(1).doubts == []


# -- codes, guesses, badges -------------------------------------------------------------------


def test_a_replaced_code_is_known_as_replaced():
    books = books_of(*stored(1) + [e.Recoded("P1", tag("code", "222222"), "", "789", "")])
    shipment, is_replaced = books.by_tag(tag("code", "123456"))
    assert shipment.number == "P1" and is_replaced
    shipment, is_replaced = books.by_tag(tag("code", "222222"))
    assert shipment.number == "P1" and not is_replaced


def test_dead_codes_are_forgotten_in_the_checkpoint_after_their_days():
    for passed_ms, is_known in ((13 * DAY, True), (15 * DAY, False)):
        books = books_of(*stored(1) + [e.Recoded("P1", tag("code", "222222"), "", "789", "")])
        books.apply(e.Collected(1, ("P1",), True, 0), 10000, 0)
        books.apply(cond.LinkLost(), 10000 + passed_ms, 0)
        books.apply(e.Checkpoint(books.state()), 10000 + passed_ms, 0)
        for code in ("123456", "222222"):
            found = books.by_tag(tag("code", code))[0]
            assert (found is not None) == is_known, (passed_ms, code)


def test_guesses_of_a_day_are_counted_and_the_last_ones_given_back():
    books = books_of(e.WrongCode(1), e.WrongCode(2), e.WrongCode(3))
    assert len(books.guesses) == 3 and books.strike == 3
    books.apply(e.Collected(1, (), True, 2), 5000, 0)
    assert books.guesses == [0] and books.strike == 0
    books.apply(e.WrongCode(1), DAY + 1, 0)
    assert books.guesses == [DAY + 1]


def test_giving_back_more_than_there_is_leaves_none():
    assert books_of(e.WrongCode(1), e.Collected(1, (), True, 2)).guesses == []


def test_a_courier_has_one_badge_and_a_new_one_is_not_locked():
    books = books_of(badge(), e.WrongPin("Anna"), badge("Anna", "BADGE9"))
    assert len(books.badges) == 1 and books.badge_of("Anna").slips == []
    assert books.badge_by_tag(tag("badge", "BADGE1")) is None
    books.apply(e.BadgeRevoked("Anna"), 9000, 0)
    assert books.badge_of("Anna").is_revoked


def test_numbers_only_grow():
    books = books_of(e.OrderApplied(5), e.OrderRefused(3, "late"), e.Opening(1, 9, "deposit", 1),
                     e.Opening(1, 4, "deposit", 1))  # fmt: skip
    assert books.last_order == 5 and books.openings == 9


def test_a_policy_overrides_what_it_names():
    books = books_of(e.PolicySet(3, (("grace_s", 30),)))
    assert books.rule("grace_s") == 30 and books.rule("remind_s") == 60
    assert books.policy_version == 3
