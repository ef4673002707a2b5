"""What somebody at the operator's must look at.

It only keeps the list; who raises what stands where it is noticed.  The one
idea: the same thing noticed again is the same incident, counted, so that a
terminal that repeats itself all night fills one line and not the disk.
"""

from sim.central.turn import Turn


def open_incident(
    turn: Turn,
    terminal: str,
    kind: str,
    why: str,
    *,
    place: str = "",
    compartment: int = 0,
    shipment: str = "",
) -> None:
    """`kind` in plain words; `place` is where in a payload, where one was to blame."""
    turn.run(
        "INSERT INTO incidents"
        " (terminal, kind, place, compartment, shipment, why, opened_s, last_s)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (terminal, kind, place, compartment, shipment, why) WHERE settled_s = 0"
        " DO UPDATE SET times = times + 1, last_s = excluded.last_s",
        terminal, kind, place, compartment, shipment, why, turn.now_s, turn.now_s,
    )  # fmt: skip
    where = " ".join(
        filter(None, (place, f"compartment {compartment}" if compartment else "", shipment))
    )
    turn.say(f"INCIDENT at {terminal}: {kind}{f' ({where})' if where else ''}: {why}")


def settle_at(turn: Turn, terminal: str, compartment: int, kinds: tuple[str, ...]) -> None:
    """Somebody looked into that compartment: these kinds of incidents are settled."""
    marks = ", ".join("?" * len(kinds))
    turn.run(
        "UPDATE incidents SET settled_s = ? WHERE settled_s = 0 AND terminal = ?"
        f" AND compartment = ? AND kind IN ({marks})",
        turn.now_s, terminal, compartment, *kinds,
    )  # fmt: skip


def settle(turn: Turn, number: int) -> bool:
    """Somebody at the operator's has dealt with it; False when there is no such open incident."""
    done = turn.run(
        "UPDATE incidents SET settled_s = ? WHERE number = ? AND settled_s = 0", turn.now_s, number
    )
    return done.rowcount == 1
