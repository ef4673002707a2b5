"""The words of the core: values that compare by content and hide what nobody may read.

That fields and annotations agree is checked by `tests/test_tidy.py`: MicroPython keeps none.
"""

from terminal import (
    care_entries,
    care_screens,
    complaint_entries,
    condition_entries,
    effects,
    entries,
    events,
    help_entries,
    help_screens,
    identify_screens,
    identity_entries,
    messages,
    orders,
    sale_entries,
    screens,
    send_screens,
    sending_entries,
)
from terminal.record import Record
from terminal.wiring import Door
from tests.terminal.scene import expected, refuses

SECRET = "secretly"


def records_of(module):
    """The record classes that a module defines, in the order of their names."""
    found = []
    for name in sorted(dir(module)):
        thing = getattr(module, name)
        is_record = isinstance(thing, type) and issubclass(thing, Record)
        if is_record and thing not in (Record, entries.Entry):
            found.append(thing)
    return found


def all_records():
    found = []
    for module in (effects, entries, sale_entries, care_entries, complaint_entries, help_entries,
                   sending_entries, identity_entries, condition_entries, events, messages, orders,
                   screens, care_screens, send_screens, help_screens,
                   identify_screens):  # fmt: skip
        found += records_of(module)
    return found


def filled(kind):
    return kind(*[SECRET for _name in kind.fields])


def test_there_are_records_to_check():
    assert len(all_records()) > 90


def test_equal_means_same_class_and_same_content():
    assert events.DoorOpened(3) == events.DoorOpened(3)
    assert events.DoorOpened(3) != events.DoorOpened(4)
    assert events.DoorOpened(3) != events.DoorClosed(3)
    assert events.DoorOpened(3) != (3,) and events.DoorOpened(3) != 3
    assert entries.Booted(1) != messages.CodeAgain()
    assert events.Booted() != entries.Booted(1)


def test_equal_records_are_one_key():
    seen = {events.DoorOpened(3): "first"}
    assert seen[events.DoorOpened(3)] == "first"
    assert events.DoorClosed(3) not in seen


def test_values_come_back_in_the_order_of_the_fields():
    assert entries.SeenOpen(3, 7, True).astuple() == (3, 7, True)
    for kind in all_records():
        values = tuple(range(len(kind.fields)))
        assert kind(*values).astuple() == values, kind


def test_too_few_or_too_many_values_are_our_mistake():
    refuses(events.DoorOpened, AssertionError)
    refuses(lambda: events.DoorOpened(1, 2), AssertionError)


def test_private_fields_are_never_shown():
    for kind in all_records():
        shown = repr(filled(kind))
        assert shown.count(SECRET) == len(kind.fields) - len(kind.private), shown
        for name in kind.private:
            assert name + "=..." in shown, shown
        for name in kind.private + kind.personal:
            assert name in kind.fields, (kind, name)


def test_what_is_personal_in_an_entry_is_private_in_a_trace():
    # It can be erased from the journal; a trace that shows it would keep it.
    for kind in entries.ALL:
        for name in kind.personal:
            assert name in kind.private, (kind, name)


def test_an_effect_hides_what_the_entry_inside_hides():
    line = effects.Journal(expected("P1", phone_end="789"), 5, 0)
    assert "'789'" not in repr(line) and "P1" in repr(line)
    typed = effects.Show(1, screens.Welcome("123456", "", 0, ()))
    assert "123456" not in repr(typed)


def test_what_is_typed_scanned_or_secret_is_private():
    for kind, name in (
        (events.Pressed, "key"), (events.Scanned, "text"), (messages.Typed, "digit"),
        (screens.Welcome, "typed"), (screens.AskPhone, "typed"), (screens.AskPin, "typed"),
        (effects.AskServer, "tag"), (orders.Expect, "code"), (orders.Expect, "token"),
        (orders.Expect, "phone_end"), (orders.Recode, "code"), (orders.AddBadge, "badge"),
        (orders.AddBadge, "pin"), (entries.Expected, "code"), (entries.Expected, "phone_end"),
        (entries.Recoded, "code"), (entries.BadgeAdded, "badge"), (entries.BadgeAdded, "pin"),
        (orders.AddTechnician, "badge"), (care_entries.TechnicianAdded, "badge"),
        (events.IdentityShown, "qr_text"), (identify_screens.Identify, "qr_text"),
        (care_screens.AskOnetime, "typed"), (care_screens.KeypadTest, "came"),
        (help_screens.Topics, "picked"), (help_screens.Feedback, "picked"),
        (help_screens.Rating, "picked"),
    ):  # fmt: skip
        assert name in kind.private, (kind, name)


def test_the_lists_of_all_words_are_whole():
    lines = (records_of(entries) + records_of(sale_entries) + records_of(care_entries)
             + records_of(complaint_entries) + records_of(sending_entries)
             + records_of(help_entries) + records_of(identity_entries)
             + records_of(condition_entries))
    assert sorted([k.__name__ for k in entries.ALL]) == sorted([k.__name__ for k in lines])
    shown = (records_of(screens) + records_of(care_screens) + records_of(send_screens)
             + records_of(help_screens) + records_of(identify_screens))
    assert sorted([k.__name__ for k in screens.ALL]) == sorted([k.__name__ for k in shown])
    assert sorted([k.__name__ for k in orders.ALL]) == [k.__name__ for k in records_of(orders)]


def test_a_wiring_is_a_record_too():
    assert Door(1, "S", "", 2, 3) == Door(1, "S", "", 2, 3) and Door(1, "S", "", 2, 3).board == 2
