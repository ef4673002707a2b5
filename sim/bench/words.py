"""Entries of the journal in plain words, for whoever watches without knowing the contract.

A kind that is not in the table (a newer terminal's) is told by its names and values.  The one
idea: a sentence is a template over the entry's public part, so that nothing can be told that
the terminal did not say.
"""

from collections.abc import Mapping

SENTENCES = {
    "booted": "The terminal starts for time {boot}",
    "checkpoint": "The whole state is written down",
    "unexpected": "{machine}, while {state}, was told {event}",
    "order_applied": "Order {number} takes effect",
    "order_refused": "Order {number} is refused: {why}",
    "expected": "{shipment} is expected",
    "withdrawn": "{shipment} will not come",
    "announced": "{shipment} will be put in by its sender ({way})",
    "size_changed": "{shipment} is of size {size}, says its sender",
    "not_sent": "{shipment} was not taken in: {why}",
    "damaged": "The packaging of {shipments} is damaged, says the recipient",
    "not_theirs": "Not theirs, says the recipient of {shipments}, and put it back",
    "refused": "{shipments}: refused, and signed with the code",
    "feedback_given": "Somebody leaves feedback: {kind}",
    "rated": "Somebody rates us {rating} of 5",
    "hold_set": "{shipment} is held: {why}",
    "recalled": "{shipment} is to be taken out: {cause}",
    "deadline_set": "{shipment} may lie until {deadline_s}",
    "recoded": "{shipment} has a new code",
    "dues_set": "For {shipment} is owed: {dues}",
    "identification_set": "{shipment} is given out after identification: {level}",
    "identity_asked": "The recipient at door {compartment} is asked to prove it with {way}",
    "identity_ended": "Who stands at door {compartment}: {outcome}",
    "sale_asked": "Sale {sale}: {cents} cents are asked for before door {compartment} opens",
    "sale_authorised": "Sale {sale}: the bank says yes, receipt {receipt}",
    "sale_found": "Sale {sale}: the reader remembers receipt {receipt}",
    "sale_issued": "Sale {sale}: the door is open, the money is kept",
    "sale_withheld": "Sale {sale}: the money goes back: {why}",
    "sale_unknown": "Sale {sale}: the reader broke off; it is asked what became of it",
    "sale_settled": "Sale {sale} is paid",
    "sale_void": "Sale {sale} is not paid: {why}",
    "sale_unclear": "Sale {sale}: only the bank can say what became of it: {why}",
    "refund_asked": "Sale {sale}: the money is to go back, nothing was inside",
    "uncollected": "Door {compartment} opened and {cents} cents are not in: a debt",
    "day_ended": "The card reader's day is closed {why}",
    "badge_added": "{courier} may load here",
    "badge_revoked": "{courier} may not load here any more",
    "policy_set": "Policy {version} is in force",
    "wrong_code": "A code that is not known here, number {strike} in a row",
    "dead_code": "The code of {shipment} was tried: {why}",
    "wrong_pin": "A wrong PIN with the badge of {courier}",
    "run_begun": "{courier} begins",
    "run_ended": "{courier} ends: {why}",
    "opening": "Door {compartment} is to open for {purpose}, attempt {attempt}",
    "opening_failed": "Door {compartment} did not open: {how}",
    "stayed_shut": "Door {compartment} stayed shut after all",
    "seen_open": "Door {compartment} is seen open",
    "seen_shut": "Door {compartment} is seen shut",
    "left_open": "Door {compartment} is left open",
    "said_open": "Somebody says that door {compartment} is open",
    "sensor_blind": "The sensor of door {compartment} is not believed: {why}",
    "sensor_proven": "The sensor of door {compartment} is believed again",
    "reserved": "{shipment} may go into compartment {compartment}",
    "deposited": "{shipment} lies in compartment {compartment}",
    "not_deposited": "{shipment} does not lie in compartment {compartment}",
    "no_room": "No compartment for {shipment}",
    "collected": "Collected from compartment {compartment}: {shipments}",
    "said_empty": "Somebody says that compartment {compartment} was empty",
    "doubted": "Compartment {compartment} is in doubt: {why}",
    "inspected": "{courier} looked into compartment {compartment}; inside: {found}",
    "taken_out": "{courier} took out of compartment {compartment}: {shipments}",
    "part_lost": "The {part} fails: {why}",
    "part_found": "The {part} works again",
    "link_lost": "The server cannot be reached",
    "link_found": "The server can be reached",
    "ack_strange": "The server acknowledged a chain that is not ours",
    "disk_filled": "The disk is {used_percent} % full: no more deposits",
    "disk_freed": "The disk has room again",
    "clock_trusted": "The clock is believed",
    "clock_doubted": "The clock is not believed: {why}",
    "technician_added": "{technician} may look after this terminal",
    "technician_revoked": "{technician} may not look after it any more",
    "wrong_onetime": "A wrong one-time code with the badge of {technician}",
    "challenge_given": "{technician} is asked challenge {challenge}",
    "care_begun": "Technician {technician} begins",
    "care_ended": "Technician {technician} ends: {why}",
    "test_opening": "{technician} will open compartment {compartment} for a test: {reason}",
    "test_ended": "{technician} tried door {compartment}: {result}",
    "barred": "{technician} takes compartment {compartment} out of service: {reason}",
    "unbarred": "{technician} puts compartment {compartment} back into service",
    "board_replaced": "{technician} replaced board {board}; to be counted: {compartments}",
    "opened_by_hand": "{person} says that door {compartment} was opened by hand",
    "official_opening": "{technician} and {witness} open compartment {compartment}: {ground}",
    "stocktake_begun": "{technician} counts compartments {compartments}",
    "stocktake_ended": "{technician} has counted; not settled: {left}",
    "bundle_asked": "{technician} copies the log to {to}",
}


def sentence(kind: str, public: Mapping[str, object]) -> str:
    """What the entry says; `public` as it came."""
    values = {name: _plain(value) for name, value in public.items()}
    if kind == "seen_open" and not public.get("opening"):
        return f"Door {values['compartment']} is seen open, and nobody was allowed to"
    try:
        return SENTENCES[kind].format_map(values)
    except KeyError:  # a kind or a form that is newer than this table
        facts = ", ".join(f"{name} {value}" for name, value in values.items())
        return f"{kind.replace('_', ' ')} {facts}".strip()


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_plain(part) for part in value) or "nothing"
    return str(value)
