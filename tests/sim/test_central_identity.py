"""The server as relying party: published vectors, every outcome, grants for the right one alone."""

import base64
import json
import sqlite3
from urllib.parse import parse_qs, urlsplit

import pytest

from sim.central import Central, Refused, smart_id
from sim.central.console import Console
from sim.central.identity import OUTCOMES
from sim.central.smart_id import END_RESULTS, auth_code, payload_of, verification_code
from sim.luck import Luck
from tests.source import ROOT

VECTORS = json.loads((ROOT / "tests/data/hardware.json").read_text())
TERMINAL, ANNA, OTHER = "LV-0001", "PNOLV-050405-10009", "PNOLV-020100-29990"


class Desk:
    """A server, a clock, and what it publishes."""

    def __init__(self):
        self.now_s = 1_790_000_000
        self.central = Central(
            lambda: sqlite3.connect(":memory:", isolation_level=None), lambda: self.now_s,
            Luck(1).stream("central"),
        )  # fmt: skip
        self.central.add_terminal(TERMINAL, bytes(32))
        self.shipment = self.central.register(TERMINAL, "+37126001000", "S")
        self.central.identify(self.shipment, ANNA)
        self.central.take_publications()

    def ask(self, way="smart-id", question=9, shipments=None):
        wanted = {"compartment": 4, "shipments": shipments or [self.shipment], "way": way}
        return self.say(question=question, identify=wanted)

    def say(self, question=9, **word):
        message = {"v": 1, "boot": 3, "question": question, **word}
        topic = f"pakomats/v1/{TERMINAL}/up/ask"
        self.central.heard(topic, json.dumps(message).encode())
        return self.said()

    def said(self):
        published = self.central.take_publications()
        return [json.loads(p.payload) for p in published if p.topic.endswith("down/answer")]

    def pass_s(self, seconds):
        told = []
        for _ in range(seconds):
            self.now_s += 1
            assert self.central.remind_in_s() in (None, 1) or self.central.remind_in_s() >= 0
            self.central.remind()
            told += self.said()
        return told

    def answer(self, text, end="OK", person=ANNA, level="qualified", way="smart-id"):
        provider = self.central.identities.providers[way]
        return provider.answer(text, person, level, end, self.now_s)


@pytest.fixture
def desk():
    return Desk()


def shown(messages):
    return [m["shown"] for m in messages if "shown" in m]


@pytest.mark.parametrize("vector", VECTORS["smartid_vc"], ids=lambda v: v["vc"])
def test_the_published_verification_codes(vector):
    assert verification_code(base64.b64decode(vector["sha256_input_b64"])) == vector["vc"]


@pytest.mark.parametrize("vector", VECTORS["smartid_authcode"], ids=lambda v: v["authCode"])
def test_the_published_code_of_a_link(vector):
    secret = base64.b64decode(vector["secret_b64"])
    assert auth_code(secret, vector["payload"]) == vector["authCode"]
    parts = vector["payload"].split("|")
    names = [base64.b64decode(part).decode() for part in parts[3:5]]
    assert payload_of(parts[2], *names, parts[5], parts[7]) == vector["payload"]
    link = f"{parts[7]}&authCode={vector['authCode']}"
    assert len(link) == 197


def test_each_second_has_a_link_of_its_own(desk):
    first = shown(desk.ask())
    links = [each["qr_text"] for each in first + shown(desk.pass_s(smart_id.SHOWN_S - 1))]
    assert len(links) == len(set(links)) == smart_id.SHOWN_S
    seconds = [parse_qs(urlsplit(link).query)["elapsedSeconds"] for link in links]
    assert seconds == [[str(second)] for second in range(smart_id.SHOWN_S)]
    assert all(len(link) <= 300 for link in links)
    assert shown(desk.pass_s(1)) == [{"made_ms": 60_000, "qr_text": "", "code": ""}]


@pytest.mark.parametrize("way", ["smart-id", "eparaksts"])
def test_the_recipient_is_granted_that_compartment_once(desk, way):
    text = shown(desk.ask(way))[0]["qr_text"]
    assert desk.answer(text, way=way)
    told = desk.pass_s(3)
    granted = {"compartment": 4, "valid_s": 60}
    assert told == [{"v": 1, "boot": 3, "question": 9, "granted": granted}]
    assert not desk.answer(text, way=way) and desk.central.remind_in_s() is None


