#!/bin/sh
# Sees to what comes from the system's packages: `tools/packages.sh mosquitto chromium` installs the
# ones that are missing when it may (root, or sudo without a password) and otherwise prints the one
# line that does. It never fails: what cannot be had is said, and whoever needs it copes or says so
# again. A broker that it installed is not left running as a service.
set -u
cd "$(dirname "$0")/.." || exit 1
PATH="$PATH:/usr/sbin:/sbin"
log=build/log/packages.log

have() {
    case $1 in
        chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
        python3-venv) python3 -c 'import ensurepip, venv' 2>/dev/null ;;
        *) command -v "$1" ;;
    esac >/dev/null
}

missing() {
    for name in "$@"; do
        have "$name" || printf '%s ' "$name"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 \
        apt-get -q -o DPkg::Lock::Timeout=120 -o Acquire::Retries=2 "$@" >>"$log" 2>&1
}

install() {
    mkdir -p "${log%/*}"
    apt install -y --no-install-recommends "$@" && return
    apt update && apt install -y --no-install-recommends "$@"
}

keep_quiet() {  # the tests and the bench start brokers of their own
    if [ -d /run/systemd/system ]; then
        as_root systemctl disable --now mosquitto.service
    elif [ -x /etc/init.d/mosquitto ]; then
        as_root /etc/init.d/mosquitto stop
        as_root update-rc.d mosquitto disable
    fi >>"$log" 2>&1
}

wanted=$(missing "$@")
wanted=${wanted% }
[ -n "$wanted" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "Missing on this machine: $wanted. Install with the system's package manager. Going on without." >&2
    exit 0
fi
line="sudo apt-get install -y --no-install-recommends $wanted"
if [ "$(id -u)" -ne 0 ] && ! sudo -n true 2>/dev/null; then
    echo "Missing on this machine: $wanted. To install: $line" >&2
    exit 0
fi

echo "Installing $wanted with apt-get (a minute or two, once) ..." >&2
# shellcheck disable=SC2086  # names of packages, one word each
install $wanted || echo "That did not work; the last lines of $log:" >&2
case " $wanted " in *" mosquitto "*) have mosquitto && keep_quiet ;; esac
# shellcheck disable=SC2086
left=$(missing $wanted)
if [ -n "$left" ]; then
    tail -n 3 "$log" >&2
    echo "Still missing: ${left% }. To try again: $line" >&2
fi
exit 0
