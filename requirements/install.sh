#!/bin/sh
# Makes .venv from the lock; `make` calls it, from the project's folder, when the lock is newer than the stamp.
#
# Safe to interrupt and to repeat: what is missing is added, what is not in the lock is removed, and a
# .venv that does not run is made anew. The user's own Python is never touched.
set -eu

lock=requirements/requirements-dev.lock
tools=.data/tools
fits='import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] < (3, 14))'

say() { echo "$*" >&2; }

# The first Python that fits. $PYTHON, where set, is the only candidate.
python=
for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
    if "$candidate" -c "$fits" 2>/dev/null; then
        python=$("$candidate" -c 'import sys; print(sys.executable)')
        break
    fi
done
if [ -z "$python" ]; then
    found=$("${PYTHON:-python3}" --version 2>/dev/null || echo "no ${PYTHON:-python3} that runs")
    say "This project needs Python 3.11, 3.12 or 3.13; found: $found."
    say "Install one of them, or name it: make PYTHON=/path/to/python3.12 ..."
    exit 1
fi

# uv, from PATH or else in a folder of its own, in the version and with the hashes of the lock.
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    uv=$tools/bin/uv
    if ! "$uv" --version >/dev/null 2>&1; then
        say "Fetching uv into $tools ..."
        # Fetched aside and moved when whole: an interrupted call leaves nothing that looks finished.
        aside=$tools.$$
        trap 'rm -rf "$aside" "$aside.txt"' EXIT
        mkdir -p "$aside"
        awk '/^[^ #]/ { wanted = /^uv==/ } wanted' "$lock" >"$aside.txt"
        if "$python" -m venv "$aside" >/dev/null 2>&1; then
            set -- "$aside/bin/python" -m pip install
        elif "$python" -m pip --version >/dev/null 2>&1; then
            # Debian ships Python without venv's half of pip; pip itself may still be there.
            rm -rf "$aside"
            set -- "$python" -m pip install --target "$aside"
        else
            say "$python has neither pip nor venv, so uv cannot be fetched."
            say "Install one of them (Debian and Ubuntu: apt install python3-venv), or install uv itself."
            exit 1
        fi
        if ! "$@" --quiet --disable-pip-version-check --no-deps --require-hashes -r "$aside.txt"; then
            say "uv could not be fetched. Is the package index within reach? Run the same command again then."
            exit 1
        fi
        rm -rf "$tools"
        mv "$aside" "$tools"
    fi
fi

if ! .venv/bin/python -c "$fits" 2>/dev/null; then
    rm -rf .venv
    "$uv" venv --quiet --python "$python" .venv
fi
say "Installing into .venv ..."
if ! "$uv" pip sync --quiet --compile-bytecode --require-hashes --python .venv/bin/python "$lock"; then
    say "The packages of $lock could not be installed; the lines above say why. Run the same command again"
    say "once that is mended: it goes on where it stopped."
    exit 1
fi
# The project itself, built with the hatchling that the lock has just installed: no network.
"$uv" pip install --quiet --offline --no-deps --no-build-isolation --python .venv/bin/python --editable .
