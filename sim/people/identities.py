"""What a recipient does who has to show who it is: most confirm, some refuse, dawdle or go away.

Whoever is sent by chance reads the square code from the glass as a camera would.  Somebody with
another's phone and code never gets further.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.people.customer import Customer

# What comes of it on the phone, and how many in a thousand.
ENDS = (
    ("OK", 800), ("USER_REFUSED", 40), ("WRONG_VC", 40), ("DOCUMENT_UNUSABLE", 20),
    ("PROTOCOL_FAILURE", 20), ("NO_ACCOUNT", 20),
)  # fmt: skip


def choose_way(customer: "Customer") -> None:
    """Takes one of the two ways, or thinks better of it."""
    kind = customer.luck.below(40)
    if kind == 0 and customer.manner != "done":
        customer.press("cancel")
        customer.go()
    elif kind == 1:
        customer.wait(70, 95)  # looks for the phone
    else:
        customer.press(customer.luck.pick(("smart_id", "smart_id", "eparaksts")))


def identify(customer: "Customer") -> None:
    """Reads what is on the glass and answers, at once or late or not at all."""
    kind = customer.luck.below(40)
    if customer.manner == "done":
        kind = 39
    if kind == 0:
        customer.press("cancel")
    elif kind == 1:
        customer.go()
    elif kind == 2:
        customer.wait(20, 130)
    elif kind > 12 and customer.answer_phone is not None:
        customer.answer_phone(_end(customer))


def _end(customer: "Customer") -> str:
    if customer.manner == "done":
        return "OK"
    at = customer.luck.below(1000)
    for end, permille in ENDS:
        at -= permille
        if at < 0:
            return end
    return "USER_REFUSED_INTERACTION"


def not_shown(customer: "Customer") -> None:
    """Tries again, or comes back another day."""
    kind = customer.luck.below(10)
    if kind == 0:
        customer.wait(60, 70)
    elif kind < 6 and customer.press("again"):
        pass
    else:
        customer.press("cancel")
        customer.go()


ACTS: "dict[str, Callable[[Customer], None]]" = {
    "ChooseWay": choose_way, "Identify": identify, "NotShown": not_shown,
}  # fmt: skip
