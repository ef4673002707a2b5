"""No door for a parcel that needs identification without a grant to the visit that asks for it.

An own view of the journal and the orders, so that a mistake in the core is not shared: a grant is
an IdentityEnded "confirmed" after a question, and it lasts until its visit is gone from the glass.
"""

from terminal import effects as fx
from terminal import entries as e
from terminal import identity_entries as ie
from terminal import screens


class Grants:
    """Watches one terminal; a promise that is broken is an AssertionError."""

    def __init__(self):
        self.asked = 0  # the compartment of the question that is open
        self.granted = []  # compartments whose visit has a grant
        self.opened = []  # ... and whose door was seen open in that visit: it may be once more

    def see(self, books, turn):
        """Check the effects of one turn, in their order."""
        for effect in turn:
            kind = type(effect)
            if kind is fx.Journal:
                self._entry(books, effect.entry)
            elif kind is fx.AskIdentity:
                assert self.asked == effect.compartment and effect.shipments, effect
            elif kind is fx.Show and type(effect.screen) in (screens.Welcome, screens.Told):
                self.granted, self.asked = [n for n in self.granted if n in self.opened], 0

    def _entry(self, books, entry):
        kind, number = type(entry), getattr(entry, "compartment", 0)
        if kind is ie.IdentityAsked:
            assert not self.asked, (entry, self.asked)
            self.asked = number
        elif kind is ie.IdentityEnded:
            if entry.outcome == "confirmed":
                assert self.asked == number, (entry, self.asked)
                self.granted.append(number)
            self.asked = 0
        elif kind is e.SeenOpen and entry.opening and number in self.granted:
            self.opened.append(number)
        elif kind is e.Booted:
            self.granted, self.opened, self.asked = [], [], 0
        elif kind is e.Opening and entry.purpose == "pick-up":
            self._check(books, entry)
        elif kind in (e.Collected, e.TakenOut, e.Inspected, e.Doubted, e.SaidEmpty):
            self.granted = [n for n in self.granted if n != number]
            self.opened = [n for n in self.opened if n != number]

    def _check(self, books, opening):
        number = opening.compartment
        compartment = books.compartment(number)
        for shipment in compartment.shipments + compartment.reserved:
            known = books.shipment(shipment)
            if known is not None and known.identify:
                assert number in self.granted, ("no grant", opening)
                assert not compartment.is_blind or number in self.opened, ("blind", opening)
