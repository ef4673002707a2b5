"""What people see and hear: screens become pictures, touches become presses.

Words and layout are pure: a record of `terminal/screens.py` becomes a display list in
millimetres (`layout.py`).  One file draws it and reads the glass (`pygame_display.py`); the
presenter stands between the two and the core.  Nothing here decides anything about a parcel.
"""
