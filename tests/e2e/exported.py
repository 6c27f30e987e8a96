"""What was exported must stand by itself: judged in a fresh process that knows nothing of Netwright."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

_CHECK = """
import json, runpy
import keras
from sklearn.datasets import load_digits
names = runpy.run_path("model.py")
made = next((value for value in names.values() if isinstance(value, keras.Model)), None) or names["build_model"]()
loaded = keras.models.load_model("model.keras")
def layers(model):
    return [(type(layer).__name__, layer.name, tuple(layer.output.shape)) for layer in model.layers]
assert layers(made) == layers(loaded), (layers(made), layers(loaded))
digits = load_digits()
right = (loaded.predict(digits.images[..., None], verbose=0).argmax(-1) == digits.target).mean()
print(json.dumps({"layers": [kind for kind, _, _ in layers(made)], "right": float(right)}))
"""


def check_exported(folder: Path, layers: tuple[str, ...]) -> None:
    """model.py runs and builds the network of model.keras: these layers; and that has learnt its digits."""
    done = subprocess.run([sys.executable, "-c", _CHECK], cwd=folder, capture_output=True, text=True, timeout=150)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["layers"] == list(layers)
    assert found["right"] > 0.85, "the exported model does not have the trained weights"


def drawn(curves: object) -> dict[str, int]:
    """The curves on the screen and how many points each has."""
    lines = {key: chart.train for key, chart in curves._charts.items()}  # type: ignore[attr-defined]
    lines |= {f"val_{key}": chart.validation for key, chart in curves._charts.items()}  # type: ignore[attr-defined]
    return {key: len(line.get_xdata()) for key, line in lines.items()}
