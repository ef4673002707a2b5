"""The server as relying party: asks Smart-ID or eParaksts who stands there, compares, and grants.

It keeps whom the sender named as recipient (002-5.3.3); the terminal never hears it.  The one idea:
a session belongs to one question of one boot of one terminal, and dies with its first last word;
what is lost on the way costs the person a second try and opens nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.central import eparaksts, smart_id
from sim.central.turn import Turn

GRANT_S = 60
RANK = {"": 0, "advanced": 1, "qualified": 2}
# What a provider calls it -> what the contract calls it.
OUTCOMES = {
    "USER_REFUSED": "refused", "USER_REFUSED_INTERACTION": "refused",
    "USER_REFUSED_CERT_CHOICE": "refused", "access_denied": "refused", "TIMEOUT": "timed out",
    "WRONG_VC": "wrong code", "DOCUMENT_UNUSABLE": "document", "NO_ACCOUNT": "no account",
    "REQUIRED_INTERACTION_NOT_SUPPORTED_BY_APP": "not supported", "UNAVAILABLE": "unavailable",
}  # fmt: skip

Session = smart_id.Session | eparaksts.Session
Provider = smart_id.SmartId | eparaksts.EParaksts


@dataclass
class Asked:
    """A question of a terminal that is open."""

    terminal: str
    boot: int
    question: int
    compartment: int
    recipients: tuple[tuple[str, str], ...]  # (personal code, level) of each shipment
    provider: Provider
    session: Session
    told_s: int = -1


class Identities:
    """Both providers, and the questions that are open; `on_grant` is told each grant."""

    def __init__(self) -> None:
        self.smart_id, self.eparaksts = smart_id.SmartId(), eparaksts.EParaksts()
        self.open: dict[str, Asked] = {}  # by terminal: one person stands there
        self.on_grant: Callable[[str, int, int], None] = lambda terminal, compartment, now_s: None

    @property
    def providers(self) -> dict[str, Provider]:
        return {"smart-id": self.smart_id, "eparaksts": self.eparaksts}

    def heard(self, turn: Turn, terminal: str, message: dict[str, Any]) -> None:
        """A question about somebody, or its end."""
        self._close(terminal)
        if "cancel" in message:
            turn.say(f"{terminal} asks no more who stands there")
            return
        wanted = message["identify"]
        recipients = tuple(_recipient(turn, terminal, each) for each in wanted["shipments"])
        provider = self.providers[wanted["way"]]
        level = max((level for _code, level in recipients), key=RANK.__getitem__, default="")
        asked = Asked(
            terminal, message["boot"], message["question"], wanted["compartment"], recipients,
            provider, provider.begin(turn.luck, level, turn.now_s),
        )  # fmt: skip
        self.open[terminal] = asked
        turn.say(f"{terminal} asks by {wanted['way']} who stands at door {asked.compartment}")
        if provider.is_away:
            asked.session.end = "UNAVAILABLE"
        self.work(turn)

    def work(self, turn: Turn) -> None:
        """Tell each terminal what to show now, and how it ended."""
        for asked in list(self.open.values()):
            asked.session.look(turn.now_s)
            if asked.session.end:
                self._end(turn, asked)
            elif asked.told_s != turn.now_s:
                asked.told_s = turn.now_s
                qr_text, code = asked.session.shown(turn.now_s)
                made_ms = 1000 * (turn.now_s - asked.session.begun_s)
                _say(turn, asked, shown={"made_ms": made_ms, "qr_text": qr_text, "code": code})

    def _end(self, turn: Turn, asked: Asked) -> None:
        self._close(asked.terminal)
        outcome = _outcome(asked)
        place = f"{asked.terminal}, door {asked.compartment}"
        turn.say(f"who stands at {place}: {outcome or 'granted'}")
        if outcome:
            _say(turn, asked, ended=outcome)
            return
        self.on_grant(asked.terminal, asked.compartment, turn.now_s)
        _say(turn, asked, granted={"compartment": asked.compartment, "valid_s": GRANT_S})

    def _close(self, terminal: str) -> None:
        asked = self.open.pop(terminal, None)
        if asked is not None:
            asked.provider.sessions.pop(asked.session.token, None)


def _recipient(turn: Turn, terminal: str, shipment: str) -> tuple[str, str]:
    """Whom the sender named, and the level; ("", "") is nobody, and so never granted."""
    row = turn.row(
        "SELECT personal_code, level FROM recipients JOIN shipments USING (shipment)"
        " WHERE shipment = ? AND terminal = ?",
        shipment, terminal,
    )  # fmt: skip
    return row or ("", "")


def _outcome(asked: Asked) -> str:
    """Why it is not granted, in the words of the contract, or ""."""
    session = asked.session
    if session.end != "OK":
        return OUTCOMES.get(session.end, "failed")
    if any(code != session.person or not code for code, _level in asked.recipients):
        return "other person"
    is_enough = all(RANK[level] <= RANK[session.person_level] for _code, level in asked.recipients)
    return "" if is_enough else "not qualified"


def _say(turn: Turn, asked: Asked, **word: object) -> None:
    message = {"boot": asked.boot, "question": asked.question, **word}
    turn.publish(asked.terminal, "down/answer", message)
