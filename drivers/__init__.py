"""The hardware: lock boards, scanner, serial lines and the clock.

A `*_codec.py` is bytes to messages and back, and runs on MicroPython too; everything
else here does I/O through a line and is a `Part` that the terminal's loop can attach.
"""