@pytest.mark.parametrize("end", [*END_RESULTS[1:], "access_denied", "NO_ACCOUNT", "UNAVAILABLE"])
def test_every_other_end_is_told_in_the_words_of_the_contract(desk, end):
    text = shown(desk.ask())[0]["qr_text"]
    assert desk.answer(text, end)
    assert [m.get("ended") for m in desk.pass_s(1)] == [OUTCOMES.get(end, "failed")]


def test_nobody_answers_and_time_is_over(desk):
    desk.ask()
    ended = [m["ended"] for m in desk.pass_s(smart_id.SESSION_S) if "ended" in m]
    assert ended == ["timed out"]


def test_somebody_else_or_too_low_a_level_is_not_granted(desk):
    for person, level, why in (
        (OTHER, "qualified", "other person"), ("", "qualified", "other person"),
        (ANNA, "advanced", "not qualified"),
    ):  # fmt: skip
        text = shown(desk.ask())[0]["qr_text"]
        desk.answer(text, person=person, level=level)
        assert [m.get("ended") for m in desk.pass_s(1)] == [why]


def test_a_shipment_that_nobody_named_a_recipient_for_is_never_granted(desk):
    other = desk.central.register(TERMINAL, "+37126001001", "S")
    for shipments in ([other], [desk.shipment, other], ["RR000000000LV"]):
        for person in (ANNA, ""):
            text = shown(desk.ask(shipments=shipments))[0]["qr_text"]
            desk.answer(text, person=person)
            assert [m.get("ended") for m in desk.pass_s(1)] == ["other person"]


def test_a_link_is_read_within_seconds_and_as_it_was_made(desk):
    text = shown(desk.ask())[0]["qr_text"]
    assert not desk.answer(text.replace("elapsedSeconds=0", "elapsedSeconds=1"))
    assert not desk.answer(text[:-1] + "x") and not desk.answer("https://smart-id.com/")
    desk.pass_s(smart_id.LINK_AGE_S + 1)
    assert not desk.answer(text)


def test_a_question_that_is_taken_back_or_asked_anew_is_closed(desk):
    text = shown(desk.ask())[0]["qr_text"]
    assert desk.say(cancel=True) == [] and not desk.answer(text)
    old = shown(desk.ask())[0]["qr_text"]
    desk.ask(question=10)
    assert not desk.answer(old)


def test_a_provider_that_is_away_is_told_at_once(desk):
    desk.central.identities.smart_id.is_away = True
    assert [m.get("ended") for m in desk.ask()] == ["unavailable"]


def test_what_a_wish_must_be(desk):
    for act in (
        lambda: desk.central.identify(desk.shipment, "050405-10009"),
        lambda: desk.central.identify(desk.shipment, ANNA, "high"),
        lambda: desk.central.identify("RR000000000LV", ANNA),
    ):
        with pytest.raises(Refused):
            act()


def test_the_console_answers_for_a_phone(desk):
    console = Console(desk.central)
    assert "first" in " ".join(console.answer(f"phone {TERMINAL} {ANNA}"))
    for line, word in (
        (f"phone {TERMINAL} {ANNA}", {"granted": {"compartment": 4, "valid_s": 60}}),
        (f"phone {TERMINAL} {ANNA} WRONG_VC", {"ended": "wrong code"}),
        (f"phone {TERMINAL} {OTHER}", {"ended": "other person"}),
    ):
        desk.ask()
        console.answer(line)
        assert desk.said() == [{"v": 1, "boot": 3, "question": 9, **word}]
    console.answer(f"waive {desk.shipment}")
    console.answer(f"identify {desk.shipment} {OTHER}")
    desk.ask()
    console.answer(f"phone {TERMINAL} {OTHER}")
    assert "granted" in desk.said()[0]


def test_no_personal_code_is_said_to_a_terminal_or_in_a_line(desk):
    desk.central.identify(desk.shipment, ANNA)
    text = shown(desk.ask())[0]["qr_text"]
    desk.answer(text)
    told = json.dumps(desk.pass_s(2))
    assert ANNA not in told and "05040" not in told
