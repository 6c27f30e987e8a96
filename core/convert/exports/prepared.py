"""The live model that is exported, with the weights that were asked for. Does not belong here: writing it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.convert.initial_weights import initial_weights
from core.convert.to_keras import build
from core.convert.weights.loading import load_initial_weights, load_weights
from core.convert.weights.stored import check_weights
from core.errors import ConversionError, FileError
from core.graph.model import Project
from core.texts import text


@dataclass(frozen=True, slots=True)
class Weights:
    """The file with trained weights, if there is one, and the folder that initial weights are relative to."""

    trained: Path | None = None
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """The model, and what is to be said about its weights."""

    model: Any
    notes: tuple[str, ...] = ()


def prepare(project: Project, weights: Weights) -> Prepared:
    """Build the model and give it its weights. ConversionError, FileError."""
    model = build(project).model
    if weights.trained is not None:
        return Prepared(model, _trained(model, weights.trained))
    if initial_weights(project):
        found = load_initial_weights(model, project, weights.folder)
        return Prepared(model, (*(item.sentence() for item in found), text("The model was not trained.")))
    return Prepared(model, (text("The weights in the file are those of a new model; it was not trained."),))


def _trained(model: Any, weights: Path) -> tuple[str, ...]:
    """Give the model the weights of a run of this very model, or those of an older file, layer by layer."""
    if not weights.is_file():
        raise FileError(text("The weights {name!r} cannot be loaded: there is no such file.", name=weights.name))
    if not weights.name.endswith((".weights.h5", ".keras", ".h5", ".hdf5")):
        raise FileError(
            text(
                "The weights {name!r} cannot be loaded: expected a .weights.h5, .keras or .h5 file.", name=weights.name
            )
        )
    if not weights.name.endswith((".weights.h5", ".keras")):
        return (load_weights(model, str(weights.absolute())).sentence(),)
    check_weights(weights)  # Refuses links and other tricks before Keras reads the file.
    try:
        model.load_weights(weights)
    except Exception as error:
        raise ConversionError(
            text(
                "The weights {name!r} do not fit this model: the layers or their sizes differ from those of the run.",
                name=weights.name,
            ),
            str(error),
        ) from error
    return ()
