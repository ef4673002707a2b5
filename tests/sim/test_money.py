"""What the check of the money calls a debt: goods out, money back, and no refund asked before."""

from typing import Any

import pytest

from sim.money import _ensure_debts_are_noted
from sim.watches import UnsafeError

VOID, NOTED, REFUND = "sale_void", "uncollected", "refund_asked"


class Written:
    """A terminal whose journal says these things of sale 42."""

    name = "t1"

    def __init__(self, *kinds: str) -> None:
        self._kinds = kinds

    def journal(self) -> list[tuple[int, str, dict[str, Any]]]:
        return [(seq, kind, {"sale": 42}) for seq, kind in enumerate(self._kinds, 1)]


@pytest.mark.parametrize(
    "kinds", [(VOID, NOTED), (REFUND, VOID), (VOID, REFUND), (VOID, NOTED, REFUND)]
)
def test_a_debt_is_noted_unless_the_recipient_had_found_nothing(kinds: tuple[str, ...]) -> None:
    _ensure_debts_are_noted(Written(*kinds), {42})  # type: ignore[arg-type]


@pytest.mark.parametrize("kinds", [(VOID,), (REFUND, VOID, NOTED), (VOID, NOTED, NOTED)])
def test_a_debt_that_is_missing_wrong_or_noted_twice_is_noticed(kinds: tuple[str, ...]) -> None:
    with pytest.raises(UnsafeError, match="debts noted"):
        _ensure_debts_are_noted(Written(*kinds), {42})  # type: ignore[arg-type]
