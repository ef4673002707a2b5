"""What a recipient does for whom something is wrong with the parcel.

Whoever complains has not taken it out yet, and puts back only what is still there.  Some think
better of it, some walk away in the middle, and some cannot remember their own code.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.people.customer import Customer

WRONG = ("not mine", "damaged", "refused", "refused", "out of reach")


def trouble(customer: "Customer") -> None:
    """Says what is wrong, or goes back, or shuts the door and has it."""
    kind = customer.luck.below(20)
    customer.manner = "plain"  # complains once
    if kind == 0:
        customer.press("back")
    elif kind == 1:
        customer.wait(70, 90)  # reads all of it twice
    elif kind == 2:
        customer.has_opened = True
        customer.shut(customer.door)
    else:
        customer.press("choose " + customer.luck.pick(WRONG))


def put_back(customer: "Customer") -> None:
    """It was never taken out: only the door is to be shut."""
    kind = customer.luck.below(20)
    if kind == 0:
        customer.press("back")
    elif kind == 1:
        customer.go()
    elif customer.shown_open():
        customer.has_opened = True
        customer.shut(customer.shown_open())


def sign(customer: "Customer") -> None:
    """The code once more, in place of a signature."""
    kind = customer.luck.below(20)
    if kind < 2:
        customer.press("cancel")
    elif kind < 4:
        customer.type(f"{(int(customer.code) + 1) % 1000000:06d}")
    elif kind == 4:
        customer.type([*customer.code[:2], "erase", "cancel"])
    elif kind == 5:
        customer.go()
    else:
        customer.type(customer.code)


ACTS: "dict[str, Callable[[Customer], None]]" = {
    "Trouble": trouble, "PutBack": put_back, "Sign": sign,
}  # fmt: skip
