"""What can be said about the models of ``keras.applications`` without making them: parameters, layers, image size.

A table in ``resources/catalog/applications.json``, so that a list can be shown at once and without Keras. ``python -m
core.convert.application_facts`` writes it anew. Does not belong here: the models themselves (applications).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

TABLE = Path(__file__).resolve().parents[2] / "resources" / "catalog" / "applications.json"


USUAL_SIDE = 224


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """One model: ``side`` is the height and width of its images in pixels, ``base`` are the parameters without the top."""

    name: str
    side: int
    layers: int
    parameters: int
    base: int


def load_facts() -> tuple[ApplicationFacts, ...]:
    """The facts of all models, by name in alphabetical order."""
    rows = json.loads(TABLE.read_text(encoding="utf-8"))
    return tuple(ApplicationFacts(**row) for row in rows)


def measure(name: str) -> ApplicationFacts:
    """The facts of one model, from Keras; no weights are made."""
    from core.analysis.shapes import without_weights
    from core.convert.applications import functions

    function = functions()[name]
    with without_weights():
        whole = function(weights=None)
        base = function(weights=None, include_top=False)
        # Some take any size; they were trained on the usual one.
        side = int(whole.input.shape[1] or USUAL_SIDE)
        return ApplicationFacts(name, side, len(whole.layers), whole.count_params(), base.count_params())


def write() -> None:
    """Measure all models and write the table, a line for each."""
    from core.convert.applications import names

    rows = [json.dumps(asdict(measure(name))) for name in names()]
    TABLE.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


if __name__ == "__main__":
    write()
