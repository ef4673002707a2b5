"""Every notice of the service rules: its cause, who reads what and under which clause, and that
it is sent once, whoever repeats what and whoever is killed meanwhile."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.central import code_in
from sim.central.notice_table import NUMBERS, TABLE
from tests.sim.hand_terminal import World
from tests.sim.notice_causes import (
    EMAIL,
    HOUR_S,
    PHONE,
    arrives,
    corrected,
    joined,
    left_too_long,
    moment_s,
    of,
    paid,
    redirected,
    remind,
    reminded,
    returned,
    stored,
    take_out,
    unpaid,
    with_dues,
    with_identity,
)

LIST = Path(__file__).parent.parent / "data" / "notifications.txt"
SUPPORT = "+371 67008001, +371 27008001"


# -- the table -------------------------------------------------------------------------------


def test_the_table_is_the_list_of_the_rules() -> None:
    lines = [line.split(" | ") for line in LIST.read_text("utf-8").splitlines() if " | " in line]
    listed = [
        (number, to, tuple(clauses.split())) for number, all_to, clauses in lines
        for to in all_to.split()
    ]  # fmt: skip
    assert len({number for number, _, _ in listed}) == 17
    assert [(row.number, row.to, row.clauses) for row in TABLE if row.number in NUMBERS] == listed


def test_both_languages_of_a_notice_tell_the_same_facts() -> None:
    known = {
        "shipment", "address", "code_line", "until", "away_until", "due", "support", "owed",
        "order", "compartment", "pin",
    }  # fmt: skip
    for row in TABLE:
        facts = [sorted(re.findall(r"{(\w+)}", text)) for text in (row.text, row.text_en)]
        assert facts[0] == facts[1] and set(facts[0]) <= known, row
        assert row.trigger and row.text != row.text_en
        assert row.text.endswith(".") and row.text_en.endswith(".")


# -- what causes each ------------------------------------------------------------------------

# The notice; its network and its cause; who reads it on which channel; what it says in Latvian,
# and in English; whether the code stands in it; the clauses.
Case = tuple[str, str, Callable[[World], str], dict[str, str], str, str, set[str], str]
HERE, HERE_EN = "pakomātā Brīvības iela 1, Rīga", "parcel locker at Brīvības iela 1, Rīga"
CASES: list[Case] = [
    ("N1", "latvijas-pasts", arrives, {"SMS": PHONE}, HERE, HERE_EN, {"SMS"}, "002-8.6.2"),
    ("N2", "latvijas-pasts", arrives, {"e-mail": EMAIL}, HERE, "sent by SMS", set(), "002-8.6.2"),
    ("N3", "unisend-lt", arrives, {"SMS": PHONE, "e-mail": EMAIL}, "09.03.2026. 23:59", HERE_EN,
     {"SMS", "e-mail"}, "002-13.3.3"),
    ("N1 N4", "latvijas-pasts", with_identity, {"SMS": PHONE}, "būs jāapliecina identitāte ar"
     " Smart-ID vai eParaksts mobile.", "identify yourself", {"SMS"}, "002-8.6.2 002-5.3.3"),
    ("N1 N5", "latvijas-pasts", with_dues, {"SMS": PHONE}, "jāsamaksā 17.05 EUR",
     "17.05 EUR is to be paid", {"SMS"}, "002-8.6.2 002-5.3.1"),
    ("N6", "latvijas-pasts", stored, {"SMS": PHONE}, "09.03.2026. 23:59, pēc tam to atgriezīs",
     "goes back to its sender", {"SMS"}, "002-5.2"),
    ("N7", "latvijas-pasts", joined, {"SMS": PHONE}, "Visus izņemiet līdz 10.03.2026. 23:59",
     "Collect all of them", {"SMS"}, "002-8.6.7"),
    ("N8", "latvijas-pasts", reminded, {"SMS": PHONE}, "Atgādinām", "Reminder", {"SMS"},
     "002-8.6.5"),
    ("N9", "unisend-ee", reminded, {"SMS": PHONE, "e-mail": EMAIL}, "Atgādinām", "Reminder",
     {"SMS", "e-mail"}, "002-13.3.5"),
    ("N10", "ekstra-pasts", reminded, {"SMS": PHONE}, "Atgādinām", "Reminder", {"SMS"},
     "004-4.2"),
    ("N11", "ekstra-pasts", left_too_long, {"SMS": PHONE}, "pasta nodaļā līdz 01.04.2026.",
     "post office", set(), "004-4.3"),
    ("N12", "latvijas-pasts", redirected, {"SMS": PHONE, "e-mail": EMAIL},
     "Tas ir pakomātā Ostas iela 4, Ventspils", "Ostas iela 4, Ventspils", {"SMS"},
     "002-8.6.13"),
    ("N13", "latvijas-pasts", left_too_long, {"paper": "addressee of {}"},
     "līdz 13.04.2026. sazināties", f"arrange another delivery: {SUPPORT}", set(), "002-9.2"),
    ("N14", "itella-smartpost", paid, {"e-mail": EMAIL},
     "nodalījums 3, durvju kods 024204. Kods der līdz 03.03.2026. 12:00", "compartment 3", set(),
     "003-3.2 003-3.4"),
    ("N15", "itella-smartpost", returned, {"e-mail": EMAIL}, "Atgriešana R-17",
     "door code 024204", set(), "003-6.3"),
    ("N16", "latvijas-pasts", unpaid, {"SMS": PHONE, "e-mail": EMAIL},
     "nav iekasēti 17.05 EUR. Summa jāsamaksā", "still to be paid", set(), "002-5.3.1"),
    ("N17", "latvijas-pasts", corrected, {"SMS": "+37129000222"}, "Iepriekšējie kodi vairs neder",
     "Any earlier code is dead", {"SMS"}, "002-8.6.3"),
]  # fmt: skip
MANY = pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
FROM = {"SMS": "Pasts.lv", "e-mail": "info@pasts.lv", "paper": "Latvijas Pasts"}


def test_every_number_of_the_list_has_its_cause_here() -> None:
    caused = [number for case in CASES for number in case[0].split()]
    assert set(caused) == set(NUMBERS) and len(NUMBERS) == 17


@MANY
def test_its_cause_sends_it(case: Case) -> None:
    notice, network, cause, reach, says, says_en, with_code, clause = case
    world = World(network=network)
    shipment = cause(world)
    sent = [m for m in of(world, notice) if m.shipment == shipment and "999" not in m.recipient
            and "shop" not in m.recipient]  # fmt: skip
    assert {m.channel: m.recipient for m in sent} == {
        channel: to.format(shipment) for channel, to in reach.items()
    }
    for message in sent:
        assert says in message.text and says_en in message.text_en and shipment in message.text
        assert message.clause == clause and "{" not in message.text + message.text_en
        assert "  " not in message.text + message.text_en and ".." not in message.text
        assert bool(code_in(message.text)) == (message.channel in with_code) == bool(message.qr)
        assert code_in(message.text) == code_in(message.text_en)
        if network != "itella-smartpost":
            assert message.sender == FROM[message.channel]
        assert 0 < message.sent_s <= world.wall_s
    assert world.incidents() in ([], ["no room"], ["cod uncollected"])


@MANY
def test_it_is_sent_once_whatever_is_repeated_and_whoever_is_killed(
    case: Case, tmp_path: Path
) -> None:
    """The server is another on the same file, and the terminal sends everything again."""
    _, network, cause, *_ = case
    first = World(network=network, db=sqlite3.connect(tmp_path / "central.db"))
    cause(first)
    before = first.central.view.messages()
    plans = first.central.view.plans()
    first.central.close()
    again = World(network=network, db=sqlite3.connect(tmp_path / "central.db"))
    again.wall_s, again.terminal = first.wall_s, first.terminal
    assert again.central.view.messages() == before and again.central.view.plans() == plans
    again.send("entries", again.terminal.batch())
    again.talk()
    remind(again)
    if cause in (paid, returned):
        cause(again)
    assert again.central.view.messages() == before


# -- when: the same story in every network, hour by hour -----------------------------------


@pytest.mark.parametrize(
    ("network", "zone", "deposit", "story"),
    [
        ("latvijas-pasts", "Europe/Riga", "2026-03-25T18:30:00+02:00", [
            ("2026-03-28T10:00:00+02:00", "N8"), ("2026-04-02T09:00:00+03:00", "N13"),
            ("2026-05-03T00:00:00+03:00", "returned"),
        ]),
        ("latvijas-pasts", "Europe/Riga", "2026-10-22T18:30:00+03:00", [
            ("2026-10-25T10:00:00+02:00", "N8"), ("2026-10-30T09:00:00+02:00", "N13"),
            ("2026-11-30T00:00:00+02:00", "returned"),
        ]),
        ("unisend-lt", "Europe/Vilnius", "2026-03-27T18:30:00+02:00", [
            ("2026-03-29T19:30:00+03:00", "N9 N9"), ("2026-04-04T09:00:00+03:00", "returned"),
        ]),
        ("unisend-ee", "Europe/Tallinn", "2026-10-24T18:30:00+03:00", [
            ("2026-10-26T17:30:00+02:00", "N9 N9"), ("2026-11-01T09:00:00+02:00", "returned"),
        ]),
        ("ekstra-pasts", "Europe/Riga", "2026-03-20T18:30:00+02:00", [
            ("2026-03-26T10:00:00+02:00", "N10"), ("2026-03-31T09:00:00+03:00", "N11"),
            ("2026-04-20T00:00:00+03:00", "returned"),
        ]),
    ],
)  # fmt: skip
def test_what_nobody_collects(
    network: str, zone: str, deposit: str, story: list[tuple[str, str]]
) -> None:
    """Looked at every half hour.  A courier takes it out at nine on the day after its deadline."""
    world = World(network=network, zone=zone)
    world.wall_s = moment_s(deposit)
    shipment = arrives(world)
    told = [(m.sent_s, m.notice) for m in world.central.view.messages()]
    happened: list[tuple[int, str]] = []
    deadline_s = world.central.view.shipments(shipment)[0].deadline_s
    for _ in range(48 * 60):
        world.wall_s += HOUR_S // 2
        remind(world)
        if world.wall_s == deadline_s + 1 + 9 * HOUR_S:
            take_out(world, shipment)
        new = [m for m in world.central.view.messages() if (m.sent_s, m.notice) not in told]
        if new:
            happened.append((world.wall_s, " ".join(m.notice for m in new)))
            told += [(m.sent_s, m.notice) for m in new]
        if world.state(shipment) == "returned" and "returned" not in dict(happened).values():
            happened.append((world.wall_s, "returned"))
    assert happened == [(moment_s(text), what) for text, what in story]
    assert world.central.view.plans() == [] and world.central.remind_in_s() is None
