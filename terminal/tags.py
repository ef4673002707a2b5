"""Which parcels a code or a token belongs to: the index of tags inside the books.

It knows tags and numbers and no rule.  The one idea: parcels that share a compartment share a
code (002-8.6.7), so a tag has as many owners as it needs, and it lives until the last of them is
gone.  A tag that was replaced by a newer one is kept beside, to be answered with that.
"""

from terminal.compartments import GONE, INSIDE, Shipment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable


class Tags:
    """`find` gives the shipment with a number, or None; `replaced` is (tag, number, up_ms)."""

    def __init__(self, find: "Callable[[str], Shipment | None]") -> None:
        self._find = find
        self._owners: "dict[str, list[str]]" = {}
        self._replaced: "dict[str, str]" = {}
        self.replaced: "list[tuple[str, str, int]]" = []

    def add(self, shipment: Shipment) -> None:
        """Its code and its token, and those that wait, are its own from now on."""
        for tag in shipment.tags:
            if shipment.number not in self._owners.setdefault(tag, []):
                self._owners[tag].append(shipment.number)

    def drop(self, shipment: Shipment) -> None:
        """It is forgotten, or is about to get others."""
        for tag in shipment.tags:
            owners = self._owners.get(tag, [])
            if shipment.number in owners:
                owners.remove(shipment.number)
                if not owners:
                    self._owners.pop(tag)

    def replace(self, shipment: Shipment, code: str, token: str, up_ms: int) -> None:
        """It has a newer code and token; the one that changed is answered with that."""
        self.drop(shipment)
        for tag in (shipment.code, shipment.token):
            if tag and tag not in (code, token):
                self._replaced[tag] = shipment.number
                self.replaced.append((tag, shipment.number, up_ms))
        shipment.code, shipment.token = code, token
        self.add(shipment)

    def restore(self, replaced: "list[tuple[str, str, int]]", shipments: "list[Shipment]") -> None:
        """Everything anew, as after a checkpoint."""
        self.replaced = replaced
        self._replaced = {tag: number for tag, number, _up_ms in replaced}
        self._owners = {}
        for shipment in shipments:
            self.add(shipment)

    def owners(self, tag: str) -> "list[Shipment]":
        """All whose tag it is, here, expected or gone."""
        found = [self._find(number) for number in self._owners.get(tag, [])]
        return [shipment for shipment in found if shipment is not None]

    def find(self, tag: str) -> "tuple[Shipment | None, bool]":
        """The shipment that the tag is for now, and whether it was replaced."""
        owners = self.owners(tag)
        if not owners:
            return self._find(self._replaced.get(tag, "")), tag in self._replaced
        best = owners[0]
        for shipment in owners[1:]:
            if _rank(shipment) >= _rank(best):
                best = shipment
        return best, False


def _rank(shipment: Shipment) -> "tuple[int, int]":
    """The larger, the more the code is for this one: what is given out, and what left last."""
    if shipment.standing == INSIDE:
        return (2 if shipment.leaving else 3, 0)
    # One that will come is as unknown as any code; one that left has an answer.
    return (1 if shipment.standing == GONE else 0, shipment.gone_up_ms)
