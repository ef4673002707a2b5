"""The watch on identification sees each door that opens without a grant."""

import pytest

from sim.identity_watch import VISIT_MS, IdentityWatch
from sim.scene import Scene
from sim.watches import UnsafeError
from tests.rules import visits

OPENING = {"compartment": 1, "purpose": "pick-up"}
ASKED, ENDED = {"compartment": 1, "way": "smart-id"}, {"compartment": 1, "outcome": "confirmed"}


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    scene = Scene(tmp_path_factory.mktemp("scene"))
    scene.register("A", "S", "Anna")
    visits.bring(scene, ["A"])
    yield scene
    scene.close()


@pytest.fixture
def watch(stage):
    watch = IdentityWatch(stage.kiosk)
    shipment = stage.parcel("A").shipment
    watch.committed("identification_set", {"shipment": shipment, "level": "qualified"})
    return watch


def confirm(watch, stage):
    watch.given.append((1, stage.world.wall_s()))
    watch.committed("identity_asked", ASKED)
    watch.committed("identity_ended", ENDED)


def unsafe(watch, kind, entry):
    with pytest.raises(UnsafeError):
        watch.committed(kind, entry)


def test_a_door_without_a_grant_is_seen(watch):
    unsafe(watch, "opening", OPENING)


def test_a_door_with_one_is_well(watch, stage):
    confirm(watch, stage)
    watch.committed("opening", OPENING)


def test_a_courier_needs_none(watch):
    watch.committed("opening", {"compartment": 1, "purpose": "inspection"})


@pytest.mark.parametrize(
    ("kind", "entry"),
    [("booted", {"boot": 2}), ("identity_asked", ASKED), ("collected", {"compartment": 1})],
)
def test_a_grant_ends_with_its_visit(watch, stage, kind, entry):
    confirm(watch, stage)
    watch.committed(kind, entry)
    unsafe(watch, "opening", OPENING)


def test_a_confirmation_that_the_server_never_gave_is_seen(watch, stage):
    unsafe(watch, "identity_ended", ENDED)
    confirm(watch, stage)
    unsafe(watch, "identity_ended", ENDED)  # used twice
    watch.given.append((2, stage.world.wall_s()))
    unsafe(watch, "identity_ended", ENDED)  # for another door
    watch.given.append((1, stage.world.wall_s() - 600))
    unsafe(watch, "identity_ended", ENDED)  # of ten minutes ago


def test_a_waived_parcel_needs_none(watch, stage):
    shipment = stage.parcel("A").shipment
    watch.committed("identification_set", {"shipment": shipment, "level": ""})
    watch.committed("opening", OPENING)


def test_a_grant_of_long_ago_is_none(watch, stage):
    confirm(watch, stage)
    stage.wait(VISIT_MS + 1)
    unsafe(watch, "opening", OPENING)
