"""Stands in for the package that RPi.GPIO and rpi-lgpio both install; see GPIO.py beside it."""
