"""A site's file with each mistake that somebody makes: a sentence with the place and the remedy."""

from terminal.config import SECTIONS, Site
from terminal.config_rules import ConfigError
from terminal.runtime import boards_of
from terminal.wiring import BUS, KINDS, Door
from tests.terminal.scene import refuses


def site(section="", name="", value=None):
    """A good site, with one value put in (or a whole section, where `name` is "")."""
    data = {
        "terminal": {"id": "riga-17", "place": "Brivibas 1"},
        "bus": [{"port": "/dev/serial/by-id/usb-locks"}],
        "operator": {"phones": ["+371 67008001"]},
        "column": [{"doors": [[1, "S", 1, 1], [2, "M", 1, 2]]}, {"doors": [[3, "L", 2, 1]]}],
    }
    if section and not name:
        data[section] = value
    elif section:
        data[section] = dict(data.get(section, {}))
        data[section][name] = value
    return data


def bus(name="", value=None, **more):
    """A good site whose bus has one value put in."""
    values = {"port": "/dev/serial/by-id/usb-locks"}
    values.update(more)
    if name:
        values[name] = value
    return site("bus", "", [values])


def refused(data, *words):
    text = refuses(lambda: Site(data), ConfigError, *words)
    assert len(text) > 15 and "Traceback" not in text, text
    return text


def doors(*rows):
    return site("column", "", [{"doors": list(rows)}])


def test_a_good_site_is_taken_with_its_defaults():
    good = Site(site())
    assert good.value("terminal", "id") == "riga-17"
    assert good.value("terminal", "outdoor") is True
    assert good.value("broker", "port") == 1883
    assert good.buses[0].feedback == "door_closing" and good.buses[0].baud == 9600
    assert good.doors == (
        Door(1, "S", "", 1, 1), Door(2, "M", "", 1, 2), Door(3, "L", "", 2, 1),
    )  # fmt: skip
    assert [len(column) for column in good.columns] == [2, 1]
    assert good.sizes() == ((1, "S"), (2, "M"), (3, "L"))


def test_boards_are_what_can_be_replaced_at_once():
    assert boards_of(Site(site())) == (("1", (1, 2)), ("2", (3,)))
    named = bus("name", "left")
    assert boards_of(Site(named))[0][0] == "left/1"


def test_the_books_get_the_compartments_in_the_order_of_numbers():
    mixed = Site(doors([7, "S", 1, 1], [2, "M", 1, 2], [5, "L", 1, 3]))
    assert mixed.sizes() == ((2, "M"), (5, "L"), (7, "S"))


def test_an_unknown_section_refuses_to_start():
    refused(site("bux", "", {}), "[bux]", "bus", "column")


def test_an_unknown_name_refuses_to_start_in_every_section():
    for section in sorted(SECTIONS):
        refused(site(section, "prot", "x"), "prot", "[" + section + "]", "known are")
    refused(bus("prot", "x"), "prot", "[[bus]]", "known are")


def test_what_is_missing_is_named_with_its_section():
    for section, name in (("terminal", "id"), ("terminal", "place"), ("operator", "phones")):
        data = site()
        del data[section][name]
        refused(data, name, "[" + section + "]", "missing")
        del data[section]
        refused(data, "[" + section + "]", "missing")


def test_the_wrong_kind_of_value_is_named():
    for section, name, value in (
        ("terminal", "id", 17), ("terminal", "outdoor", "yes"), ("terminal", "outdoor", 1),
        ("terminal", "key_epoch", "1"), ("broker", "port", "1883"), ("broker", "port", True),
        ("broker", "port", 1883.0), ("scanner", "kind", None.__class__), ("scanner", "port", 3),
        ("operator", "phones", "+371 67008001"), ("screen", "width_px", [1024]),
    ):  # fmt: skip
        refused(site(section, name, value), name, "[" + section + "]", "kind")


def test_numbers_have_limits_and_the_limits_are_told():
    for section in sorted(SECTIONS):
        for name in sorted(SECTIONS[section]):
            rule = SECTIONS[section][name]
            if rule[0] is not int:
                continue
            least, most = rule[2], rule[3]
            for value in (least - 1, most + 1):
                refused(site(section, name, value), name, str(value), str(least), str(most))
            for value in (least, most):
                assert Site(site(section, name, value)).value(section, name) == value
            assert least <= rule[1] <= most, "a default within its limits"


