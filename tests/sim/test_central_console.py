"""The console: every command, and a clear sentence for everything else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.central.console import Console, Quit
from tests.sim.hand_terminal import KEY, World

Z = "a" * 64


def ask(world: World, line: str) -> str:
    return "\n".join(Console(world.central).answer(line))


def test_a_day_at_the_console() -> None:
    world = World()
    world.talk()
    assert ask(world, f'terminal T2 {KEY.hex()} "Ostas iela 4, Ventspils"') == ""
    assert ask(world, "courier ann B17 2468 T1") == ""
    shipment = ask(world, "shipment T1 S 29000111 anna@pasts.lv")
    world.terminal.last_order = 0
    world.talk()
    world.terminal.load(shipment)
    world.talk()
    assert ask(world, f"deadline {shipment} +24") == ""
    assert ask(world, f"recode {shipment} 29000222") == ""
    assert ask(world, "policy T1 2 grace_s=60 length_mm=600") == ""
    assert ask(world, "revoke ann T1") == ""
    world.talk()
    assert "outcome=requested" not in ask(world, "show orders")
    assert f"shipment={shipment}  terminal=T1" in ask(world, "show shipments")
    assert "Ostas iela 4, Ventspils" in ask(world, "show terminals")
    assert "channel=e-mail" in ask(world, "show messages")
    assert ask(world, "show entries").startswith("terminal=T1")
    assert ask(world, "show incidents") == "(none)"
    other = ask(world, "shipment T1 180x380x580 29000111")
    assert ask(world, f"withdraw {other}") == ""


def test_networks_senders_and_orders_at_the_console() -> None:
    world = World()
    world.talk()
    assert ask(world, f'terminal T2 {KEY.hex()} "Gedimino 1, Vilnius" unisend-lt') == ""
    assert "unisend-lt" in ask(world, "show networks")
    assert "name=cod.max_cents  value=113830  clause=002-13.2.1" in ask(world, "rules unisend-lt")
    assert ask(world, "rules unisend-lt 5") == ask(world, "rules unisend-lt")
    shipment = ask(world, "announce T1 storage S 29000999 29000111").split()[0]
    assert ask(world, f"sender {shipment} 29000999 shop@pasts.lv") == ""
    assert ask(world, f"identity {shipment}") == ""
    world.talk()
    world.terminal.load(shipment)
    world.talk()
    assert "notice=N6 N4  clause=002-5.2 002-5.3.3  sender=Pasts.lv" in ask(world, "show messages")
    assert f"shipment={shipment}  deed=remind" in ask(world, "show plans")
    assert ask(world, "paid O-1 anna@pasts.lv T1 3 024204 24") == ""
    assert ask(world, "return R-1 anna@pasts.lv T1 3 024204 24") == ""
    shown = ask(world, "show messages")
    assert "notice=N14" in shown and "notice=N15" in shown
    assert ask(world, f"redirect {shipment} T2") == ""
    assert "goes_to=T2" in ask(world, "show shipments")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("open 3", "'open' is not a command"),
        ("json", "'' is not a command"),
        ("shipment T1", "Say it like this: shipment TERMINAL SIZE PHONE [EMAIL]"),
        ("shipment T9 S 29000111", "Terminal 'T9' is not registered"),
        ("shipment T1 XXL 29000111", "A size is XS, S, M, L"),
        ("shipment T1 0x1x1 29000111", "A size is XS, S, M, L"),
        ("shipment T1 S 123", "A phone number is"),
        ("shipment T1 S 29000111 anna", "An e-mail address looks like"),
        ("terminal T2 1234", "A terminal's key is 32 bytes"),
        (f"terminal a/b {Z}", "A terminal's id is made of"),
        (f"terminal T1 {Z}", "Terminal T1 is registered already, and differently"),
        ("courier ann B17 12 T1", "A PIN is 4 to 8 digits"),
        ("courier ann X 1234 T1", "A badge is a text"),
        ("withdraw RR123456785LV", "Shipment 'RR123456785LV' is not registered"),
        ("deadline RR123456785LV +x", "HOURS is a number"),
        ("deadline RR123456785LV -1", "HOURS is a number"),
        (f"terminal T2 {Z} Vilnius dpd", "A terminal belongs to one of"),
        ("rules dpd", "A terminal belongs to one of"),
        ("rules unisend-lt 9", "unisend-lt has versions 5 and no version 9"),
        ("paid O-1 anna@pasts.lv T1 3 024204 x", "HOURS is a number"),
        ("sender RR123456785LV 29000111", "is not registered"),
        ("settle 5", "There is no open incident 5"),
        ("settle five", "An incident is a number"),
        ("show codes", "There is nothing called 'codes'"),
        ("policy T1 1 grace", "grace is a number"),
        ('shipment T1 "S', "That line cannot be read"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_answered_with_a_sentence_and_changes_nothing(
    line: str, sentence: str
) -> None:
    world = World()
    before = list(world.db.iterdump())
    assert sentence in ask(world, line) or sentence in json.loads(ask(world, line))["why"]
    assert list(world.db.iterdump()) == before
    if not line.startswith(("json", 'shipment T1 "')):
        answer = json.loads(ask(world, f"json {line}"))
        assert not answer["ok"] and sentence in answer["why"]


def test_a_program_gets_one_line_of_json_for_each_command() -> None:
    world = World()
    shipment = json.loads(ask(world, "json shipment T1 S 29000111"))
    assert shipment == {"ok": True, "answer": world.central.view.shipments()[0].shipment}
    shown = json.loads(ask(world, "json show shipments"))
    assert shown["answer"][0]["state"] == "requested"
    assert json.loads(ask(world, "json courier ann B17 2468 T1")) == {"ok": True, "answer": None}


def test_help_names_every_command_and_quit_ends() -> None:
    world = World()
    shown = ask(world, "help")
    for name in ("terminal", "shipment", "show", "json", "quit"):
        assert name in shown
    for line in ("quit", "json quit"):
        with pytest.raises(Quit):
            ask(world, line)


@given(st.text(max_size=80).filter(lambda line: "quit" not in line))
def test_no_line_harms_it(line: str) -> None:
    ask(World(), line)
