#!/usr/bin/env bash
# make test: pytest in two sessions, since a process has one Qt platform. First the tests of a real window under Xvfb,
# then all others offscreen. Arguments are handed to both (make test ARGS="-k history").
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=.venv/bin/python
CORES="$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)"
# Each worker loads TensorFlow (about 1 GB) and TensorFlow uses several threads itself.
WORKERS=$((CORES < 2 ? 2 : CORES > 6 ? 6 : CORES))
mkdir -p build
# Without its cache every process would compile, and pytest rewrite, all modules again.
unset PYTHONDONTWRITEBYTECODE

FAILED=0
EMPTY=0
session() { # name, then pytest's arguments
    local name="$1" status=0
    shift
    echo "== $name"
    "$PYTHON" -m pytest "$@" </dev/null 2>&1 | tee "build/pytest-$name.log" || status=$?
    case "$status" in
        0) ;;
        5) EMPTY=$((EMPTY + 1)) ;; # nothing was collected
        *) FAILED=1 ;;
    esac
}

# Only the files that have such tests: collecting all others would take as long as running these.
mapfile -t FILES < <(grep -rl --include='test_*.py' 'mark\.xvfb' tests)
if [ $# -gt 0 ]; then FILES=("$@"); fi
session window -m xvfb -n 1 --dist loadgroup "${FILES[@]}"
session offscreen -n "$WORKERS" --dist loadgroup "$@"
# A selection by arguments may leave one session without a test; otherwise that is a mistake.
if [ "$EMPTY" = 2 ] || { [ "$EMPTY" = 1 ] && [ $# -eq 0 ]; }; then FAILED=1; fi

# The counts of both sessions in one line, in pytest's own words.
tail -qn 1 build/pytest-window.log build/pytest-offscreen.log |
    awk -v failed="$FAILED" '
        { gsub(/=/, ""); sub(/ in .*/, "")
          count = split($0, parts, ",")
          for (i = 1; i <= count; i++) { split(parts[i], word, " "); if (word[1] + 0 > 0) total[word[2]] += word[1] } }
        END { line = ""
              split("failed passed skipped deselected xfailed xpassed error errors", order, " ")
              for (i = 1; i <= 8; i++) if (total[order[i]]) line = line (line == "" ? "" : ", ") total[order[i]] " " order[i]
              printf "== both sessions: %s%s ==\n", line, failed ? " (FAILED)" : "" }'
exit "$FAILED"