def test_choices_are_listed():
    refused(bus("kind", "bcc8b"), "kind", "[[bus]]", "bcc8a")
    refused(bus("feedback", "open"), "feedback", "door_closing", "door_opening")
    refused(site("keypad", "kind", "touch"), "kind", "[keypad]", "matrix")


def test_a_section_must_be_a_section():
    for value in (5, "x", [], [{}], True):
        refused(site("scanner", "", value), "[scanner]")


def test_a_site_without_doors_refuses_to_start():
    data = site()
    del data["column"]
    refused(data, "no doors", "[[column]]")
    refused(site("column", "", []), "no doors", "[[column]]")
    refused(site("column", "", [{}]), "column 1", "doors = [[")
    refused(site("column", "", [{"doors": []}]), "column 1", "doors = [[")


def test_a_column_that_is_no_list_of_sections_is_explained():
    for value in (5, "x", [5], ["x"], [[1, "S", 1, 1]], {"doors": [[1, "S", 1, 1]]}, True):
        refused(site("column", "", value), "[[column]]")


def test_an_unknown_name_in_a_column_is_named():
    refused(site("column", "", [{"doors": [[1, "S", 1, 1]], "dors": []}]), "dors", "column 1")


def test_a_door_that_is_not_four_values_is_shown_how():
    for row in ([1, "S", 1], [1, "S", 1, 1, 1], [], "1 S 1 1", {}, 5, None, ["1", "S", 1, 1],
                [1, 2, 1, 1], [1, "S", "1", 1], [1, "S", 1, True], [True, "S", 1, 1],
                [1.0, "S", 1, 1]):  # fmt: skip
        refused(doors(row), "column 1", '[1, "S", 1, 1]')


def test_an_unknown_size_names_the_compartment_and_the_sizes():
    refused(doors([4, "XL", 1, 1]), "compartment 4", "XL", "XS, S, M, L")


def test_numbers_of_a_door_have_limits():
    refused(doors([0, "S", 1, 1]), "compartment 0", "1 to 999")
    refused(doors([1000, "S", 1, 1]), "compartment 1000", "1 to 999")
    refused(doors([1, "S", 0, 1]), "board 0", "1 to 31")
    refused(doors([1, "S", 32, 1]), "board 32", "1 to 31")
    refused(doors([1, "S", 1, 0]), "channel 0", "1 to 50")
    refused(doors([1, "S", 1, 51]), "channel 51", "1 to 50")


def test_two_doors_cannot_share_a_number_or_a_wire():
    refused(doors([1, "S", 1, 1], [1, "S", 1, 2]), "1 and 1", "compartment number")
    refused(doors([1, "S", 1, 1], [2, "S", 1, 1]), "1 and 2", "board and channel")
    assert len(Site(doors([1, "S", 1, 1], [2, "S", 2, 1])).doors) == 2


def test_the_same_wire_in_two_columns_is_found():
    columns = [{"doors": [[1, "S", 1, 1]]}, {"doors": [[2, "S", 1, 1]]}]
    refused(site("column", "", columns), "1 and 2", "board and channel")


def test_a_terminal_needs_a_name_that_a_topic_can_carry():
    # The id stands in every MQTT topic, where "/", "+" and "#" mean something else.
    for name in ("", "a/b", "+", "#", "riga 17 #"):
        refused(site("terminal", "id", name), "id", "[terminal]")


# -- lines of lock boards ---------------------------------------------------------------------


def two_buses(**right):
    """A cabinet with BCC8A boards at the left and others at the right."""
    data = site("bus", "", [{"name": "left", "port": "/dev/a"}, dict(right, name="right")])
    data["column"] = [
        {"doors": [[1, "S", 1, 1]]}, {"bus": "right", "doors": [[2, "M", 1, 1], [3, "L", 1, 2]]},
    ]  # fmt: skip
    return data


