"""The console of the stand-alone server: one command a line.

It turns lines into calls of `Central` and answers into lines; it holds nothing.
The one idea: the same command behind the word `json` is answered with exactly
one line of JSON, so a program can drive the server as a person does.
"""

import json
import shlex
from collections.abc import Callable
from typing import Any

from sim.central.announcing import Sending
from sim.central.central import Central
from sim.central.wishes import Refused, key

HELP = """\
terminal ID KEYHEX [ADDRESS [NETWORK]] register a terminal; its key is 64 hexadecimal digits
courier NAME BADGE PIN TERMINAL        let a courier load there
revoke NAME TERMINAL                   that courier's badge is dead
technician NAME BADGE TERMINAL         let a technician look after it
dismiss NAME TERMINAL                  that technician's badge is dead
onetime NAME TERMINAL                  that technician's code of this half minute
response NAME TERMINAL CHALLENGE       the answer to the 8 digits of a terminal without a clock
shipment TERMINAL SIZE PHONE [EMAIL]   register a shipment; SIZE is XS S M L, 180x380x580 or ?
announce TERMINAL send|return|storage SIZE SENDER RECIPIENT [EMAIL COMPARTMENT HOURS]
                                       its sender (two phones) brings it there
sender SHIPMENT PHONE [EMAIL]          whom to tell what concerns its sender
identity SHIPMENT                      its recipient must be identified
withdraw SHIPMENT                      the sender wants it back
redirect SHIPMENT [TERMINAL]           it is to go to another place, or to that terminal
hold SHIPMENT [contents|surcharge|office]  it is kept back, or (with no reason) no longer
deadline SHIPMENT +HOURS               let it lie longer
recode SHIPMENT PHONE                  the sender corrects the recipient's phone
dues SHIPMENT KIND=CENTS...            what is owed for it: cod, duty, storage, surcharge
paid ORDER EMAIL TERMINAL COMPARTMENT PIN HOURS    an order to send was paid
return ORDER EMAIL TERMINAL COMPARTMENT PIN HOURS  a return was ordered
rules NETWORK [VERSION]                that network's rules, each with its clause
identify SHIPMENT CODE [LEVEL]         its recipient is identified: CODE like PNOLV-050405-10009
waive SHIPMENT                         it is given out without identification after all
phone TERMINAL CODE [END]              somebody's phone answers what it asks: OK, WRONG_VC ...
policy TERMINAL VERSION NAME=NUMBER... set service rules
settle INCIDENT                        that incident is dealt with
show shipments|entries|messages|incidents|orders|terminals|plans|networks
json COMMAND...                        the same, answered with one line of JSON
help, quit"""


class Quit(Exception):
    """Somebody wants the server to end."""


