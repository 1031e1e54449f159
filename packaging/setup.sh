#!/usr/bin/env bash
# Prepares a checkout: Debian packages, .venv from the hash-checked lock, and the `kiosk` command in .venv/bin.
# Silent when nothing is to do. Exit codes: 0 ready; 3 an administrator has to install something, one line says what;
# 1 anything else. KIOSK_PYTHON names another interpreter (3.11 or newer).
set -euo pipefail
script=$(readlink -f "$0")
cd "$(dirname "$script")/.."
unset PYTHONPATH PYTHONHOME

# a|b: whichever of the two the system knows.
packages=(
    python3-venv python3-dev gcc libc6-dev swig pkg-config libpcsclite-dev   # pyscard is built from source
    pcscd vsmartcard-vpcd                                                    # card service, virtual reader
    postgresql                                                               # its programs: tests start a cluster
    fonts-noto-cjk                                                           # Chinese on screen and slip
    "libglib2.0-0|libglib2.0-0t64" libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3  # Qt, also offscreen
    libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-randr0 libxcb-xkb1  # a window
)
log=out/setup.log

say() { printf 'set-up: %s\n' "$*"; }
fail() { say "$2" >&2; exit "$1"; }

twice() { "$@" || { say "that failed, one more try in 10 s"; sleep 10; "$@"; }; }

wait_for_others() {
    exec 9<"$script"
    flock -n 9 || { say "waiting for another set-up of this checkout"; flock 9; }
}

# --- Debian packages ------------------------------------------------------------------------------------------------

missing_packages() {  # one line each, alternatives kept
    local installed choice
    # shellcheck disable=SC2016  # dpkg-query fills these in, not the shell
    installed=$(xargs dpkg-query -W -f '${db:Status-Status} ${Package}\n' <<<"${packages[*]//|/ }" 2>/dev/null \
        | sed -n 's/^installed //p') || true
    for choice in "${packages[@]}"; do
        grep -qxE "$choice" <<<"$installed" || printf '%s\n' "$choice"
    done
}

as_names() {  # of alternatives, the first one that apt knows
    local choice name
    for choice in "$@"; do
        for name in ${choice//|/ }; do
            if [[ $choice != *"|"* ]] || apt-cache show "$name" >/dev/null 2>&1; then break; fi
            name=${choice%%|*}
        done
        printf '%s ' "$name"
    done
}

apt_get() {  # waits up to ten minutes for another apt; what it says goes to the log
    local try
    for try in $(seq 120); do
        # Without descriptor 9: a service that apt starts must not keep our lock.
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3 "$@" >"$log" 2>&1 9<&- \
            && return
        grep -q 'Could not get lock' "$log" || { tail -n 5 "$log" >&2; return 1; }
        [ "$try" != 1 ] || say "waiting for another apt to finish"
        sleep 5
    done
    return 1
}

install_packages() {
    local missing
    mapfile -t missing < <(missing_packages)
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" = 0 ]; then
        as_root=(env)
    elif sudo -n true 2>/dev/null; then
        as_root=(sudo -n)
    else
        say "Debian packages are missing and this user may not install them. Run this, then try again:" >&2
        echo "sudo apt-get update && sudo apt-get install -y --no-install-recommends $(as_names "${missing[@]}")" >&2
        exit 3
    fi
    say "installing ${#missing[@]} Debian packages: ${missing[*]%%|*}"
    twice apt_get update || say "the package lists could not be refreshed, going on with those at hand"
    # shellcheck disable=SC2046  # names are words
    twice apt_get install -y --no-install-recommends $(as_names "${missing[@]}") \
        || fail 1 "apt-get could not install them, see $log"
}

# --- Python ---------------------------------------------------------------------------------------------------------

find_python() {
    local name
    for name in ${KIOSK_PYTHON:-python3 python3.13 python3.12 python3.11 /usr/bin/python3}; do
        if "$name" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    fail 3 "Python 3.11 or newer with its venv module is needed; name one with KIOSK_PYTHON=/path/to/python3"
}

venv_works() {  # runs, is new enough, and was made at this very place
    .venv/bin/python -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
        && grep -qsF "$(pwd)/.venv/bin/python" .venv/bin/pip
}

pip_install() {
    .venv/bin/python -m pip --disable-pip-version-check install --quiet --no-build-isolation "$@"
}

build_tools() {  # the part of the lock that builds packages from source: installed first, so that nothing unlocked is
    awk '/^[^ #]/ { keep = /^(setuptools|hatchling|pathspec|packaging|pluggy|trove-classifiers)==/ } keep' \
        requirements.lock
}

install_lock() {
    local python
    if ! venv_works || [ -e .venv/lock-stamp ]; then  # a stamp here means that the lock changed: no leftovers
        python=$(find_python)
        say "making .venv with $("$python" --version)"
        rm -rf .venv
        "$python" -m venv .venv
    fi
    say "installing the locked Python packages, every file checked by its hash (about 250 MB, a minute or two)"
    build_tools >out/build-tools.lock
    twice pip_install --require-hashes --no-deps -r out/build-tools.lock || fail 1 "pip could not install the build tools"
    twice pip_install --require-hashes -r requirements.lock || fail 1 "pip could not install the locked packages"
}

install_project() {
    pip_install --no-deps --no-index --editable . || fail 1 "pip could not link the project"
}

digest() { sha256sum "$1" | cut -d ' ' -f 1; }
stamped() { [ "$(cat "$1" 2>/dev/null)" = "$(digest "$2")" ]; }

wait_for_others
mkdir -p out
if command -v dpkg-query >/dev/null; then
    install_packages
else
    say "this is not Debian; needed here, by whatever name: ${packages[*]}"
fi
if ! venv_works || ! stamped .venv/lock-stamp requirements.lock; then
    install_lock
    rm -f .venv/project-stamp
    digest requirements.lock >.venv/lock-stamp
fi
if ! stamped .venv/project-stamp pyproject.toml; then
    install_project
    digest pyproject.toml >.venv/project-stamp
    say "ready"
fi
