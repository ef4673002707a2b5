"""The service rules as numbers that the server may change, with the clause each comes from.

A version of the policy is an entry; what it does not name keeps its default.  Numbers
that are safety and not service (attempts of a lock, the guess arithmetic) are not here.
"""

# name, default, least, most, where it comes from.
TABLE = (
    ("grace_s", 60, 20, 600, "decision 4: quiet time after closing before a code dies"),
    ("remind_s", 60, 20, 600, "003-7.7: how long a door may stand open before we remind"),
    ("reopenings", 3, 0, 10, "002-8.6.10: how often 'open again' is offered"),
    ("late_pickup", 0, 0, 1, "002-9.1: 1 lets an expired code open until the courier came"),
    ("combine", 1, 0, 1, "002-8.6.7: 1 lets parcels of one recipient share a compartment"),
    ("guess_ceiling", 50, 5, 50, "decision 2: the guess budget when few codes are live"),
    ("dead_code_days", 14, 1, 60, "decision 2: how long a dead code is answered with its reason"),
    ("rating", 0, 0, 1, "001-51: 1 asks for a rating from 1 to 5 after feedback"),
    ("checkpoint_h", 24, 1, 168, "design 7: how often the whole state is written down"),
)


def default(name: str) -> int:
    """The default of a rule; a name that is not in the table is our mistake."""
    for row in TABLE:
        if row[0] == name:
            return row[1]
    raise AssertionError(name)


def fault(values: "tuple[tuple[str, int], ...]") -> str:
    """Why these values cannot be a policy, or ""."""
    for name, value in values:
        rows = [row for row in TABLE if row[0] == name]
        if not rows:
            return "policy has no rule named " + name
        if not rows[0][2] <= value <= rows[0][3]:
            return "policy %s must be %d to %d" % (name, rows[0][2], rows[0][3])
    return ""
