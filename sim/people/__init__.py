"""The people who stand before a simulated terminal: each reads the glass, feels doors, acts.

They know what a person knows: what is shown, which doors stand open, what is in their
hands and on their phones.  None of them can see into the terminal.
"""
