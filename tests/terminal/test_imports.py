"""Every file of the core but those that start it can be read by every interpreter that runs it.

What the other tests do not touch, such as the loop, would else be found out on the machine.
"""

import os

# The composition root and what is started from a shell: they need drivers, ui and sync.
ROOTS = ("__", "assembly", "diag")
FOLDER = __file__.rsplit("/", 3)[0] if __file__.count("/") > 2 else "."


def modules(folder):
    """The modules of a package, by name."""
    path = FOLDER + "/" + folder.replace(".", "/")
    files = [name for name in sorted(os.listdir(path)) if name.endswith(".py")]
    return [folder + "." + name[:-3] for name in files if not name.startswith(ROOTS)]


def test_every_file_of_the_core_can_be_imported():
    names = modules("terminal") + modules("terminal.visits")
    assert "terminal.runtime" in names and "terminal.visits.visit" in names and len(names) > 25
    for name in names:
        assert __import__(name, None, None, ["*"]), name
