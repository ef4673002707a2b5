"""The core of the terminal: facts and the time go in, orders come out.

Nothing here reads a clock, opens a file or draws a number, so that one and the
same code runs on the machine in the street, in a simulated year and under
MicroPython.  Start reading at `machine.py`; the words are in `events.py`,
`effects.py`, `entries.py` and `screens.py`.
"""

SOFTWARE = "0.1.0"
