"""Files that Keras itself reads: .keras, .h5, weights and architecture; each read again and compared.

Does not belong here: formats of other runtimes (writing). Safe in worker threads: nothing global is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from core.analysis.custom import own_sources, own_types
from core.convert.exports.checking import Checked
from core.convert.exports.prepared import Prepared
from core.convert.exports.reasons import reason, sentence
from core.convert.exports.trial import TOLERANCE, difference, run_keras, trial
from core.convert.own_notes import own_code_notes
from core.convert.to_keras import build
from core.errors import ConversionError, NetwrightError
from core.graph.model import Project
from core.texts import text

SUFFIXES: Mapping[str, str] = {"keras": ".keras", "h5": ".h5", "weights": ".weights.h5", "json": ".json"}


def write_keras_file(
    project: Project, prepared: Prepared, kind: str, path: Path, phase: Callable[[str], None]
) -> Checked:
    """Write ``kind`` (a key of SUFFIXES) and read it again. ConversionError if Keras cannot do either.

    What a project with code of its own needs to be read is the user's business, so there a failure is only told.
    """
    model = prepared.model
    phase("writing")
    try:
        _WRITERS[kind](model, path)
    except OSError:
        raise
    except Exception as error:
        raise _explained(kind, "written", error, model) from error
    phase("checking")
    own = bool(own_types(project) or own_sources(project))
    notes = own_code_notes(project) if kind in ("keras", "h5", "json") else ()
    try:
        again = _READERS[kind](project, model, path)
    except NetwrightError:
        raise
    except Exception as error:
        if own:
            return Checked(None, "", (*notes, text("The file was not read again: that needs the project's own code.")))
        raise _explained(kind, "read again", error, model) from error
    return _compared(model, again, notes)


def _compared(model: Any, again: Any, notes: tuple[str, ...]) -> Checked:
    import keras

    name = f"Keras {keras.version()}"
    try:
        tried = trial(model)
    except ConversionError as error:
        return Checked(None, name, (*notes, text("The file was not compared: {message}", message=error.message)))
    apart = difference(run_keras(again, tried.inputs), tried.outputs)
    if apart > TOLERANCE:
        remark = text(
            "Read again, the model computes other numbers: the largest difference is {apart:.2g}, expected at most "
            "{tolerance:g}.",
            apart=apart,
            tolerance=TOLERANCE,
        )
        notes = (*notes, remark)
    return Checked(apart, name, notes)


def _explained(kind: str, what: str, error: Exception, model: Any) -> ConversionError:
    found = reason(error, {})
    layer = next((part for part in model.layers if f"'{type(part).__name__}'" in str(error)), None)
    said = text("it cannot be {what} by Keras ({said})", what=what, said=found.text)
    name, class_name = (layer.name, type(layer).__name__) if layer is not None else ("", "")
    return ConversionError(sentence(kind, name, class_name, "", said), str(error))


# Writing


def _write_keras(model: Any, path: Path) -> None:
    model.save(path)


def _write_h5(model: Any, path: Path) -> None:
    # As model.save does for this suffix, without its advice to use another format on standard error.
    from keras.src.legacy.saving.legacy_h5_format import save_model_to_hdf5

    save_model_to_hdf5(model, str(path), overwrite=True, include_optimizer=False)


def _write_weights(model: Any, path: Path) -> None:
    model.save_weights(path)


def _write_json(model: Any, path: Path) -> None:
    path.write_text(model.to_json(indent=2) + "\n", encoding="utf-8")


_WRITERS: Mapping[str, Callable[[Any, Path], None]] = {
    "keras": _write_keras,
    "h5": _write_h5,
    "weights": _write_weights,
    "json": _write_json,
}


# Reading


def _read_model(project: Project, model: Any, path: Path) -> Any:
    import keras

    # The file was written a moment ago from a project that the user trusts; without own functions this changes nothing.
    return keras.models.load_model(path, compile=False, safe_mode=not own_sources(project))


def _read_weights(project: Project, model: Any, path: Path) -> Any:
    again = build(project).model
    again.load_weights(path)
    return again


def _read_json(project: Project, model: Any, path: Path) -> Any:
    import keras

    again = keras.models.model_from_json(path.read_text(encoding="utf-8"))
    again.set_weights(model.get_weights())
    return again


_READERS: Mapping[str, Callable[[Project, Any, Path], Any]] = {
    "keras": _read_model,
    "h5": _read_model,
    "weights": _read_weights,
    "json": _read_json,
}
