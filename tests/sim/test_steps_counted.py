"""How many keys and scans each visit costs in its straight case.

Counted at the seam, as facts that reach the terminal, over whole visits of the stories' people.
"""

from collections import Counter

import pytest

from sim.central.announcing import Sending
from sim.scene import TERMINAL, Parcel, Scene
from terminal import events
from tests.rules import visits


@pytest.fixture
def scene(tmp_path):
    scene = Scene(tmp_path)
    yield scene
    scene.close()


def costs(scene, act):
    """(keys, scans) of what `act` does."""
    counted = Counter()
    scene.kiosk.on_turn = lambda fact, effects: counted.update([type(fact)])
    act()
    return counted[events.Pressed] + counted[events.KeyPressed], counted[events.Scanned]


def stored(scene, name="A"):
    scene.register(name, "S", "Anna")
    visits.bring(scene, [name])


def ends_well(scene, name="A"):
    scene.wait(62_000)
    assert scene.shipment(name).state == "delivered"


def test_collecting_costs_six_keys_and_no_confirmation(scene):
    stored(scene)
    assert costs(scene, lambda: visits.collect(scene, "Anna", "A")) == (6, 0)
    ends_well(scene)


def test_collecting_costs_one_scan_where_there_is_one(scene):
    stored(scene)
    (message,) = scene.messages("Anna", "A")

    def collect():
        scene.scan(message.qr)
        scene.look()
        number = scene.where("A")
        scene.take("Anna", "A")
        scene.shut(number)

    assert costs(scene, collect) == (0, 1)
    ends_well(scene)


@pytest.mark.parametrize(("size", "keys"), [("S", 0), ("?", 1)])
def test_sending_costs_one_scan_and_at_most_one_choice(scene, size, keys):
    given = []
    sending = Sending("send", size, "+37129000111", "+37129000222")
    scene.order(lambda central: given.append(central.announce(TERMINAL, sending)))
    scene.parcels["A"] = Parcel("A", given[0][0], "Berta")
    scene.person("Anna").hands.append("A")

    def send():
        scene.scan(scene.parcel("A").shipment)
        scene.look()
        if keys:
            scene.press("size S")
            scene.look()
        number = scene.kiosk.doors_shown()[0]
        scene.put("Anna", "A", number)
        scene.shut(number)

    assert costs(scene, send) == (keys, 1)
    assert scene.shipment("A").state == "handed in"


def test_loading_costs_no_tap_from_parcel_to_parcel(scene):
    scene.engage("Janis")
    names = [f"P{number}" for number in range(4)]
    for name in names:
        scene.register(name, "S", f"recipient-of-{name}" if name != "P1" else "recipient-of-P0")
    visits.start_run(scene, "Janis")

    def load():
        for name in names[:3]:
            visits.load(scene, "Janis", name)

    assert costs(scene, load) == (0, 3)
    assert [scene.shipment(name).state for name in names[:3]] == ["inside"] * 3


def test_taking_out_what_is_expired_costs_one_tap(scene):
    stored(scene)
    scene.engage("Janis")
    scene.wait(8 * 86_400_000)
    visits.start_run(scene, "Janis")

    def sweep():
        scene.press("inspect 1")
        scene.look()
        scene.take("Janis", "A")
        scene.shut(1)

    assert costs(scene, sweep) == (1, 0)
    assert scene.shipment("A").state == "removed"
