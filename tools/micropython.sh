#!/bin/sh
# Gets hold of MicroPython 1.25 or newer and prints its path: the one on PATH, else the system's
# package, else the package of Debian 13 with its own C library, unpacked into build/micropython/
# without changing the system (Debian 12 has none). apt checks the signatures; the mirror is the one
# that this machine uses already. `tools/micropython.sh find` only looks. Exit code 3: none to be had.
set -eu
cd "$(dirname "$0")/.."
release=trixie
home=$PWD/build/micropython
keys=/usr/share/keyrings/debian-archive-keyring.gpg
log=$PWD/build/log/micropython.log

find_it() {
    for path in "$home/micropython" "$(command -v micropython || true)"; do
        if [ -x "$path" ] && "$path" -c 'import sys
sys.exit(0 if sys.implementation.version >= (1, 25) else 1)' 2>/dev/null; then
            echo "$path"
            return
        fi
    done
    return 1
}

give_up() {
    echo "MicroPython 1.25 or newer is missing: $1. The tests that need it are skipped." >&2
    exit 3
}

system_has_one() {
    version=$(LC_ALL=C apt-cache policy micropython | sed -n 's/^ *Candidate: *//p')
    [ -n "$version" ] && dpkg --compare-versions "$version" ge 1.25
}

write_apt_config() {  # $1 the folder, $2 the mirror
    mkdir -p "$1/state/lists/partial" "$1/cache/archives/partial"
    : >"$1/status"
    echo "deb [arch=$(dpkg --print-architecture) signed-by=$keys] $2 $release main" >"$1/sources.list"
    cat >"$1/apt.conf" <<CONF
Dir::State "$1/state";
Dir::State::status "$1/status";
Dir::Cache "$1/cache";
Dir::Etc::sourcelist "$1/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
APT::Sandbox::User "$(id -un)";
APT::Install-Recommends "false";
Acquire::Languages "none";
Acquire::Retries "2";
Debug::NoLocking "true";
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear DPkg::Post-Invoke;
CONF
}

download() {  # from the first of the machine's mirrors that carries Debian 13
    # shellcheck disable=SC2016  # apt fills it in
    for mirror in $(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | sort -u); do
        case $mirror in *security*) continue ;; esac
        rm -rf "$home/apt"
        write_apt_config "$home/apt" "$mirror"
        apt-get -q -c "$home/apt/apt.conf" update || continue
        apt-get -q -y -c "$home/apt/apt.conf" --download-only install micropython && return
    done
    return 1
}

write_wrapper() {
    library=$(dirname "$(find "$home/root/usr/lib" -name libc.so.6 | head -n 1)")
    loader=$(find "$library" -name 'ld-linux*.so.*' | head -n 1)
    cat >"$home/wrapper" <<WRAPPER
#!/bin/sh
# Runs the MicroPython beside this file with the C library that it was built for.
here=\$(dirname "\$(readlink -f "\$0")")
exec "\$here${loader#"$home"}" --library-path "\$here${library#"$home"}" "\$here/root/usr/bin/micropython" "\$@"
WRAPPER
    chmod +x "$home/wrapper"
    mv "$home/wrapper" "$home/micropython"
}

if find_it; then exit 0; fi
[ "${1:-}" != find ] || exit 3
command -v apt-get >/dev/null || give_up "this is not a Debian or a relative of it"
if system_has_one; then
    tools/packages.sh micropython
    if find_it; then exit 0; fi
fi
[ -r "$keys" ] || give_up "there is no $keys to check Debian's packages with"

echo "Fetching MicroPython from Debian 13 into build/micropython (14 MB, once) ..." >&2
rm -rf "$home"
mkdir -p "$home/root" "${log%/*}"
download >"$log" 2>&1 || give_up "Debian 13 could not be reached through this machine's mirrors, see build/log/micropython.log"
for package in "$home"/apt/cache/archives/*.deb; do
    dpkg-deb -x "$package" "$home/root"
done
rm -rf "$home/apt" "$home/root/usr/share"
write_wrapper
find_it || give_up "the one of Debian 13 does not start here"