def test_a_cabinet_may_hang_on_several_buses_of_different_kinds():
    good = Site(two_buses(kind="cu16", port="tcp://10.0.0.5:5000", inverted=[2], latch_only=[3]))
    assert [(b.name, b.kind, b.baud) for b in good.buses] == [
        ("left", "bcc8a", 9600), ("right", "cu16", 19200),
    ]  # fmt: skip
    assert [(door.compartment, door.bus) for door in good.doors] == [
        (1, "left"), (2, "right"), (3, "right"),
    ]  # fmt: skip
    assert good.buses[1].inverted == (2,) and good.buses[1].latch_only == (3,)


def test_pins_need_no_port():
    assert Site(two_buses(kind="gpio")).buses[1].port == ""
    for kind in sorted(KINDS):
        if kind != "gpio":
            refused(two_buses(kind=kind), "port", "[[bus]] number 2", "missing")


def test_a_site_without_a_bus_refuses_to_start():
    data = site()
    del data["bus"]
    for value in (None, [], {}, "x"):
        if value is not None:
            data["bus"] = value
        refused(data, "no locks", "[[bus]]")
    refused(site("bus", "", ["x"]), "[[bus]]")


def test_two_buses_of_one_name_and_a_column_on_no_bus_are_named():
    data = two_buses(kind="gpio")
    data["bus"][1]["name"] = "left"
    refused(data, "two [[bus]]", "left")
    data = two_buses(kind="gpio")
    data["column"][1]["bus"] = "rihgt"
    refused(data, "rihgt", "left", "right")
    data = two_buses(kind="gpio")
    del data["column"][1]
    refused(data, "no door is wired", "right")


def test_numbers_of_boards_and_channels_are_those_of_their_kind():
    for kind in sorted(KINDS):
        least_board, most_board, least, most = KINDS[kind]
        for board, channel in ((least_board, least), (most_board, most)):
            data = bus("kind", kind)
            data["column"] = [{"doors": [[1, "S", board, channel]]}]
            assert Site(data).doors[0].board == board
        for board, channel, what in (
            (least_board - 1, least, "board"), (most_board + 1, least, "board"),
            (least_board, least - 1, "channel"), (least_board, most + 1, "channel"),
        ):
            data = bus("kind", kind)
            data["column"] = [{"doors": [[1, "S", board, channel]]}]
            refused(data, "column 1", what)


def test_compartments_that_are_named_in_a_bus_must_hang_on_it():
    refused(two_buses(kind="gpio", inverted=[1]), "compartment 1", "right")
    refused(two_buses(kind="gpio", latch_only=["2"]), "latch_only", "[3, 4]")
    refused(two_buses(kind="gpio", pulse_ms=550), "pulse_ms", "300, 400")


def test_numbers_of_a_bus_have_limits():
    for name in sorted(BUS):
        rule = BUS[name]
        if rule[0] is int and name != "pulse_ms":
            refused(bus(name, rule[2] - 1), name, str(rule[2]), str(rule[3]))
            refused(bus(name, rule[3] + 1), name, str(rule[2]), str(rule[3]))
            assert getattr(Site(bus(name, rule[3])).buses[0], name) == rule[3]


def test_a_part_that_needs_a_port_or_pins_says_so():
    refused(site("card_reader", "kind", "zvt"), "port", "[card_reader]", "missing")
    refused(site("keypad", "kind", "hid"), "port", "[keypad]", "missing")
    refused(site("keypad", "kind", "matrix"), "rows", "[keypad]", "pins")
    refused(site("keypad", "rows", [40]), "rows", "[keypad]", "pins")


def test_nobody_answers_under_anothers_name():
    """002-1: what the help says of the operator is the operator's own, or is left out."""
    own = (("address", "A street 1"), ("registration", "1"), ("email", "a@b.example"),
           ("site", "b.example"), ("sender", "B"), ("rules", ""))  # fmt: skip
    for forgotten, _text in own:
        data = site("operator", "name", "B")
        for name, text in own:
            if name != forgotten:
                data["operator"][name] = text
        refused(data, forgotten, "[operator]", "Latvijas Pasts")
        data["operator"][forgotten] = ""
        assert Site(data).value("operator", "name") == "B"
