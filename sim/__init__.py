"""A world to live in: everything that the terminal meets, made of software.

Nothing here is shipped.  Simulated devices stand at the far side of the six
seams (bytes, pins, disk, broker, time, pixels and sound) and are driven by
virtual time and by one seed; the terminal between them is the shipped code.
"""
