"""What a person at the keyboard can do to a card reader, word by word.

One typed line in, one answer out; a line that makes no sense is answered too.  The one
idea: the words are a table, and `help` prints the table.
"""

from collections.abc import Callable

from sim.card_reader.cards import CARDS
from sim.card_reader.reader import CardReader
from sim.card_reader.switches import listed

Deed = Callable[[CardReader, str, int], str]


def _present(reader: CardReader, rest: str, now_ms: int) -> str:
    if rest not in CARDS:
        return f"present which card? there are {', '.join(CARDS)}"
    if reader.present(CARDS[rest], now_ms):
        return f"{rest} is held to the reader"
    return "the reader asks for no card"


def _cancel(reader: CardReader, rest: str, now_ms: int) -> str:
    return "the red key" if reader.press_red_key(now_ms) else "the key does nothing now"


def _power(reader: CardReader, rest: str, now_ms: int) -> str:
    if rest in ("cut", "off"):
        reader.power_off(now_ms)
    elif rest == "on":
        reader.power_on(now_ms)
    else:
        return "say: power cut, or power on"
    return f"the power is {'on' if reader.is_on else 'off'}"


def _silence(reader: CardReader, rest: str, now_ms: int) -> str:
    return _set(reader, f"silent {rest or 'on'}", now_ms)


def _set(reader: CardReader, rest: str, now_ms: int) -> str:
    name, _, text = rest.partition(" ")
    name = name.replace("-", "_")
    try:
        reader.switches.put(name, text.strip() or "on")
    except ValueError as mistake:
        return f"{name}: {mistake}"
    return f"{name} is {reader.switches.show(name)}"


def _switches(reader: CardReader, rest: str, now_ms: int) -> str:
    return "\n".join(f"  {name:22}{reader.switches.show(name):14}{what}"
                     for name, _, what in listed())


def _ledger(reader: CardReader, rest: str, now_ms: int) -> str:
    bank = reader.bank
    return "\n".join([*(str(line) for line in bank.ledger),
                      f"charged {bank.charged_cents()}, held {bank.held_cents()},"
                      f" given back {bank.reversed_cents()} cents"])


# word: what follows it, what it does, how.
DEEDS: dict[str, tuple[str, str, Deed]] = {
    "present": ("CARD", "hold a card to it", _present),
    "cancel": ("", "press its red key", _cancel),
    "power": ("cut|on", "take its power, give it back", _power),
    "silence": ("[off]", "it stops answering, or speaks again", _silence),
    "set": ("SWITCH VALUE", "change a switch", _set),
    "switches": ("", "list the switches", _switches),
    "ledger": ("", "what the bank wrote down", _ledger),
}


def help_text() -> str:
    lines = [f"  {f'{word} {rest}'.rstrip():24}{what}" for word, (rest, what, _) in DEEDS.items()]
    return "\n".join([f"  cards are {', '.join(CARDS)}", *lines,
                      f"  {'quit':24}take the reader away and leave"])


def obey(reader: CardReader, line: str, now_ms: int) -> str:
    """Do what the line says, and say what came of it."""
    word, _, rest = line.strip().partition(" ")
    if word == "help":
        return help_text()
    if word not in DEEDS:
        return f"there is no {word!r}; help lists what can be done"
    return DEEDS[word][2](reader, rest.strip(), now_ms)
