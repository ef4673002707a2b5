"""A stand-in for an operator's central server: the far end of the wire contract.

Made to be read by whoever connects a real one.  It is written from the contract
alone and shares nothing with the terminal's own code.  `Central` is the server
without a clock or a socket, `Link` ties it to a broker, and `python -m
sim.central --broker HOST:PORT` runs it alone in real time.  The one idea: its
database is the truth, and every message is only a reason to look into it.
"""

from sim.central.central import Central
from sim.central.link import Link
from sim.central.notices import code_in
from sim.central.wishes import Refused

__all__ = ["Central", "Link", "Refused", "code_in"]
