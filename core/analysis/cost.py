"""What one call costs: chooses the formula for a live layer or operation and walks into wrappers and nested models.

Convention (see cost_formulas): per sample, inference, a multiply-add is 2 FLOPs. None means: not known, never a guess.
Does not belong here: parameters and memory (shapes counts them from the weights and outputs).
"""

from __future__ import annotations

from typing import Any

from core.analysis import cost_formulas as formulas
from core.analysis.cost_formulas import Formula, Shapes, scaled, summed
from core.analysis.cost_ops import operation_flops
from core.analysis.cost_recurrent import conv_lstm, recurrent
from core.analysis.results import Shape


def _table(*rows: tuple[str, Formula]) -> dict[str, Formula]:
    return {name: formula for names, formula in rows for name in names.split()}


_FREE: Formula = formulas.per_output(0)

LAYERS: dict[str, Formula] = _table(
    ("Conv1D Conv2D Conv3D", formulas.conv),
    ("Conv1DTranspose Conv2DTranspose Conv3DTranspose", formulas.conv_transpose),
    ("DepthwiseConv1D DepthwiseConv2D", formulas.depthwise),
    ("SeparableConv1D SeparableConv2D", formulas.separable),
    ("Dense", formulas.dense),
    ("EinsumDense", formulas.einsum_dense),
    ("MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D", formulas.pooling),
    ("GlobalAveragePooling1D GlobalAveragePooling2D GlobalAveragePooling3D", formulas.per_input(1)),
    ("GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D", formulas.per_input(1)),
    ("AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D", formulas.per_input(1)),
    ("AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D", formulas.per_input(1)),
    ("BatchNormalization", formulas.batch_normalization),
    ("LayerNormalization GroupNormalization", formulas.layer_normalization),
    ("RMSNormalization", formulas.per_input(4)),
    ("UnitNormalization", formulas.per_input(3)),
    ("Normalization Rescaling", formulas.per_input(2)),
    ("Add Subtract Multiply Average Maximum Minimum", formulas.merge),
    ("Dot", formulas.dot),
    ("Activation", formulas.activation),
    ("Softmax", formulas.per_output(5)),
    ("ELU", formulas.per_output(2)),
    ("PReLU", formulas.per_output(3)),
    ("ReLU LeakyReLU", _FREE),
    ("UpSampling1D UpSampling2D UpSampling3D", formulas.up_sampling),
    ("Resizing", formulas.per_output(9)),
    ("MultiHeadAttention GroupedQueryAttention GroupQueryAttention", formulas.multi_head_attention),
    ("Attention AdditiveAttention", formulas.attention),
    ("SimpleRNN LSTM GRU RNN", recurrent),
    ("ConvLSTM1D ConvLSTM2D ConvLSTM3D", conv_lstm),
    (
        "InputLayer Flatten Reshape Permute RepeatVector Identity Masking Concatenate Embedding ActivityRegularization "
        "Cropping1D Cropping2D Cropping3D ZeroPadding1D ZeroPadding2D ZeroPadding3D CenterCrop "
        "Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D AlphaDropout GaussianDropout GaussianNoise "
        "CategoryEncoding Discretization Hashing HashedCrossing IntegerLookup StringLookup TextVectorization",
        _FREE,
    ),
)


def layer_flops(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """FLOPs of one call of a live, built layer, per sample; None where not known.

    ``inputs`` and ``outputs`` are the shapes (batch included) of all tensors, in order.
    """
    name = type(layer).__name__
    if name == "Bidirectional":
        return _bidirectional(layer, inputs, outputs)
    if name == "TimeDistributed":
        return _time_distributed(layer, inputs, outputs)
    if name == "SpectralNormalization":
        return _inner_flops(layer.layer, inputs, outputs)
    formula = next((LAYERS[c.__name__] for c in type(layer).__mro__ if c.__name__ in LAYERS), None)
    if formula is None:
        return 0 if _only_trains(layer) else None
    if not inputs or not outputs:
        return 0
    return formula(layer, inputs, outputs)


def model_flops(model: Any, inputs: Any) -> int | None:
    """FLOPs of a nested functional model called on ``inputs`` (symbolic, structured as the model takes them)."""
    parts: list[int | None] = []

    def counted(operation: Any) -> Any:
        def run(*args: Any, **kwargs: Any) -> Any:
            outputs = operation.compute_output_spec(*args, **kwargs)
            parts.append(call_flops(operation, (args, kwargs), outputs))
            return outputs

        return run

    model._run_through_graph(model._standardize_inputs(inputs), operation_fn=counted)
    return summed(parts)


def call_flops(operation: Any, arguments: Any, outputs: Any) -> int | None:
    """FLOPs of any call: of a layer, an op or a nested model."""
    import keras

    flat = [value for value in keras.tree.flatten(arguments) if value is not None]
    produced = [tuple(tensor.shape) for tensor in keras.tree.flatten(outputs) if tensor is not None]
    if isinstance(operation, keras.Model):
        args, kwargs = arguments
        return model_flops(operation, args[0] if args else kwargs["inputs"])
    if isinstance(operation, keras.layers.Layer):
        tensors = [tuple(value.shape) for value in flat if isinstance(value, keras.KerasTensor)]
        return layer_flops(operation, tensors, produced)
    return operation_flops(operation, flat, produced)


def _bidirectional(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    joined = 0 if layer.merge_mode in ("concat", None) else 2 if layer.merge_mode == "ave" else 1
    return summed(
        [
            layer_flops(layer.forward_layer, inputs[:1], outputs),
            layer_flops(layer.backward_layer, inputs[:1], outputs),
            scaled(outputs[0], joined),
        ]
    )


def _time_distributed(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    steps = inputs[0][1]

    def one_step(shape: Shape) -> Shape:
        return (shape[0], *shape[2:])

    each = _inner_flops(layer.layer, [one_step(inputs[0])], [one_step(outputs[0])])
    return None if steps is None or each is None else steps * each


def _inner_flops(layer: Any, inputs: Shapes, outputs: Shapes) -> int | None:
    """FLOPs of the layer or model that a wrapper holds; a wrapper has one input."""
    import keras

    if isinstance(layer, keras.Model):
        dtypes = [tensor.dtype for tensor in layer.inputs]
        return model_flops(layer, [keras.KerasTensor(inputs[0], dtype=dtypes[0])]) if len(dtypes) == 1 else None
    return layer_flops(layer, inputs, outputs)


def _only_trains(layer: Any) -> bool:
    """True for layers that pass their input through at inference (augmentation)."""
    return any(cls.__name__ in ("BaseImagePreprocessingLayer", "BaseRandomLayer") for cls in type(layer).__mro__)
