"""Giving money back that nobody may keep: the auto-reversal.

What is owed stands in the memory first, so it is paid back however often the power or the
bank fails in between.  It says nothing to the register; who does is in `sale.py`.
"""

from sim.card_reader.stage import Pause, Script
from sim.card_reader.works import Works


def debts(works: Works) -> bool:
    """Whether the bank must still be told of something."""
    memory = works.memory
    return bool(memory.owed) or memory.open is not None or memory.reversing is not None


def settle(works: Works) -> Script[bool]:
    """Tell the bank everything that is owed; False where it was not reached."""
    memory, reader = works.memory, works.name
    while memory.owed:
        if not (yield from _reach_bank(works)):
            return False
        payment = memory.owed[0]
        if works.bank.reverse(reader, payment.trace, works.now_ms):
            works.tell(f"trace {payment.trace} is given back")
        if works.is_answer_lost():
            return False
        memory.settle()
    if memory.reversing is not None:
        if not (yield from _reach_bank(works)):
            return False
        works.bank.reverse(reader, memory.reversing.original_trace, works.now_ms)
        if works.is_answer_lost():
            return False
        memory.give_back(memory.reversing)
        works.tell(f"the reversal of trace {memory.history[-1].original_trace} is stored")
    return True


def settle_alone(works: Works) -> Script[None]:
    """At power-on, and now and then while it has nothing else to do."""
    payment = works.memory.open
    if payment is not None:
        works.memory.owe(payment, 0x6C)
    yield from settle(works)


def _reach_bank(works: Works) -> Script[bool]:
    yield Pause(works.switches.bank_ms)
    return works.is_bank_reached()
