"""Who stands there, on the wire: asked once, granted in the contract's words, never late."""

import json
from typing import Any

import pytest

from sync import messages
from sync.messages import ANSWER, ASK, Answer, Refusal, decode
from terminal.effects import AskIdentity, CancelIdentity
from terminal.events import Answered, IdentityEnded, IdentityGranted, IdentityShown
from terminal.record import Record
from tests.sync.link_world import TERMINAL, World

SHOWN = {"made_ms": 2000, "qr_text": "https://smart-id.com/x", "code": "7180"}
GRANTED = {"compartment": 4, "valid_s": 60}
OUTCOMES = ("refused", "timed out", "wrong code", "no account", "not qualified", "other person",
            "document", "not supported", "failed", "unavailable")  # fmt: skip
KINDS = (IdentityShown, IdentityGranted, IdentityEnded, Answered)


def answer(**word: Any) -> dict[str, Any]:
    return {"v": 1, "boot": 1, "question": 9, **word}


def taken(value: Any) -> Any:
    return decode(ANSWER, json.dumps(value).encode())


WORDS: list[tuple[dict[str, Any], Record]] = [
    ({"shown": SHOWN}, IdentityShown(9, 2000, "https://smart-id.com/x", "7180")),
    ({"shown": {"made_ms": 0, "qr_text": "", "code": ""}}, IdentityShown(9, 0, "", "")),
    ({"granted": GRANTED}, IdentityGranted(9, 4, 60)),
    *[({"ended": outcome}, IdentityEnded(9, outcome)) for outcome in OUTCOMES],
    ({"last_order": 0}, Answered(9, 0)),
]


@pytest.mark.parametrize(("word", "record"), WORDS, ids=str)
def test_each_word_is_its_fact(word: dict[str, Any], record: Record) -> None:
    message = taken(answer(**word))
    assert isinstance(message, Answer) and message.record() == record


@pytest.mark.parametrize(
    "word",
    [
        {}, {"shown": SHOWN, "ended": "refused"}, {"granted": GRANTED, "last_order": 0},
        {"granted": {**GRANTED, "valid_s": 61}}, {"granted": {**GRANTED, "valid_s": 0}},
        {"granted": {**GRANTED, "compartment": 0}}, {"granted": {"compartment": 4}},
        {"granted": {**GRANTED, "name": "Anna"}}, {"granted": None}, {"ended": "confirmed"},
        {"ended": "offline"}, {"ended": ""}, {"shown": {**SHOWN, "qr_text": "x" * 301}},
        {"shown": {**SHOWN, "qr_text": "a b"}}, {"shown": {**SHOWN, "qr_text": "ā"}},
        {"shown": {**SHOWN, "qr_text": "a\n"}}, {"shown": {**SHOWN, "code": "718"}},
        {"shown": {**SHOWN, "code": "7180\n"}}, {"shown": {**SHOWN, "made_ms": -1}},
        {"shown": {**SHOWN, "made_ms": 600_001}},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_not_exactly_one_word_is_refused(word: dict[str, Any]) -> None:
    assert isinstance(taken(answer(**word)), Refusal)


class Asking:
    """A link with a question open, and what the broker and the terminal got."""

    def __init__(self) -> None:
        self.world = World().started()
        self.far = self.world.hub.attach("far")
        self.far.connect("", b"")
        self.world.run(1000)
        self.far.poll(self.world.now_ms)
        self.far.subscribe(f"pakomats/v1/{TERMINAL}/up/ask")
        self.world.run(100)

    def ask(self, question: int = 9) -> None:
        effect = AskIdentity(question, 4, ("P1",), "smart-id")
        self.world.link.perform(effect, self.world.now_ms)
        self.world.run(500)

    def heard(self) -> list[Any]:
        facts = self.far.poll(self.world.now_ms)
        return [json.loads(f.payload) for f in facts if hasattr(f, "payload")]

    def say(self, **word: Any) -> list[Record]:
        self.world.news.clear()
        payload = json.dumps({**answer(), **word}).encode()
        self.far.publish(f"pakomats/v1/{TERMINAL}/{ANSWER}", payload)
        self.world.run(500)
        return [news for news in self.world.news if isinstance(news, KINDS)]


def test_a_question_and_its_end_go_up_as_the_contract_says() -> None:
    asking = Asking()
    asking.ask()
    asking.world.link.perform(CancelIdentity(9), asking.world.now_ms)
    asking.world.run(500)
    wanted = {"compartment": 4, "shipments": ["P1"], "way": "smart-id"}
    assert asking.heard() == [
        {"v": 1, "boot": 1, "question": 9, "identify": wanted},
        {"v": 1, "boot": 1, "question": 9, "cancel": True},
    ]
    assert ASK in str(messages.__doc__)


def test_words_come_until_the_last_one_and_none_after_it() -> None:
    for last in ({"granted": GRANTED}, {"ended": "refused"}):
        asking = Asking()
        asking.ask()
        for _second in range(3):
            assert len(asking.say(shown=SHOWN)) == 1
        assert len(asking.say(**last)) == 1
        for word in ({"granted": GRANTED}, {"shown": SHOWN}, last):
            assert asking.say(**word) == []


def test_what_is_another_questions_or_another_lifes_is_dropped() -> None:
    asking = Asking()
    assert asking.say(question=0, granted=GRANTED) == []
    asking.ask()
    for other in ({"question": 8}, {"question": 0}, {"boot": 2}, {"boot": 0}):
        assert asking.say(**other, granted=GRANTED) == []
    assert asking.say(last_order=3) == []
    assert len(asking.say(granted=GRANTED)) == 1


def test_after_a_cancel_nothing_comes() -> None:
    asking = Asking()
    asking.ask()
    asking.world.link.perform(CancelIdentity(9), asking.world.now_ms)
    assert asking.say(granted=GRANTED) == []


def test_a_connection_that_breaks_ends_the_question() -> None:
    asking = Asking()
    asking.ask()
    asking.world.news.clear()
    asking.world.hub.crash()
    asking.world.run(1000)
    assert asking.world.heard(IdentityEnded) == [IdentityEnded(9, "interrupted")]
    asking.world.news.clear()
    asking.ask(10)
    assert asking.world.heard(IdentityEnded) == [IdentityEnded(10, "offline")]


def test_a_rebuilt_terminal_hears_nothing_of_the_one_before() -> None:
    asking = Asking()
    asking.ask()
    asking.world.link.restart()
    asking.world.report()
    assert asking.say(granted=GRANTED) == []
