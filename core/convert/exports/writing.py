"""A live model as a SavedModel, LiteRT or ONNX file, by Keras's own exporters and TensorFlow's converter.

Only run in a process of its own (child): the converters are native code that may end or hang their process, and print.
Does not belong here: whether what was written is right (runtimes, trial).
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.convert.exports.options import ExportOptions
from core.texts import text

OPSET = 18
"""The newest that tf2onnx 1.17 writes; by itself it takes 15, which lacks bitwise operations and sums into places."""


@dataclass(frozen=True, slots=True)
class Written:
    """``batch`` is the number of samples that the file takes at once, None for any; ``notes`` are sentences."""

    batch: int | None = None
    notes: tuple[str, ...] = ()


def write(model: Any, kind: str, path: Path, options: ExportOptions) -> Written:
    """Write ``kind`` (one of RUNTIME_KINDS) to ``path``; raises whatever the converter raises."""
    if kind == "saved_model":
        _write_saved_model(model, path, None)
        return Written(_batch(model))
    if kind == "onnx":
        return _write_onnx(model, path, options)
    return _write_litert(model, path, options)


def _write_saved_model(model: Any, path: Path, batch: int | None) -> None:
    """As ``model.export`` does, which however leaves random layers random (Keras 3.15: their default is training)."""
    import keras

    archive = keras.export.ExportArchive()
    archive.track(model)
    archive.add_endpoint(
        "serve", functools.partial(model.__call__, training=False), input_signature=_signature(model, batch)
    )
    archive.write_out(str(path), verbose=False)


def _signature(model: Any, batch: int | None) -> list[Any]:
    """One argument for the model's inputs in their structure; ``batch`` in the place of a free one."""
    import keras
    import tensorflow as tf

    def spec(tensor: Any) -> Any:
        shape = tuple(tensor.shape)
        return tf.TensorSpec(shape if batch is None else (batch, *shape[1:]), tensor.dtype, name=tensor.name)

    return [keras.tree.map_structure(spec, model._inputs_struct)]


def _write_onnx(model: Any, path: Path, options: ExportOptions) -> Written:
    """With tf2onnx, as Keras's own exporter; but frozen first, since tf2onnx makes inputs of captured constants (the mean
    of a Normalization), and outside of training, since it writes an invalid file for random numbers without a word."""
    import onnx
    import tensorflow as tf
    import tf2onnx
    from keras.src.export.tf2onnx_lib import patch_tf2onnx
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    plain, left_out = _without_random(model)
    signature = _signature(plain, None)
    serve = tf.function(functools.partial(plain.__call__, training=False), input_signature=signature, autograph=False)
    frozen = convert_variables_to_constants_v2(
        serve.get_concrete_function(), lower_control_flow=False, aggressive_inlining=True
    )
    patch_tf2onnx()
    proto, _ = tf2onnx.convert.from_function(_Frozen(frozen), signature, opset=options.opset or OPSET)
    _check_operations(proto.graph)
    _name(proto.graph, [tensor.name for tensor in model.inputs], list(model.output_names))
    onnx.save(proto, str(path))
    notes = (
        (text("Left out, since they only act while training: {left_out}.", left_out=", ".join(left_out)),)
        if left_out
        else ()
    )
    return Written(_batch(model), notes)


def _check_operations(graph: Any) -> None:
    """tf2onnx keeps what it has no counterpart for and says so in a log only; here that is an error as of onnx itself."""
    import onnx

    for node in graph.node:
        if not node.domain and not onnx.defs.has(node.op_type):
            raise ValueError(
                f"No Op registered for {node.op_type} with domain ai.onnx; Name: {node.name} OpType: {node.op_type}"
            )
        for attribute in node.attribute:
            for inner in (*attribute.graphs, *([attribute.g] if attribute.HasField("g") else ())):
                _check_operations(inner)


def _without_random(model: Any) -> tuple[Any, tuple[str, ...]]:
    """The model without augmentation layers that let everything pass outside of training, and their names.

    Even there some of them count up the state of their random numbers, which ONNX has no operation for.
    """
    import keras

    left_out: dict[str, None] = {}

    def call(layer: Any, *args: Any, **kwargs: Any) -> Any:
        if _is_augmentation(layer) and args and hasattr(args[0], "shape"):
            outputs = layer.output
            if hasattr(outputs, "shape") and tuple(outputs.shape) == tuple(args[0].shape):
                left_out[layer.name] = None
                return args[0]
        return layer(*args, **kwargs)

    if not any(_is_augmentation(layer) for layer in model.layers):
        return model, ()
    cloned = keras.models.clone_model(model, clone_function=lambda layer: layer, call_function=call)
    return cloned, tuple(left_out)


