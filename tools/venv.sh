#!/bin/sh
# Keeps .venv, the private Python environment that every command runs in. `tools/venv.sh sim test`
# sees that it holds what setup.cfg names for the program and for those extras. It says so while it
# installs, is instant when there is nothing to do, and makes .venv anew when the requirements, the
# Python under it or the place of the checkout have changed, so that nothing lingers.
set -eu
cd "$(dirname "$0")/.."
log=build/log/pip.log

python_is_new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if python_is_new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

make_venv() {
    if ! python=$(find_python); then
        echo "This needs Python 3.11 or newer, and none was found. If it has another name: make PYTHON=/path/to/python3" >&2
        exit 1
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        package=$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')
        echo "$python cannot make a private environment. On Debian: sudo apt-get install -y $package" >&2
        exit 1
    fi
    rm -rf .venv
    "$python" -m venv .venv
}

# What the environment was made from: the requirements (not the tools' settings), and where.
wanted=$(
    { awk '/^\[/ { on = /^\[(metadata|options)/ } on' setup.cfg; cat pyproject.toml; pwd; } | cksum
)

is_current() { [ "$(cat ".venv/made-for-$1" 2>/dev/null)" = "$wanted" ]; }
works() { .venv/bin/python -c 'import pip' 2>/dev/null; }

todo=
for extra in "$@"; do
    is_current "$extra" || todo="$todo $extra"
done
if [ -z "$todo" ] && works; then exit 0; fi

mkdir -p build/log
if command -v flock >/dev/null; then  # two commands at once make one environment
    exec 9>build/venv.lock
    flock 9
fi

for stamp in .venv/made-for-*; do
    if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ] || ! works; then
        [ ! -e .venv ] || echo ".venv is out of date or unfinished; making it anew." >&2
        make_venv
        break
    fi
done
todo=
for extra in "$@"; do
    is_current "$extra" || todo="$todo,$extra"
done
[ -n "$todo" ] || exit 0
echo "Installing the Python packages into .venv (about a minute, once) ..." >&2
.venv/bin/python -m pip install -q --retries 2 --disable-pip-version-check -e ".[${todo#,}]" >$log 2>&1 || {
    grep -v ^WARNING $log | tail -n 3 >&2
    echo "The Python packages could not be installed (more in $log). The same command tries again." >&2
    exit 1
}
for extra in "$@"; do
    echo "$wanted" >".venv/made-for-$extra"
done