class Console:
    """`answer` gives what is to be printed for a line, and raises Quit."""

    def __init__(self, central: Central) -> None:
        self._central = central
        # What it takes at the least and at the most; what does it.
        self._commands: dict[str, tuple[int, int, Callable[[list[str]], object]]] = {
            "terminal": (2, 4, self._terminal),
            "courier": (4, 4, lambda words: central.add_courier(*words)),
            "revoke": (2, 2, lambda words: central.revoke_courier(*words)),
            "technician": (3, 3, lambda words: central.add_technician(*words)),
            "dismiss": (2, 2, lambda words: central.revoke_technician(*words)),
            "onetime": (2, 2, lambda words: central.onetime(*words)),
            "response": (3, 3, lambda words: central.response(*words)),
            "shipment": (3, 4, self._shipment),
            "announce": (5, 8, self._announce),
            "sender": (2, 3, lambda words: central.name_sender(*words)),
            "identity": (1, 1, lambda words: central.ask_identity(*words)),
            "withdraw": (1, 1, lambda words: central.withdraw(*words)),
            "redirect": (1, 2, lambda words: central.redirect(*words)),
            "hold": (1, 2, lambda words: central.hold(*words)),
            "deadline": (2, 2, self._deadline),
            "recode": (2, 2, lambda words: central.correct_phone(*words)),
            "dues": (1, 5, self._dues),
            "paid": (6, 6, lambda words: central.order_paid(*self._order(words))),
            "return": (6, 6, lambda words: central.return_ordered(*self._order(words))),
            "rules": (1, 2, self._rules),
            "identify": (2, 3, lambda words: central.identify(*words)),
            "waive": (1, 1, lambda words: central.waive_identification(*words)),
            "phone": (2, 3, lambda words: central.phone(*words)),
            "policy": (3, 200, self._policy),
            "settle": (1, 1, lambda words: central.settle(_number(words[0], "An incident"))),
            "show": (1, 1, self._show),
            "help": (0, 0, lambda words: HELP.splitlines()),
        }

    def answer(self, line: str) -> list[str]:
        try:
            words = shlex.split(line)
        except ValueError as error:
            return [f"That line cannot be read: {error}. Nothing was changed."]
        if not words:
            return []
        if words[0] == "json":
            return [json.dumps(self._in_json(words[1:]), ensure_ascii=False)]
        try:
            return _lines(self._run(words))
        except Refused as refusal:
            return [str(refusal)]

    def _in_json(self, words: list[str]) -> dict[str, object]:
        try:
            return {"ok": True, "answer": _plain(self._run(words))}
        except Refused as refusal:
            return {"ok": False, "why": str(refusal)}

    def _run(self, words: list[str]) -> object:
        name, rest = (words[0], words[1:]) if words else ("", [])
        if name == "quit":
            raise Quit
        if name not in self._commands:
            raise Refused(f"{name!a} is not a command; say help to see what there is.")
        fewest, most, act = self._commands[name]
        if not fewest <= len(rest) <= most:
            usage = next(row for row in HELP.splitlines() if row.startswith(name))
            raise Refused(f"Say it like this: {usage}")
        return act(rest)

    def _terminal(self, words: list[str]) -> None:
        network = {"network": words[3]} if len(words) > 3 else {}
        self._central.add_terminal(words[0], key(words[1]), *words[2:3], **network)

    def _shipment(self, words: list[str]) -> str:
        terminal, size, phone, *email = words
        return self._central.register(terminal, phone, size, *email)

    def _announce(self, words: list[str]) -> str:
        terminal, way, size, sender, recipient, *rest = words
        email, compartment, hours = [*rest, *["", "0", "0"][len(rest) :]]
        shipment, code = self._central.announce(terminal, Sending(
            way, size, sender, recipient, email, "",
            _number(compartment, "A compartment"), _number(hours, "HOURS"),
        ))  # fmt: skip
        return f"{shipment} {code}".rstrip()

    def _order(self, words: list[str]) -> tuple[str, str, str, int, str, int]:
        order, email, terminal, compartment, pin, hours = words
        until_s = self._central.now_s() + _number(hours, "HOURS") * 3_600
        return order, email, terminal, _number(compartment, "A compartment"), pin, until_s

    def _rules(self, words: list[str]) -> list[Any]:
        return self._central.rules(words[0], *(_number(word, "VERSION") for word in words[1:]))

    def _deadline(self, words: list[str]) -> None:
        self._central.extend(words[0], _number(words[1].removeprefix("+"), "HOURS"))

    def _dues(self, words: list[str]) -> None:
        pairs = [word.partition("=") for word in words[1:]]
        self._central.set_dues(words[0], [(kind, _number(cents, kind)) for kind, _, cents in pairs])

    def _policy(self, words: list[str]) -> None:
        pairs = [word.partition("=") for word in words[2:]]
        values = {name: _number(number, name) for name, _, number in pairs}
        self._central.set_policy(words[0], _number(words[1], "VERSION"), values)

    def _show(self, words: list[str]) -> list[Any]:
        view = self._central.view
        shown: dict[str, Callable[[], list[Any]]] = {
            "shipments": view.shipments,
            "entries": view.entries,
            "messages": view.messages,
            "incidents": view.incidents,
            "orders": view.orders,
            "terminals": view.terminals,
            "plans": view.plans,
            "networks": self._central.networks.names,
        }
        if words[0] not in shown:
            raise Refused(f"There is nothing called {words[0]!a}; show one of {', '.join(shown)}.")
        return shown[words[0]]()


def _number(text: str, what: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise Refused(f"{what} is a number of at most nine digits; {text!a} is not.")
    return int(text)


def _plain(answer: object) -> object:
    if isinstance(answer, list):
        return [row._asdict() if hasattr(row, "_asdict") else row for row in answer]
    return answer


def _lines(answer: object) -> list[str]:
    if answer is None:
        return []
    if not isinstance(answer, list):
        return [str(answer)]
    return [_row(row) for row in answer] or ["(none)"]


def _row(row: Any) -> str:
    """A row of a view: what is empty is left out."""
    if isinstance(row, str):
        return row
    shown = [f"{name}={value}" for name, value in row._asdict().items() if value not in ("", 0)]
    return "  ".join(shown)
