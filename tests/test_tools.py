"""The scripts in tools/ on machines that this one is not: no rights, no apt, an old Python.

Each runs from a copy, with stand-ins for the commands of the system first on its PATH.
"""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOBODY = 'case "$1" in -u) echo 1000;; -un) echo nobody;; esac'
# only the question for its version is answered
PYTHON_WITHOUT_ENSUREPIP = 'case "$2" in *ensurepip*) exit 1;; *print*) echo python3.11-venv;; esac'
# makes an environment whose Python only notes what it was asked
PYTHON_OF_A_VENV = 'case "$*" in *pip*install*) echo "$*" >>"$CALLS";; esac'
PYTHON = f"""
[ "$1" = -m ] || exit 0
echo "$*" >>"$CALLS"
mkdir -p .venv/bin
echo '#!/bin/sh\n{PYTHON_OF_A_VENV}' >.venv/bin/python
chmod +x .venv/bin/python
"""


class Machine:
    """A copy of tools/ in a folder, and the commands that the machine has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.commands = folder / "commands"
        self.commands.mkdir()
        shutil.copytree(ROOT / "tools", folder / "tools")
        for name in ("setup.cfg", "pyproject.toml"):
            shutil.copy(ROOT / name, folder)
        for name in "awk cat chmod cksum dirname env grep mkdir rm sh tail".split():
            (self.commands / name).symlink_to(shutil.which(name))

    def has(self, name: str, script: str) -> None:
        program = self.commands / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)

    def run(self, *command: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            command,
            cwd=self.folder,
            env={"PATH": str(self.commands), "CALLS": str(self.folder / "calls")},
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        calls = self.folder / "calls"
        return calls.read_text().splitlines() if calls.exists() else []


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def installing(machine: Machine, package: str) -> str:
    """An apt-get that notes what it was asked, and installs."""
    made = machine.commands / package
    touch, chmod = shutil.which("touch"), shutil.which("chmod")
    return f'echo "$*" >>"$CALLS"; case "$*" in *install*) {touch} {made}; {chmod} +x {made};; esac'


def test_what_is_there_is_not_installed(machine):
    machine.has("a-program", "")
    machine.has("id", "echo 0")
    machine.has("apt-get", 'echo "$*" >>"$CALLS"')
    result = machine.run("tools/packages.sh", "a-program")
    assert (result.returncode, result.stderr, machine.calls()) == (0, "", [])


def test_root_installs_what_is_missing_and_says_so(machine):
    machine.has("id", "echo 0")
    machine.has("apt-get", installing(machine, "a-program"))
    result = machine.run("tools/packages.sh", "a-program")
    assert result.stderr == "Installing a-program with apt-get (a minute or two, once) ...\n"
    assert len(machine.calls()) == 1
    assert "install -y --no-install-recommends a-program" in machine.calls()[0]


def test_a_person_with_sudo_installs_too(machine):
    machine.has("id", NOBODY)
    machine.has("sudo", 'shift; exec "$@"')
    machine.has("true", "")
    machine.has("apt-get", installing(machine, "a-program"))
    machine.run("tools/packages.sh", "a-program")
    assert len(machine.calls()) == 1


def test_lists_are_fetched_only_when_the_install_fails(machine):
    machine.has("id", "echo 0")
    machine.has("apt-get", 'echo "$*" >>"$CALLS"; exit 100')
    result = machine.run("tools/packages.sh", "a-program")
    assert [call.split()[-1] for call in machine.calls()] == ["a-program", "update"]
    assert result.returncode == 0
    again = "To try again: sudo apt-get install -y --no-install-recommends a-program\n"
    assert result.stderr.endswith(again)


def test_without_rights_it_prints_the_one_line_and_goes_on(machine):
    machine.has("id", NOBODY)
    machine.has("sudo", "exit 1")
    machine.has("apt-get", 'echo "$*" >>"$CALLS"')
    result = machine.run("tools/packages.sh", "a-program", "another")
    line = "sudo apt-get install -y --no-install-recommends a-program another"
    assert result.returncode == 0
    assert result.stderr == f"Missing on this machine: a-program another. To install: {line}\n"
    assert machine.calls() == []


def test_without_apt_it_names_what_is_missing(machine):
    result = machine.run("tools/packages.sh", "a-program")
    assert result.returncode == 0
    assert result.stderr.startswith("Missing on this machine: a-program.")


def test_a_python_that_can_make_environments_needs_no_package(machine):
    machine.has("python3", "")
    assert machine.run("tools/packages.sh", "python3-venv").stderr == ""
    machine.has("python3", PYTHON_WITHOUT_ENSUREPIP)
    assert "python3-venv" in machine.run("tools/packages.sh", "python3-venv").stderr


def test_a_python_without_ensurepip_is_told_which_package_to_install(machine):
    machine.has("python3", PYTHON_WITHOUT_ENSUREPIP)
    result = machine.run("tools/venv.sh", "sim")
    assert result.returncode == 1
    assert result.stderr.endswith("On Debian: sudo apt-get install -y python3.11-venv\n")
    assert not (machine.folder / ".venv").exists()


@pytest.fixture
def set_up(machine):
    """A machine with Python on which the packages of the program and `sim` were just installed."""
    machine.has("python3", PYTHON)
    result = machine.run("tools/venv.sh", "sim")
    assert result.stderr == (
        "Installing the Python packages into .venv (about a minute, once) ...\n"
    )
    assert [call.split()[-1] for call in machine.calls()] == [".venv", ".[sim]"]
    (machine.folder / "calls").unlink()
    return machine


def test_a_second_run_installs_nothing(set_up):
    result = set_up.run("tools/venv.sh", "sim")
    assert (result.stderr, set_up.calls()) == ("", [])


def test_another_extra_is_added_to_what_is_there(set_up):
    set_up.run("tools/venv.sh", "sim", "test")
    assert [call.split()[-1] for call in set_up.calls()] == [".[test]"]


def test_a_changed_requirement_makes_the_environment_anew(set_up):
    setup = set_up.folder / "setup.cfg"
    setup.write_text(setup.read_text().replace("pyserial>=3.5", "pyserial>=3.4"))
    result = set_up.run("tools/venv.sh", "sim")
    assert result.stderr.startswith(".venv is out of date or unfinished; making it anew.\n")
    assert [call.split()[-1] for call in set_up.calls()] == [".venv", ".[sim]"]


def test_a_changed_setting_of_a_tool_installs_nothing(set_up):
    setup = set_up.folder / "setup.cfg"
    setup.write_text(setup.read_text().replace("timeout = 300", "timeout = 200"))
    set_up.run("tools/venv.sh", "sim")
    assert set_up.calls() == []


def test_a_failed_install_is_tried_again(set_up):
    (set_up.folder / ".venv/bin/python").write_text('#!/bin/sh\n[ "$1" = -c ]\n')
    result = set_up.run("tools/venv.sh", "test")
    assert result.returncode == 1
    assert "could not be installed" in result.stderr
    assert set_up.run("tools/venv.sh", "test").returncode == 1


def test_an_old_python_is_refused_with_a_sentence(machine):
    machine.has("python3", "exit 1")
    result = machine.run("tools/venv.sh", "sim")
    assert result.returncode == 1
    assert "This needs Python 3.11 or newer, and none was found." in result.stderr


def test_no_micropython_to_be_had_is_exit_code_3_and_a_sentence(machine):
    result = machine.run("tools/micropython.sh")
    assert result.returncode == 3
    assert result.stdout == ""
    assert result.stderr.startswith("MicroPython 1.25 or newer is missing: ")


@pytest.mark.parametrize(("exit_code", "found"), [(0, True), (1, False)], ids=["new", "old"])
def test_micropython_on_the_path_is_taken_if_it_is_new_enough(machine, exit_code, found):
    machine.has("micropython", f"exit {exit_code}")
    result = machine.run("tools/micropython.sh", "find")
    assert result.stdout == (f"{machine.commands}/micropython\n" if found else "")
    assert result.returncode == (0 if found else 3)
