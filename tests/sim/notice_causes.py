"""What causes each notice of the server, played by hand, and which notices there are.

Every function takes a `World` from its beginning and gives the shipment's number, "" where
the notice is about none."""

import datetime

from sim.central.announcing import Sending
from sim.central.views import Message
from tests.sim.hand_terminal import KEY, HandTerminal, World

DAY_S, HOUR_S = 86_400, 3_600
PHONE, EMAIL = "+37129000111", "anna@pasts.lv"


def moment_s(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).timestamp())


def of(world: World, notice: str, to: str = "") -> list[Message]:
    found = [m for m in world.central.view.messages() if m.notice == notice]
    return [m for m in found if to in ("", m.recipient)]


def remind(world: World) -> None:
    while world.central.remind_in_s() == 0:
        world.central.remind()


def at(world: World, text: str) -> None:
    """Time passes, and the server looks at the clock now and then."""
    while world.wall_s < moment_s(text):
        world.wall_s = min(world.wall_s + HOUR_S, moment_s(text))
        remind(world)


def take_out(world: World, shipment: str, compartment: int = 1) -> None:
    world.terminal.write(
        "taken_out", compartment=compartment, shipments=[shipment], courier="ann"
    )
    world.talk()


def arrives(world: World) -> str:
    return world.inside(email=EMAIL)


def with_identity(world: World) -> str:
    shipment = world.expected(email=EMAIL)
    world.central.ask_identity(shipment)
    world.terminal.load(shipment)
    world.talk()
    return shipment


def with_dues(world: World) -> str:
    shipment = world.expected(email=EMAIL)
    world.central.set_dues(shipment, [("cod", 9_999)])
    world.central.set_dues(shipment, [("cod", 1_500), ("duty", 205)])
    world.terminal.load(shipment)
    world.talk()
    return shipment


def stored(world: World) -> str:
    sending = Sending("storage", "M", "29000222", "29000111", recipient_email=EMAIL)
    shipment, _code = world.central.announce("T1", sending)
    world.talk()
    world.terminal.load(shipment)
    world.talk()
    return shipment


def joined(world: World) -> str:
    world.inside(email=EMAIL)
    world.wall_s += DAY_S
    return world.inside(email=EMAIL)


def reminded(world: World) -> str:
    shipment = arrives(world)
    at(world, "2026-03-08T12:00:00+02:00")
    return shipment


def left_too_long(world: World) -> str:
    shipment = arrives(world)
    at(world, "2026-03-14T09:00:00+02:00")
    take_out(world, shipment)
    return shipment


def move_to_second(world: World) -> None:
    world.central.add_terminal("T2", KEY, address="Ostas iela 4, Ventspils")
    world.terminal = HandTerminal("T2", "cd" * 16)
    world.talk()


def redirected(world: World) -> str:
    shipment = world.expected(email=EMAIL)
    world.central.add_terminal("T2", KEY, address="Ostas iela 4, Ventspils")
    world.terminal.write("no_room", shipment=shipment, size="S")
    world.central.redirect(shipment, "T2")
    world.talk()
    move_to_second(world)
    world.terminal.load(shipment)
    world.talk()
    return shipment


def paid(world: World) -> str:
    world.central.order_paid("O-17", EMAIL, "T1", 3, "024204", world.wall_s + DAY_S)
    return ""


def returned(world: World) -> str:
    world.central.return_ordered("R-17", EMAIL, "T1", 3, "024204", world.wall_s + DAY_S)
    return ""


def unpaid(world: World) -> str:
    shipment = with_dues(world)
    world.central.name_sender(shipment, "29000999", "shop@pasts.lv")
    world.terminal.collect([shipment])
    world.terminal.write("uncollected", compartment=1, sale=4, cents=1_705)
    world.talk()
    return shipment


def corrected(world: World) -> str:
    shipment = arrives(world)
    world.central.correct_phone(shipment, "29000222")
    world.talk()
    return shipment
