"""A simulated card payment terminal, written from the ZVT specification alone.

It shares no code and no constants with the driver that will talk to it: a byte that both
had wrong together would cancel out and be found in the street.  In ZVT's words it is the
PT and whoever asks it for money is the ECR (the cash register); here it is the card
reader and the register.

The layers, from the wire inwards: `tcp_link` and `serial_link` find messages in bytes;
`apdu` and `fields` take messages apart; `stage` runs one conversation at a time; `sale`
and `office` hold the conversations; `memory` is what survives its power cut; `bank`
knows what a card holder was really charged.  `reader` is the device itself.

Sources: ZVT PA00P015 13.08 (commands), PA00P016 (transport), the unit tests of
Portalum.Zvt and the captures of bezahl-online/zvt.  Where all are silent, a comment says
that it is a guess, and where a driver could be hurt by either answer there is a switch.
"""
