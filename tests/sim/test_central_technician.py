"""Technicians at the stand-in server: badges, codes by the standard, what their entries mean."""

import base64
import hashlib
import hmac
import struct

import pytest

from sim.central.console import Console
from sim.central.totp import code_at, response_to
from tests.sim.hand_terminal import World, tag


def ask(world: World, line: str) -> str:
    return "\n".join(Console(world.central).answer(line))


def authenticator(secret: bytes, wall_s: int) -> str:
    """As any app on a phone does it, that was given the secret in base 32."""
    key = base64.b32decode(base64.b32encode(secret))
    digest = hmac.digest(key, struct.pack(">Q", wall_s // 30), hashlib.sha1)
    at = digest[19] % 16
    return str(int.from_bytes(digest[at : at + 4], "big") % 2**31)[-6:].zfill(6)


@pytest.mark.parametrize("wall_s", [59, 1111111109, 1234567890, 20000000000])
def test_codes_are_those_of_the_standard(wall_s: int) -> None:
    vectors = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    assert code_at(b"12345678901234567890".hex(), wall_s) == vectors[wall_s]


def test_the_console_gives_codes_and_answers() -> None:
    world = World()
    world.talk()
    assert ask(world, "technician tom TOOL1 T1") == ""
    secret = bytes.fromhex(tag("technician", "tom"))
    assert ask(world, "onetime tom T1") == authenticator(secret, world.wall_s)
    wanted = int(tag("response", "tom|12345678")[:16], 16) % 10**8
    assert ask(world, "response tom T1 12345678") == f"{wanted:08d}"
    assert ask(world, "dismiss tom T1") == ""
    kinds = [order.kind for order in world.central.view.orders()]
    assert kinds == ["add_technician", "revoke_technician"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("response tom T1 1234", "A challenge is the 8 digits"),
        ("onetime tom T9", "Terminal 'T9' is not registered"),
        ("technician t/m TOOL1 T1", "A technician's name is made of"),
        ("technician tom", "Say it like this: technician NAME BADGE TERMINAL"),
    ],
)
def test_what_cannot_be_is_refused_in_words(line: str, sentence: str) -> None:
    world = World()
    assert sentence in ask(world, line)


def test_an_answer_keeps_its_zeros() -> None:
    assert response_to("0" * 15 + "7" + "f" * 16) == "00000007"


def test_what_a_technician_does_is_an_incident_until_somebody_has_looked() -> None:
    world = World()
    world.talk()
    terminal = world.terminal
    terminal.write("barred", compartment=3, technician="tom", reason="damaged by item")
    terminal.write("opened_by_hand", compartment=4, person="tom")
    terminal.write("board_replaced", technician="tom", board="main/1", compartments=[4, 5])
    world.talk()
    kinds = sorted((i.kind, i.compartment) for i in world.central.view.incidents())
    assert kinds == [("board replaced", 4), ("board replaced", 5), ("opened by hand", 4),
                     ("out of service", 3)]  # fmt: skip
    terminal.write("unbarred", compartment=3, technician="tom")
    for number in (4, 5):
        terminal.write("inspected", compartment=number, found=[], has_unknown=False, courier="tom")
    world.talk()
    assert world.central.view.incidents() == []
