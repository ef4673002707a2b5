"""The bench: one terminal with everything around it, on real wire, to be played with in a browser.

`stand.py` is a terminal in its street, `office.py` the operator's side; `bench.py` puts one of
each together and `web.py` shows them.  The demonstration and the tests that kill the program
use the same stand and office without a page.
"""
