"""Entries become lines and come back; the chain is what anyone else would compute."""

import hashlib
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.chain import canonical, first_head
from sync.lines import Line, UnreadableError, entry_of, is_sound, kind_of, line_of
from sync.messages import encode_entries
from terminal import condition_entries as cond
from terminal import entries
from terminal.record import Record
from tests.sync.samples import annotation_of, records

ANY_ENTRY = st.one_of([records(entry_class) for entry_class in entries.ALL])
SALT = bytes(range(16))
START = (0, first_head("ab" * 16))


def line(entry: Record, last: tuple[int, bytes] = START) -> Line:
    return line_of(entry, 5, 6, last, SALT)


@pytest.mark.parametrize("entry_class", entries.ALL)
@given(data=st.data())
def test_an_entry_comes_back_from_its_line(entry_class: type[Record], data: Any) -> None:
    entry = data.draw(records(entry_class))
    made = line(entry)
    assert entry_of(made) == entry
    assert type(entry_of(made)) is entry_class
    assert is_sound(made, START)


def test_kinds_are_the_names_of_the_classes_and_differ() -> None:
    assert kind_of(entries.SeenOpen) == "seen_open"
    kinds = [kind_of(entry_class) for entry_class in entries.ALL]
    assert len(set(kinds)) == len(kinds)
    assert all(re.fullmatch("[a-z_]+", kind) for kind in kinds)


def test_personal_parts_are_texts_so_that_an_erased_one_can_be_replayed() -> None:
    for entry_class in set(entries.ALL) - {entries.Checkpoint}:
        assert {annotation_of(entry_class, name) for name in entry_class.personal} <= {"str"}
    made = line(entries.Expected("S1", "S", "a" * 32, "b" * 32, "123", ""))
    erased = made._replace(personal=None, salt=None)
    assert entry_of(erased) == entries.Expected("S1", "S", "", "", "", "")
    assert is_sound(erased, START)


def test_canonical_json_is_as_the_contract_says() -> None:
    value = {"b": [1, True, None, 'ā/"\\\n\x01\x7f€'], "a": {"z": -3, "y": []}}
    assert canonical(value) == '{"a":{"y":[],"z":-3},"b":[1,true,null,"ā/\\"\\\\\\n\\u0001\x7f€"]}'


def rewritten(sent: dict[str, Any], head: bytes) -> bytes:
    """The head after one entry of up/entries, computed from the contract and from it alone."""

    def plain(value: Any) -> bytes:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    public = {name: sent[name] for name in ("seq", "up_ms", "wall_s", "kind", "public")}
    if sent["personal"] is not None:
        salted = bytes.fromhex(sent["salt"]) + plain(sent["personal"])
        assert hashlib.sha256(salted).hexdigest() == sent["personal_hash"]
    return hashlib.sha256(head + plain(public) + bytes.fromhex(sent["personal_hash"])).digest()


@given(st.lists(ANY_ENTRY, min_size=1, max_size=5))
def test_the_server_can_follow_the_chain_from_what_it_is_sent(chained: list[Record]) -> None:
    last, lines = START, []
    for entry in chained:
        lines.append(line(entry, last))
        last = (lines[-1].seq, lines[-1].head)
    message = json.loads(encode_entries("ab" * 16, lines))
    assert (message["v"], message["journal"]) == (1, "ab" * 16)
    head = hashlib.sha256(b"pakomats journal " + b"ab" * 16).digest()
    for sent, entry in zip(message["entries"], chained, strict=True):
        head = rewritten(sent, head)
        assert sent["head"] == head.hex()
        assert sent["kind"] == kind_of(type(entry))
        assert set(sent["public"]) == set(entry.fields) - set(entry.personal)
        if isinstance(entry, entries.Checkpoint):
            assert sent["personal"] is None and sent["salt"] is None


def test_a_text_with_half_a_character_is_kept_as_far_as_it_can_be() -> None:
    made = line(cond.PartLost("scanner", "\ud800 noise"))
    assert entry_of(made) == cond.PartLost("scanner", "? noise")
    assert is_sound(made, START)


@pytest.mark.parametrize(
    "spoilt",
    [{"kind": "seen_opem"}, {"public": '{"opening":1}'}, {"public": "{"}, {"public": "7"},
     {"public": '{"compartment":1,"opening":1,"is_change":true,"more":1}'}],
)  # fmt: skip
def test_a_line_of_another_version_is_refused_with_its_number(spoilt: dict[str, str]) -> None:
    with pytest.raises(UnreadableError, match="entry 1 "):
        entry_of(line(entries.SeenOpen(1, 1, True))._replace(**spoilt))
