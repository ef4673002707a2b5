"""What is particular to one lock board: its address, its pins, its times.

The only file that an installer edits; the wiring that these numbers describe is drawn in
README.md.  The numbers of pins are those of the microcontroller (GP numbers on a Raspberry Pi
Pico).  Lock 1 is the first coil and the first door of the lists, lock 2 the second, and so on.
"""

ADDRESS = 1  # on the RS-485 line: 1 to 31, no two boards of one line alike

# One coil and one door contact for each lock, in the same order: all that a Pico has pins for.
COILS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
DOORS = (13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 26)
# The level that gives a coil current.  A pull resistor at each gate must hold the other one,
# because pins are loose before this program runs and while the watchdog restarts it.
COIL_ON = 1
# What a pin reads while its contact is closed: contacts go to ground, pins are pulled up.
CONTACT_CLOSED = 0

PULSE_MS = 500  # 100 to 1000; more than that is refused at the start

# The RS-485 transceiver.  DIRECTION drives DE and /RE together: high speaks, low listens.
UART, TX, RX = 0, 0, 1
DIRECTION = 28

# Held to ground while the board starts: no coil, no watchdog, only the prompt, to change files.
SETUP = 27

# A program that hangs is restarted after this time.  With a coil on when it hangs, the coil has
# current for at most PULSE_MS + WATCHDOG_MS.  An ESP32 takes no less than 1000.
WATCHDOG_MS = 500
