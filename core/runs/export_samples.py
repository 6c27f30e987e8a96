"""Samples of a project's data for an int8 export: what its numbers are measured on.

Does not belong here: the export itself (convert.exports).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from core.analysis.analysis import Analyzer
from core.analysis.results import Analysis
from core.data.dataset import Array, summarize
from core.data.interface import assign, interface
from core.data.match import check_inputs
from core.data.sources import load
from core.data.splits import split
from core.errors import DataError
from core.graph.model import Project
from core.texts import text

SAMPLES = 200


def export_samples(
    project: Project, folder: Path | None = None, *, count: int = SAMPLES, analysis: Analysis | None = None
) -> Mapping[str, Array]:
    """The first ``count`` samples of the training part, by the names of the model's inputs.

    ``folder`` is the project's, ``analysis`` may be that of this project. Raises DataError if the project has no data, or
    if they do not fit the model's inputs.
    """
    settings = project.training.data
    if not settings.source:
        raise DataError(
            text("An int8 export measures its numbers on the project's data, and none are chosen; choose data first.")
        )
    if analysis is None or analysis.project is not project:
        from core.catalog.catalog import load as load_catalog

        analysis = Analyzer(load_catalog()).analyze(project)
    data = load(settings, folder)
    model = interface(analysis)
    if model is None:
        raise DataError(text("The shapes of the model's inputs are not known, so its data cannot be given to it."))
    for problem in check_inputs(project.graph, summarize(data), model):
        if problem.severity == "error":
            raise DataError(problem.message)
    names = [port.name for port in model.inputs]
    arrays = assign(names, split(data, settings).training.inputs)
    assert arrays is not None, "the inputs were checked"
    return {name: array[:count] for name, array in zip(names, arrays, strict=True)}
