"""The process in which an original and its project run: ``python -m core.convert.weights.compare_child FOLDER``.

Reads ``task.json``, starts Keras, says so by an empty file ``ready``, limits itself, and writes ``result.json``. The parent
(compare) has decided that the original may run, and guards the time. Does not belong here: anything that needs no Keras.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import warnings
from pathlib import Path
from typing import Any

from core.texts import packed, text

_LONGEST = 200


def main(folder: Path) -> None:
    """Do the task; never returns."""
    task: dict[str, Any] = json.loads((folder / "task.json").read_text(encoding="utf-8"))
    import keras

    _limit(int(task["memory_bytes"]))
    (folder / "ready").touch()
    warnings.simplefilter("ignore")
    try:
        result = _compared(task)
    except MemoryError:
        result = {"error": packed(text("it takes more memory than it may"))}
    except Exception as error:
        result = {"error": _clause(error)}
    try:
        part = folder / "result.part"
        part.write_text(json.dumps({"keras": keras.__version__, **result}), encoding="utf-8")
        part.replace(folder / "result.json")
    finally:
        os._exit(0)


def _compared(task: dict[str, Any]) -> dict[str, Any]:
    from core.convert.to_keras import build
    from core.convert.weights.differences import differences
    from core.convert.weights.loading import load_initial_weights
    from core.convert.weights.random_inputs import UnknownInputs, random_inputs
    from core.storage import schema

    try:
        original = _loaded(task)
    except Exception as error:  # older files make Keras fail in any way
        return {"unloadable": _clause(error)}
    project = schema.loads(task["project"])
    model = build(project).model
    load_initial_weights(model, project, Path(task["folder"]))
    try:
        arrays = random_inputs(model, task["samples"], task["seed"])
    except UnknownInputs as error:
        return {"error": str(error)}
    theirs = _in_order(original, model, arrays)
    if theirs is None:
        return {"error": packed(text("the two do not take the same inputs"))}
    outputs, made = _both(original, theirs, model, arrays)
    if len(outputs) != len(made):
        return {
            "error": text(
                "the project has {count} outputs and the original {outputs}", count=len(made), outputs=len(outputs)
            )
        }
    names = list(getattr(model, "output_names", ()))
    return {"outputs": differences(names, made, outputs), "samples": len(arrays[0]) if arrays else 0}


def _loaded(task: dict[str, Any]) -> Any:
    """The original, whatever its name ends in."""
    import keras

    path = Path(task["original"])
    wanted = ".keras" if task["kind"] == "keras" else ".h5"
    if path.suffix not in (wanted, ".hdf5"):
        link = Path(sys.argv[1]) / f"original{wanted}"
        os.symlink(path, link)
        path = link
    return keras.models.load_model(path, compile=False, safe_mode=True)


def _in_order(original: Any, model: Any, arrays: list[Any]) -> list[Any] | None:
    """The arrays in the order of the original's inputs: by name, else as they are; None if they do not fit."""
    names = [tensor.name for tensor in model.inputs]
    theirs = [tensor.name for tensor in original.inputs]
    if len(names) != len(theirs):
        return None
    if sorted(names) == sorted(theirs) and len(set(names)) == len(names):
        return [arrays[names.index(name)] for name in theirs]
    return arrays


def _both(original: Any, theirs: list[Any], model: Any, arrays: list[Any]) -> tuple[list[Any], list[Any]]:
    """The outputs of both, run in the same way: some layers (channels first) run on a processor only in the graph of predict."""
    import keras

    try:
        made = _run(original, theirs, False), _run(model, arrays, False)
    except Exception:  # TensorFlow and Keras have many; if it was not that, the second attempt says so
        made = _run(original, theirs, True), _run(model, arrays, True)
    return keras.tree.flatten(made[0]), keras.tree.flatten(made[1])


def _run(model: Any, arrays: list[Any], in_graph: bool) -> Any:
    import keras
    import tensorflow

    structure = getattr(model, "_inputs_struct", None)
    if structure is None:
        functional = getattr(model, "_functional", None)
        structure = getattr(functional, "_inputs_struct", None)
    tensors = [tensorflow.constant(array) for array in arrays]  # Keras converts no strings
    return model(
        keras.tree.pack_sequence_as(structure, tensors) if structure is not None else tensors[0], training=False
    )


def _clause(error: BaseException) -> str:
    from core.analysis.error_text import clean

    said = clean(str(getattr(error, "message", "") or error)).rstrip(".")
    return (said if len(said) <= _LONGEST else said[: _LONGEST - 4] + " ...") or type(error).__name__


def _limit(memory_bytes: int) -> None:
    """No more memory than allowed on top of what Keras has taken, and no core dump; where the system has such limits."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        size = pages * resource.getpagesize() + memory_bytes
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
