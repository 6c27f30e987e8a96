#!/usr/bin/env bash
# make run: the window on a network that is ready to train; without a display the same work headless.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=.venv/bin/python
TEMPLATE=cnn-digits
FOLDER=netwright-output
PROJECT="$FOLDER/$TEMPLATE.netw"

if [ "$(uname)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "$PYTHON" main.py --template "$TEMPLATE"
fi

echo "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot open." \
    "The same work is done without it: a new project, check, training, export, into $FOLDER/."
mkdir -p "$FOLDER"
if [ -e "$PROJECT" ]; then
    echo "== $PROJECT is there already and is used as it is"
else
    echo "== new project: $PROJECT"
    "$PYTHON" main.py new "$TEMPLATE" -o "$PROJECT"
fi
echo "== check"
"$PYTHON" main.py check "$PROJECT"
echo "== train"
"$PYTHON" main.py train "$PROJECT" --epochs 5 --json >"$FOLDER/training.json"
RUN="$("$PYTHON" - "$FOLDER/training.json" <<'SUMMARY'
import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    report = json.load(file)
line = f"{report['status']} after {report['epochs']} epochs"
if report["best"]:
    metrics = ", ".join(f"{name} {value:.4f}" for name, value in report["best"]["metrics"].items())
    line += f"; best epoch {report['best']['epoch']}: {metrics}"
print(line, file=sys.stderr)
print(report["run"])
SUMMARY
)"
echo "== export"
for suffix in py keras png; do
    TARGET="$FOLDER/$TEMPLATE.$suffix"
    if [ "$suffix" = keras ]; then
        "$PYTHON" main.py export "$PROJECT" "$TARGET" --weights "$RUN"
    else
        "$PYTHON" main.py export "$PROJECT" "$TARGET"
    fi
done
echo "Done. In $FOLDER/: the project, its Python code (.py), the trained model (.keras), its diagram (.png) and the figures of the training (training.json)."
