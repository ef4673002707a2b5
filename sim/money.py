"""What must hold of the money at one terminal once the faults have ended.

It compares the bank's own ledger with what the terminal has committed, and believes neither
the card reader nor the program.  The one idea: charged = settled, cent for cent, but for what
the terminal itself calls unclear; nothing stays blocked on anybody's card for ever.
"""

from sim.kiosk import Kiosk
from sim.watches import ensure

LAST_WORDS = ("sale_settled", "sale_void", "sale_unclear")


def ensure_settled(kiosk: Kiosk) -> None:
    """Every sale has had its last word, and the bank says the same."""
    if kiosk.pay is None:
        return
    sales = _sales(kiosk)
    for number, (cents, word) in sales.items():
        ensure(word in LAST_WORDS, kiosk.name, "sale", number, "of", cents, "cents ended as", word)
    bank = kiosk.pay.bank
    ensure(not bank.held_cents(), kiosk.name, bank.held_cents(), "cents are blocked for ever")
    settled = sum(cents for cents, word in sales.values() if word == "sale_settled")
    unclear = sum(cents for cents, word in sales.values() if word == "sale_unclear")
    charged = bank.charged_cents()
    ensure(settled <= charged <= settled + unclear, kiosk.name, "charged", charged, "settled",
           settled, "unclear", unclear)  # fmt: skip
    _ensure_nobody_paid_for_nothing(kiosk)


def _sales(kiosk: Kiosk) -> dict[int, tuple[int, str]]:
    """Number -> (cents, the newest entry about it)."""
    sales: dict[int, tuple[int, str]] = {}
    for _seq, kind, public in kiosk.journal():
        if kind == "sale_asked":
            sales[public["sale"]] = (public["cents"], kind)
        elif kind.startswith("sale_"):
            sales[public["sale"]] = (sales[public["sale"]][0], kind)
    return sales


def _ensure_nobody_paid_for_nothing(kiosk: Kiosk) -> None:
    """Between the bank's yes and the sale's last word its door was seen open, or the money left."""
    held: dict[int, int] = {}  # compartment -> sale whose money is held
    out: set[int] = set()
    where: dict[int, int] = {}
    words: dict[int, str] = {}
    for _seq, kind, public in kiosk.journal():
        if kind == "sale_asked":
            where[public["sale"]] = public["compartment"]
        elif kind == "sale_authorised":
            held[where[public["sale"]]] = public["sale"]
        elif kind == "opening" and public["purpose"] != "pick-up":
            held.pop(public["compartment"], None)  # a courier's pulse is no recipient's
        elif kind == "stayed_shut" and words.get(held.get(public["compartment"], 0)):
            held.pop(public["compartment"])
        elif kind == "seen_open" and public["opening"]:
            out.add(held.get(public["compartment"], 0))
        elif kind == "sale_issued":
            out.add(public["sale"])
        elif kind == "sale_settled":
            ensure(public["sale"] in out, kiosk.name, "paid for a shut door:", public)
        if kind in LAST_WORDS:
            words[public["sale"]] = kind
    _ensure_debts_are_noted(kiosk, out)


def _ensure_debts_are_noted(kiosk: Kiosk, out: set[int]) -> None:
    """Goods out and money back is a debt; the terminal says so, once."""
    words: dict[int, str] = {}
    debts: list[int] = []
    refunds: set[int] = set()  # those that were asked for before a debt was noted
    for _seq, kind, public in kiosk.journal():
        if kind in LAST_WORDS:
            words[public["sale"]] = kind
        elif kind == "uncollected":
            debts.append(public["sale"])
        elif kind == "refund_asked" and public["sale"] not in debts:
            refunds.add(public["sale"])
    owed = sorted(n for n, word in words.items() if word == "sale_void" and n in out - refunds)
    ensure(sorted(debts) == owed, kiosk.name, "debts noted:", debts, "and owed:", owed)
