"""The world outside the terminal: the journal on disk, and the server behind a broker.

`journal` is the only memory that survives a power cut; `link` tells the server what
the journal holds and the terminal what the server orders.  Nothing here decides what
a compartment holds or who may open it.
"""
