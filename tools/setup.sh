#!/usr/bin/env bash
# All set-up of a checkout: system libraries where they may be installed, .venv, the pinned packages.
#
#   tools/setup.sh run     what the program needs
#   tools/setup.sh all     also what the tests need
#   tools/setup.sh pins    resolve pyproject.toml again and renew constraints.txt
#
# It needs only PATH and HOME, asks nothing, and costs well under a second when there is nothing to do. Where the
# system's libraries may not be installed it says in one sentence which are missing and goes on with the rest. Where
# packages come from is the environment's business (pip's own configuration): no address stands here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

MODE="${1:-all}"
VENV=.venv
STAMP="$VENV/netwright-setup"
PATH="$PATH:/usr/sbin:/sbin" # ldconfig stands there on Debian

say() { printf 'setup: %s\n' "$*" >&2; }

# One line each: Debian package, and what shows that it is there (also where another distribution brought it):
# a shared library, a program, or a file.
system_needs() {
    cat <<'NEEDS'
libglib2.0-0 lib libgthread-2.0.so.0
libegl1 lib libEGL.so.1
libgl1 lib libGL.so.1
libxkbcommon0 lib libxkbcommon.so.0
libdbus-1-3 lib libdbus-1.so.3
libfontconfig1 lib libfontconfig.so.1
libxcb-cursor0 lib libxcb-cursor.so.0
libxkbcommon-x11-0 lib libxkbcommon-x11.so.0
libxcb-icccm4 lib libxcb-icccm.so.4
libxcb-keysyms1 lib libxcb-keysyms.so.1
libxcb-shape0 lib libxcb-shape.so.0
fonts-dejavu-core font DejaVuSans.ttf
fonts-noto-cjk font NotoSansCJK-Regular.ttc
graphviz program dot
NEEDS
    if [ "$MODE" != run ]; then
        printf '%s\n' 'xvfb program Xvfb' 'xdotool program xdotool'
    fi
}

missing_system_packages() {
    local libraries package kind probe
    libraries="$(ldconfig -p 2>/dev/null || true)"
    while read -r package kind probe; do
        case "$kind" in
            lib) grep -qF "$probe" <<<"$libraries" || echo "$package" ;;
            program) command -v "$probe" >/dev/null || echo "$package" ;;
            font) [ -n "$(find /usr/share/fonts /usr/local/share/fonts -name "$probe" -print -quit 2>/dev/null)" ] ||
                echo "$package" ;;
        esac
    done < <(system_needs)
}

# The command that may install packages without asking: nothing for root, sudo where it needs no password.
AS_ROOT=()
may_install() {
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" = 0 ]; then
        AS_ROOT=()
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
        AS_ROOT=(sudo -n)
    else
        return 1
    fi
}

apt() {
    "${AS_ROOT[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@" </dev/null >>"$APT_LOG" 2>&1
}

install_system_packages() { # names
    APT_LOG="$(mktemp)"
    say "installing system packages: $*"
    apt update || true
    # One package that this release does not know must not keep the others out.
    if ! apt install --no-install-recommends "$@"; then
        local package
        for package in "$@"; do apt install --no-install-recommends "$package" || true; done
        say "apt-get said: $(grep '^E: ' "$APT_LOG" | tail -n 1 || true)"
    fi
    rm -f "$APT_LOG"
}

set_up_system() {
    [ "$(uname)" = Linux ] || return 0
    local missing
    missing="$(missing_system_packages | xargs)"
    [ -n "$missing" ] || return 0
    if may_install; then
        # shellcheck disable=SC2086
        install_system_packages $missing
        missing="$(missing_system_packages | xargs)"
        [ -n "$missing" ] || return 0
    fi
    say "these system packages are missing and could not be installed from here: $missing" \
        "(on Debian: sudo apt-get install $missing)."
}

# A Python from 3.11 to 3.13: the one named by PYTHON, else one that can make a virtual environment by itself.
find_python() {
    local candidate without_venv=""
    for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 /usr/bin/python3; do
        command -v "$candidate" >/dev/null || continue
        "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null || continue
        if [ "$candidate" = "${PYTHON:-}" ] || "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
            echo "$candidate"
            return 0
        fi
        without_venv="${without_venv:-$candidate}"
    done
    [ -n "$without_venv" ] && echo "$without_venv"
}

make_environment() {
    local python
    python="$(find_python || true)"
    if [ -z "$python" ] || ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        if may_install; then
            install_system_packages python3 python3-venv
            python="$(find_python || true)"
        fi
    fi
    if [ -z "$python" ]; then
        say "Netwright needs Python 3.11, 3.12 or 3.13, and none was found on PATH (on Debian 12: sudo apt-get install python3 python3-venv)."
        exit 1
    fi
    if "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        "$python" -m venv --clear "$VENV"
    elif "$python" -c 'import venv' 2>/dev/null && "$python" -m pip --version >/dev/null 2>&1; then
        # Debian's Python without python3-venv: the environment is made bare and gets its pip from outside.
        "$python" -m venv --clear --without-pip "$VENV"
        "$python" -m pip --python "$VENV/bin/python" install --quiet --no-input --disable-pip-version-check pip </dev/null
    else
        say "$python cannot make a virtual environment: python3-venv is missing and could not be installed from here (on Debian: sudo apt-get install python3-venv)."
        exit 1
    fi
}

environment_works() {
    [ -x "$VENV/bin/python" ] && "$VENV/bin/python" -m pip --version >/dev/null 2>&1
}

requirements() { # the ranges of pyproject.toml, runtime and extras, one on a line
    "$VENV/bin/python" -c '
import tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
for requirement in project["dependencies"] + sum(project["optional-dependencies"].values(), []):
    print(requirement)'
}

pip_install() { # further arguments of pip install
    local wanted
    wanted="$(mktemp)"
    requirements >"$wanted"
    "$VENV/bin/python" -m pip install --quiet --no-input --disable-pip-version-check -r "$wanted" "$@" </dev/null ||
        { rm -f "$wanted"; say "the Python packages could not be installed; what pip said stands above."; exit 1; }
    rm -f "$wanted"
}

fingerprint() { # of all that decides what the environment holds; the folder too, since an environment cannot move
    { pwd -P; "$VENV/bin/python" --version; cat constraints.txt pyproject.toml; } 2>/dev/null | cksum
}

set_up_python() {
    if [ -f "$STAMP" ] && [ -x "$VENV/bin/python" ] && [ "$(cat "$STAMP")" = "$(fingerprint)" ]; then
        return 0
    fi
    environment_works || make_environment
    say "installing the Python packages of constraints.txt (a few minutes the first time)"
    rm -f "$STAMP"
    pip_install -c constraints.txt
    fingerprint >"$STAMP"
}

renew_pins() {
    environment_works || make_environment
    pip_install --upgrade --upgrade-strategy eager setuptools
    {
        head -n 1 constraints.txt
        "$VENV/bin/python" -m pip freeze --all --disable-pip-version-check |
            grep -v -E '^(pip|wheel)==' | LC_ALL=C sort -f
    } >constraints.new
    mv constraints.new constraints.txt
    fingerprint >"$STAMP"
}

# Two makes at once must not write into one environment.
mkdir -p build
if command -v flock >/dev/null; then
    exec 9>build/setup.lock
    flock 9
fi

set_up_system
case "$MODE" in
    run | all) set_up_python ;;
    pins) renew_pins ;;
    *)
        say "unknown mode $MODE; expected run, all or pins."
        exit 2
        ;;
esac
