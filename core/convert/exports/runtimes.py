"""The runtimes that exports are made for: each loads a file as its users will, and computes.

Does not belong here: what is asked of them (trial). They are native code: only run in a process of its own (child).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from core.convert.exports.trial import Array, plain

Runner = Callable[[Path, Any, Sequence[Array]], "tuple[Array, ...]"]


def run_saved_model(path: Path, model: Any, inputs: Sequence[Array]) -> tuple[Array, ...]:
    """TensorFlow loads the folder without Keras; ``model`` only says how the inputs are packed."""
    import keras
    import tensorflow as tf

    loaded = tf.saved_model.load(str(path))
    given = [tf.convert_to_tensor(array, tensor.dtype) for array, tensor in zip(inputs, model.inputs, strict=True)]
    outputs = loaded.serve(keras.tree.pack_sequence_as(model._inputs_struct, given))
    return tuple(plain(item) for item in keras.tree.flatten(outputs))


def run_onnx(path: Path, model: Any, inputs: Sequence[Array]) -> tuple[Array, ...]:
    """ONNX Runtime on the processor; ``onnx`` first checks that the file is valid."""
    import onnx
    import onnxruntime

    onnx.checker.check_model(str(path))
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [item.name for item in session.get_inputs()]
    given = _by_name(names, model, inputs)
    return tuple(plain(item) for item in session.run(None, given))


def run_litert(path: Path, model: Any, inputs: Sequence[Array]) -> tuple[Array, ...]:
    """LiteRT's interpreter, through the signature that an app would use."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_path=str(path))
    signature = next(iter(interpreter.get_signature_list()))
    runner = interpreter.get_signature_runner(signature)
    details = runner.get_input_details()
    given = _by_name(sorted(details, key=_natural), model, inputs)
    given = {name: array.astype(details[name]["dtype"], copy=False) for name, array in given.items()}
    outputs = runner(**given)
    return tuple(plain(outputs[name]) for name in sorted(outputs, key=_natural))


RUNNERS: Mapping[str, Runner] = {"saved_model": run_saved_model, "onnx": run_onnx, "litert": run_litert}
_PACKAGES = {"saved_model": "tensorflow", "onnx": "onnxruntime", "litert": "ai-edge-litert"}
_TITLES = {"saved_model": "TensorFlow", "onnx": "ONNX Runtime", "litert": "LiteRT"}


def runtime_name(kind: str) -> str:
    """What checks a kind, with its version: ``ONNX Runtime 1.31.1``."""
    return f"{_TITLES[kind]} {version(_PACKAGES[kind])}"


def _by_name(names: Sequence[str], model: Any, inputs: Sequence[Array]) -> dict[str, Array]:
    """Arrays for the names that a runtime has; by the model's own names where it kept them, else in their order."""
    own = {_plain_name(tensor): array for tensor, array in zip(model.inputs, inputs, strict=True)}
    if set(names) <= set(own):
        return {name: own[name] for name in names}
    if len(names) != len(inputs):
        raise ValueError(f"the file has {len(names)} inputs, the model {len(inputs)}")
    return dict(zip(names, inputs, strict=True))


def _plain_name(tensor: Any) -> str:
    return str(tensor.name)


def _natural(name: str) -> list[tuple[int, int, str]]:
    """``output_2`` before ``output_10``."""
    return [(int(part), 0, "") if part.isdigit() else (-1, 1, part) for part in re.split(r"(\d+)", name) if part]