def _is_augmentation(layer: Any) -> bool:
    name = type(layer).__name__
    own = type(layer).__module__.startswith("keras.src.layers.preprocessing.image_preprocessing")
    return own and (name.startswith("Random") or name in ("MixUp", "CutMix"))


def _name(graph: Any, inputs: list[str], outputs: list[str]) -> None:
    """Give the file's inputs and outputs the model's names, where they are free; freezing has lost them."""
    taken = {name for node in graph.node for name in (*node.input, *node.output)}
    new: dict[str, str] = {}
    for values, wanted in ((graph.input, inputs), (graph.output, outputs)):
        if len(values) != len(wanted):
            continue
        # Freezing sorts inputs as TensorFlow flattens them, as Keras does; the old name still begins with the new one.
        for value, name in zip(values, _in_order(values, wanted), strict=True):
            if name not in taken and name not in new.values():
                new[value.name] = name
    _rename(graph, new)


def _in_order(values: Any, wanted: list[str]) -> list[str]:
    """``wanted`` as the file orders them: by the names that it has (``image:0``), else as they come."""
    found = [value.name.rpartition(":")[0] for value in values]
    return found if sorted(found) == sorted(wanted) else wanted


def _rename(graph: Any, new: dict[str, str]) -> None:
    """In this graph and those of its loops and branches, which see its values."""
    for value in (*graph.input, *graph.output, *graph.value_info):
        value.name = new.get(value.name, value.name)
    for node in graph.node:
        for names in (node.input, node.output):
            for place, name in enumerate(names):
                names[place] = new.get(name, name)
        for attribute in node.attribute:
            for inner in (*attribute.graphs, *([attribute.g] if attribute.HasField("g") else ())):
                _rename(inner, new)


class _Frozen:
    """What tf2onnx takes for a ``tf.function``: it asks for the concrete function of a signature."""

    def __init__(self, function: Any) -> None:
        self._function = function

    def get_concrete_function(self, *signature: Any) -> Any:
        """The one there is."""
        return self._function


def _write_litert(model: Any, path: Path, options: ExportOptions) -> Written:
    fixed = _batch(model)
    attempts: list[int | None] = [fixed] if fixed is not None else [1] if has_recurrent(model) else [None, 1]
    for number, batch in enumerate(attempts):
        try:
            path.write_bytes(_litert(model, batch, options))
        except Exception:
            if number + 1 == len(attempts):
                raise
        else:
            note = text("The file takes one sample at a time.") if batch == 1 and fixed is None else ""
            return Written(batch, (note,) if note else ())
    raise AssertionError("there is always an attempt")


def _litert(model: Any, batch: int | None, options: ExportOptions) -> bytes:
    """As Keras's own exporter does it, but without ops that LiteRT alone does not have."""
    import tensorflow as tf

    with tempfile.TemporaryDirectory(prefix="netwright-") as folder:
        _write_saved_model(model, Path(folder), batch)
        converter = tf.lite.TFLiteConverter.from_saved_model(folder)
        converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS]
        converter.experimental_enable_resource_variables = True
        if options.quantize != "none":
            converter.optimizations = [tf.lite.Optimize.DEFAULT]
        if options.quantize == "int8":
            converter.representative_dataset = functools.partial(_representative, model, batch, options)
            converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
        data: bytes = converter.convert()
    return data


def _representative(model: Any, batch: int | None, options: ExportOptions) -> Iterator[dict[str, Any]]:
    """The samples one by one (or as many as the file takes), by the names of the model's inputs."""
    size = batch or 1
    count = min(len(array) for array in options.samples.values()) // size
    for start in range(0, count * size, size):
        yield {
            tensor.name: options.samples[tensor.name][start : start + size].astype(tensor.dtype)
            for tensor in model.inputs
        }


def has_recurrent(model: Any) -> bool:
    """Whether a layer, also inside of others, loops over steps: LiteRT needs a known batch for its state."""
    import keras

    return any(isinstance(layer, keras.layers.RNN) for layer in model._flatten_layers())


def _batch(model: Any) -> int | None:
    sizes = [tensor.shape[0] for tensor in model.inputs if tensor.shape[0] is not None]
    return sizes[0] if sizes else None
