"""Commissioning and looking after lock boards from outside the terminal's own program.

Which boards are on a line, which lock opens which door, and what is wrong with a sensor.
Everything here is told bytes, answers and the time; the devices are opened by whoever calls
(`terminal/diag.py` from a shell).
"""
