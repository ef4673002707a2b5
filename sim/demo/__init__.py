"""A day without hands: the shipped program lives through a story, and somebody tells it.

`python -m sim.demo` (or `make demo`) prints what happens line by line and leaves a picture of
every screen in build/demo/.
"""
