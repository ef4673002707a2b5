"""Whatever a terminal sends, the server says where it is wrong and does nothing else."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sim.hand_terminal import World, written

CASES = [
    ("status", b"", "$"),
    ("status", b"\xff\xfe", "$"),
    ("status", b"[1]", "$"),
    ("status", b'{"v":1', "$"),
    ("status", b'{"v":1,"v":1}', "$"),
    ("status", b"[" * 100_000, "$"),
    ("status", b'{"v":' + b"9" * 6_000 + b"}", "$"),
    ("status", b" " * ((1 << 20) + 1), "$"),
    ("ask", b'{"v":2,"boot":1,"question":1,"tag":"' + b"0" * 32 + b'"}', "$.v"),
    ("ask", b'{"v":true,"boot":1,"question":1,"tag":"' + b"0" * 32 + b'"}', "$.v"),
    ("ask", b'{"v":1,"boot":1.0,"question":1,"tag":"' + b"0" * 32 + b'"}', "$.boot"),
    ("ask", b'{"v":1,"boot":true,"question":1,"tag":"' + b"0" * 32 + b'"}', "$.boot"),
    ("ask", b'{"v":1,"boot":1,"question":NaN,"tag":"' + b"0" * 32 + b'"}', "$.question"),
    ("ask", b'{"v":1,"boot":1,"question":1,"tag":"' + b"A" * 32 + b'"}', "$.tag"),
    ("ask", b'{"v":1,"boot":1,"question":1}', "$.tag"),
    ("ask", b'{"v":1,"boot":1,"question":1,"tag":"' + b"0" * 32 + b'","x":1}', "$.'x'"),
    ("refused", b'{"v":1,"topic":"\\ud800","where":"$","why":""}', "$.topic"),
]  # fmt: skip


@pytest.mark.parametrize(("tail", "payload", "where"), CASES)
def test_a_malformed_payload_is_an_incident_that_says_where(
    tail: str, payload: bytes, where: str
) -> None:
    world = World()
    assert world.send(tail, payload) == []
    [incident] = world.central.view.incidents()
    assert (incident.kind, incident.place) == ("malformed", f"up/{tail} {where}")


def test_the_same_bad_payload_all_night_is_one_incident() -> None:
    world = World()
    for _ in range(1000):
        world.send("entries", b"{}")
    [incident] = world.central.view.incidents()
    assert incident.times == 1000


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    if path:
        yield path
    steps = enumerate(value) if isinstance(value, list) else ()
    for step, inner in value.items() if isinstance(value, dict) else steps:
        yield from places(inner, (*path, step))


def good_messages() -> dict[str, Any]:
    world = World()
    terminal = world.terminal
    terminal.write(
        "expected", {"code": "0" * 32, "token": "", "phone_end": "111"}, shipment="A", size="M"
    )
    terminal.write("policy_set", version=1, values=[["grace_s", 60]])
    terminal.write("inspected", compartment=1, found=["A"], has_unknown=False, courier="ann")
    return {
        "entries": json.loads(terminal.batch()),
        "status": json.loads(terminal.status(failed=[{"part": "scanner", "why": "gone"}])),
        "ask": {"v": 1, "boot": 1, "question": 2, "tag": "0" * 32},
        "refused": {"v": 1, "topic": "down/orders", "where": "$", "why": "no"},
    }


def changed(message: Any, path: tuple[Any, ...], value: object) -> bytes:
    message = copy.deepcopy(message)
    inside = message
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = value
    return json.dumps(message).encode()


@pytest.mark.parametrize("tail", ["entries", "status", "ask", "refused"])
def test_a_wrong_value_anywhere_is_refused(tail: str) -> None:
    message = good_messages()[tail]
    for path in places(message):
        # Nowhere in the contract is a fraction or a nest of arrays right.
        for value in (1.5, [[[]]]):
            world = World()
            world.send(tail, changed(message, path, value))
            assert world.incidents() == ["malformed"], (path, value)
            assert world.stored() == []


def test_the_good_messages_themselves_are_taken() -> None:
    for tail, message in good_messages().items():
        world = World()
        world.send(tail, written(message))
        assert "malformed" not in world.incidents(), tail


@given(payload=st.binary(max_size=200), tail=st.sampled_from(["entries", "status", "ask", "x"]))
def test_no_bytes_harm_it(payload: bytes, tail: str) -> None:
    world = World()
    assert world.send(tail, payload) == []
    assert world.stored() == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(data=st.data(), tail=st.sampled_from(["entries", "status", "ask", "refused"]))
def test_no_json_in_any_place_harms_it(data: st.DataObject, tail: str) -> None:
    message = good_messages()[tail]
    path = data.draw(st.sampled_from(list(places(message))))
    World().send(tail, changed(message, path, data.draw(JSON)))


@pytest.mark.parametrize(
    "topic",
    ["", "x", "pakomats/v1/T1/up/entries/x", "pakomats/v1/T1/down/ack", "pakomats/v2/T1/up/status",
     "pakomats/v1/../up/status", "pakomats/v1/T1/up/nothing"],
)  # fmt: skip
def test_a_topic_that_is_not_in_the_contract_is_ignored(topic: str) -> None:
    world = World()
    world.central.heard(topic, b"{}")
    assert world.central.take_publications() == []
    assert world.incidents() == []
    assert "ignored" in world.said[-1]


def test_a_terminal_that_nobody_registered_gets_no_answer() -> None:
    world = World()
    for number in range(100):
        world.central.heard(f"pakomats/v1/T{number + 2}/up/status", world.terminal.status())
    assert world.central.take_publications() == []
    [incident] = world.central.view.incidents()
    assert (incident.kind, incident.times) == ("terminal unknown", 100)
