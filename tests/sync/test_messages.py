"""The wire contract: what is valid becomes orders and acknowledgements, all else a refusal."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import messages
from sync.lines import kind_of
from sync.messages import ACK, ANSWER, ORDERS, Ack, Answer, Orders, Refusal, decode
from terminal import orders
from terminal.effects import Report
from terminal.record import Record

TAG, HASH = "0123456789abcdef" * 2, "0123456789abcdef" * 4
FIELDS: dict[str, Any] = {
    "shipment": "CC123 456-7/LV", "size": "XS", "sides_mm": [80, 380, 640], "code": TAG,
    "token": TAG, "phone_end": "042", "phone": TAG,
    "deadline_s": 1_790_000_000, "courier": "C1", "badge": TAG, "pin": TAG,
    "version": 3, "values": {"b": -1, "a_rule": 2},
    "why": "contents", "cause": "redirected", "way": "storage", "kept": 5, "level": "qualified",
    "until_s": 1_790_000_000, "pickup_code": TAG, "pickup_token": TAG, "pickup_phone_end": "137",
    "dues": [["cod", 349], ["storage", 120]], "technician": "Tom",
}  # fmt: skip
ACK_OBJECT = {"v": 1, "journal": TAG, "seq": 7, "head": HASH, "time_s": 1_790_000_000}
ANSWER_OBJECT = {"v": 1, "boot": 3, "question": 9, "last_order": 14}


def orders_object(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"v": 1, "orders": list(fields)}


def order_object(order_class: type[Record], number: int = 1, **changes: Any) -> dict[str, Any]:
    fields = {name: FIELDS[name] for name in order_class.fields}
    return {"number": number, "kind": kind_of(order_class)} | fields | changes


VALID: dict[str, Any] = {
    ACK: ACK_OBJECT,
    ANSWER: ANSWER_OBJECT,
    ORDERS: orders_object(*[order_object(kind) for kind in orders.ALL]),
}


def taken(topic: str, value: Any) -> Any:
    return decode(topic, json.dumps(value).encode())


def frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return tuple(sorted(value.items()))
    return tuple(map(frozen, value)) if isinstance(value, list) else value


@pytest.mark.parametrize("order_class", orders.ALL)
def test_every_kind_of_order_becomes_its_record(order_class: type[Record]) -> None:
    message = taken(ORDERS, orders_object(order_object(order_class, 41)))
    assert isinstance(message, Orders)
    fields = [frozen(FIELDS[name]) for name in order_class.fields]
    assert message.numbered() == [(41, order_class(*fields))]
    assert isinstance(message.numbered()[0][1], order_class)


def test_an_acknowledgement_and_an_answer_are_taken() -> None:
    assert taken(ACK, ACK_OBJECT) == Ack(1, TAG, 7, HASH, 1_790_000_000)
    assert taken(ANSWER, ANSWER_OBJECT) == Answer(1, 3, 9, 14)


REFUSED = [
    (ACK, "$", {}, ["v"]),
    (ACK, "$", {"more": 1}, []),
    (ACK, "$.v", {"v": 2}, []),
    (ACK, "$.v", {"v": "1"}, []),
    (ACK, "$.journal", {"journal": TAG.upper()}, []),
    (ACK, "$.journal", {"journal": TAG + "\n"}, []),
    (ACK, "$.journal", {"journal": TAG[1:]}, []),
    (ACK, "$.head", {"head": HASH + "0"}, []),
    (ACK, "$.seq", {"seq": -1}, []),
    (ACK, "$.seq", {"seq": 2**53}, []),
    (ACK, "$.seq", {"seq": 10**400}, []),
    (ACK, "$.seq", {"seq": 1.5}, []),
    (ACK, "$.seq", {"seq": True}, []),
    (ACK, "$.seq", {"seq": None}, []),
    (ACK, "$.time_s", {"time_s": 10**12}, []),
    (ANSWER, "$.last_order", {"last_order": "14"}, []),
    (ORDERS, "$.orders", {"orders": []}, []),
    (ORDERS, "$.orders", {"orders": [order_object(orders.Withdraw)] * 101}, []),
    (ORDERS, "$.orders[0]", {"orders": [7]}, []),
    (ORDERS, "$.orders[0].kind", {"orders": [{"number": 1, "kind": "open_all"}]}, []),
]
ORDER_REFUSED = [
    (orders.Expect, "$.orders[1].number", {"number": 0}),
    (orders.Expect, "$.orders[1].number", {"number": "1"}),
    (orders.Expect, "$.orders[1].size", {"size": "XXL"}),
    (orders.Expect, "$.orders[1].size", {"size": None}),
    (orders.Expect, "$.orders[1].shipment", {"shipment": ""}),
    (orders.Expect, "$.orders[1].shipment", {"shipment": "x" * 65}),
    (orders.Expect, "$.orders[1].shipment", {"shipment": " x"}),
    (orders.Expect, "$.orders[1].shipment", {"shipment": "x\n"}),
    (orders.Expect, "$.orders[1].shipment", {"shipment": "\x1b[2J"}),
    (orders.Expect, "$.orders[1].shipment", {"shipment": "paciņa"}),
    (orders.Expect, "$.orders[1].code", {"code": "123456"}),
    (orders.Expect, "$.orders[1].code", {"code": ""}),
    (orders.Expect, "$.orders[1].token", {"token": TAG * 2}),
    (orders.Expect, "$.orders[1].phone_end", {"phone_end": "0420"}),
    (orders.Expect, "$.orders[1]", {"sides_mm": [1, 2]}),
    (orders.Expect, "$.orders[1].sides_mm[2]", {"sides_mm": [1, 2, 0]}),
    (orders.Expect, "$.orders[1].sides_mm", {"sides_mm": [1, 2, 3, 4]}),
    (orders.SetDeadline, "$.orders[1].deadline_s", {"deadline_s": -1}),
    (orders.SetPolicy, "$.orders[1].values", {"values": {"Not a rule!": 1}}),
    (orders.SetPolicy, "$.orders[1].values[...]", {"values": {"a": 0.5}}),
    (orders.SetPolicy, "$.orders[1].values", {"values": {f"r{n}": n for n in range(201)}}),
    (orders.Withdraw, "$.orders[1]", {"size": "S"}),
]


@pytest.mark.parametrize(("topic", "where", "changes", "without"), REFUSED)
def test_a_fault_is_refused_with_its_place(
    topic: str, where: str, changes: dict[str, Any], without: list[str]
) -> None:
    value = {name: field for name, field in VALID[topic].items() if name not in without} | changes
    refusal = taken(topic, value)
    assert isinstance(refusal, Refusal)
    assert refusal.where == where
    assert 0 < len(refusal.why) <= 200


@pytest.mark.parametrize(("order_class", "where", "changes"), ORDER_REFUSED)
def test_one_bad_order_refuses_all_that_came_with_it(
    order_class: type[Record], where: str, changes: dict[str, Any]
) -> None:
    good = order_object(orders.Withdraw)
    refusal = taken(ORDERS, orders_object(good, order_object(order_class, **changes), good))
    assert isinstance(refusal, Refusal)
    assert refusal.where == where


@pytest.mark.parametrize(
    "payload",
    [b"", b"\xff", b"null", b"[]", b"{", b'{"v":1', b'"\\ud800"', b'{"v":1,"journal":"\xff"}',
     b"[" * 100_000, b'{"v":' * 50_000, b'{"v":1,"v":2}', b"\x00" * 10],
)  # fmt: skip
@pytest.mark.parametrize("topic", [ACK, ORDERS, ANSWER])
def test_rubbish_is_refused(topic: str, payload: bytes) -> None:
    refusal = decode(topic, payload)
    assert isinstance(refusal, Refusal)
    assert refusal.where.startswith("$")


def test_a_payload_of_any_size_above_the_limit_is_refused_unread() -> None:
    payload = json.dumps(ACK_OBJECT).encode() + b" " * messages.PAYLOAD_BYTES_MAX
    assert "at most" in str(decode(ACK, payload))
    assert isinstance(decode(ACK, payload[: messages.PAYLOAD_BYTES_MAX]), Ack)


def test_an_unknown_topic_is_refused() -> None:
    assert isinstance(decode("down/explode", b"{}"), Refusal)


def is_refusal_or_valid(topic: str, payload: bytes) -> None:
    result = decode(topic, payload)
    if isinstance(result, Refusal):
        assert result.where.startswith("$")
        assert 0 < len(result.why) <= 200
        json.loads(messages.encode_refused(topic, result))
        return
    assert isinstance(result, messages.DOWN[topic])
    if isinstance(result, Orders):
        assert 1 <= len(result.numbered()) <= messages.ORDERS_MAX


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | st.just(TAG),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner),
    max_leaves=20,
)


@given(st.sampled_from(sorted(VALID)), st.binary(max_size=200))
def test_any_bytes_end_well(topic: str, payload: bytes) -> None:
    is_refusal_or_valid(topic, payload)


@given(st.sampled_from(sorted(VALID)), JSON)
def test_any_json_ends_well(topic: str, value: Any) -> None:
    is_refusal_or_valid(topic, json.dumps(value).encode())


@given(st.data())
def test_a_valid_message_with_one_part_replaced_ends_well(data: Any) -> None:
    topic = data.draw(st.sampled_from(sorted(VALID)))
    value = json.loads(json.dumps(VALID[topic]))
    place: Any = value
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(place[key], (dict, list)) or not place[key] or data.draw(st.booleans()):
            place[key] = data.draw(JSON)
            break
        place = place[key]
    is_refusal_or_valid(topic, json.dumps(value).encode())


@given(st.data())
def test_a_valid_message_with_bytes_cut_or_changed_ends_well(data: Any) -> None:
    topic = data.draw(st.sampled_from(sorted(VALID)))
    payload = bytearray(json.dumps(VALID[topic]).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        payload[data.draw(st.integers(0, len(payload) - 1))] = data.draw(st.integers(0, 255))
    is_refusal_or_valid(topic, bytes(payload[: data.draw(st.integers(0, len(payload)))]))


# What goes up.


def test_a_status_is_as_the_contract_says() -> None:
    report = Report(3, 12, 1, (("S", 3), ("M", 0)), ((5, "doubt"),), (("scanner", "gone"),))
    status = json.loads(messages.encode_status(report, True, 7, "0.1.0", (TAG, 345, 350)))
    assert status == {
        "v": 1, "online": True, "boot": 3, "connection": 7, "software": "0.1.0", "journal": TAG,
        "last_order": 12, "acked": 345, "written": 350, "policy": 1, "free": {"S": 3, "M": 0},
        "out_of_use": [{"compartment": 5, "why": "doubt"}],
        "failed": [{"part": "scanner", "why": "gone"}],
    }  # fmt: skip


def test_a_question_and_a_refusal_are_as_the_contract_says() -> None:
    assert json.loads(messages.encode_ask(3, 9, TAG)) == {
        "v": 1, "boot": 3, "question": 9, "tag": TAG,
    }  # fmt: skip
    refused = messages.encode_refused(ORDERS, Refusal("$.orders[0].size", "no such size"))
    assert json.loads(refused) == {
        "v": 1, "topic": "down/orders", "where": "$.orders[0].size", "why": "no such size",
    }  # fmt: skip


def test_the_contract_names_all_orders_and_topics() -> None:
    assert {kind_of(order_class) for order_class in orders.ALL} == {
        str(kind.__struct_config__.tag) for kind in messages.Order.__args__
    }
    for topic in (ACK, ORDERS, ANSWER, messages.ENTRIES, messages.STATUS, messages.ASK):
        assert topic in str(messages.__doc__)
