"""The thin, curated part of the catalogue: what cannot be derived from Keras's classes.

Words (Chinese titles, aliases, starter parameters) stand in ``resources/catalog/*.json``, one line a class; here are
the few tables about parameters. Does not belong here: anything that introspection can find out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from core.catalog import codec
from core.catalog.spec import FamilySpec, LayerSpec, ParamKind, ParamSpec
from core.graph.values import FrozenMap, Value

RESOURCES = Path(__file__).resolve().parents[2] / "resources" / "catalog"

LAYER_FAMILIES = (
    FamilySpec("input", "layer", "Input", "输入"),
    FamilySpec("core", "layer", "Core", "核心"),
    FamilySpec("convolution", "layer", "Convolution", "卷积"),
    FamilySpec("pooling", "layer", "Pooling", "池化"),
    FamilySpec("recurrent", "layer", "Recurrent", "循环"),
    FamilySpec("attention", "layer", "Attention", "注意力"),
    FamilySpec("normalization", "layer", "Normalization", "归一化"),
    FamilySpec("regularization", "layer", "Regularization", "正则化"),
    FamilySpec("reshaping", "layer", "Reshaping", "变形"),
    FamilySpec("merging", "layer", "Merging", "合并"),
    FamilySpec("activation", "layer", "Activation", "激活"),
    FamilySpec("preprocessing", "layer", "Preprocessing", "预处理"),
)
CUSTOM_FAMILY = FamilySpec("custom", "layer", "Custom", "自定义")
"""The layers from the user's own files; shown only when there are any."""
OP_FAMILIES = (
    FamilySpec("arithmetic", "op", "Arithmetic", "算术运算"),
    FamilySpec("comparison", "op", "Comparison and logic", "比较与逻辑"),
    FamilySpec("elementwise", "op", "Elementwise functions", "逐元素函数"),
    FamilySpec("reduction", "op", "Reduction", "归约"),
    FamilySpec("shaping", "op", "Shape", "形状"),
    FamilySpec("indexing", "op", "Indexing and sorting", "索引与排序"),
    FamilySpec("neural", "op", "Neural network", "神经网络"),
    FamilySpec("linalg", "op", "Linear algebra", "线性代数"),
    FamilySpec("signal", "op", "Signal", "信号"),
    FamilySpec("image", "op", "Image", "图像"),
)

# The folder of keras.src.layers in which a class lives, where it differs from the family's id.
FAMILY_OF_FOLDER: Mapping[str, str] = {
    "activations": "activation",
    "convolutional": "convolution",
    "rnn": "recurrent",
}
NOT_PLACEABLE = frozenset({"Layer", "Wrapper", "LSTMCell", "GRUCell", "SimpleRNNCell", "StackedRNNCells"})
# Layers that the models of keras.applications are made of and that Keras does not export: they come with such a model.
APPLICATION_LAYERS = frozenset(
    {
        "keras.src.applications.convnext.LayerScale",
        "keras.src.applications.convnext.StochasticDepth",
        "keras.src.applications.inception_resnet_v2.CustomScaleLayer",
    }
)

_PRIMARY = frozenset(
    {
        "units", "filters", "kernel_size", "strides", "padding", "activation", "pool_size", "rate", "return_sequences",
        "return_state", "size", "dropout", "learning_rate", "mode", "factor", "output_mode", "score_mode",
    }
)  # fmt: skip

_POOL = ("valid", "same")
_QUANTILE = ("linear", "lower", "higher", "midpoint", "nearest")
_SAMPLING = ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5")
_ENCODED = ("int", "one_hot", "multi_hot", "count")
# "Owner.parameter" before "parameter"; an empty tuple means free text.
_CHOICES: Mapping[str, tuple[Value, ...]] = {
    "padding": _POOL,
    "Conv1D.padding": (*_POOL, "causal"),
    "data_format": ("channels_last", "channels_first"),
    "interpolation": ("nearest", "bilinear"),
    "UpSampling2D.interpolation": _SAMPLING,
    "Resizing.interpolation": (*_SAMPLING, "area"),
    "resize.interpolation": _SAMPLING,
    "resize.fill_mode": ("constant",),
    "fill_mode": ("constant", "nearest", "wrap", "reflect"),
    "affine_transform.fill_mode": ("constant", "nearest", "wrap", "mirror", "reflect"),
    "map_coordinates.fill_mode": ("constant", "nearest", "wrap", "mirror", "reflect"),
    "Resizing.fill_mode": ("constant",),
    "merge_mode": ("concat", "sum", "mul", "ave", None),
    "output_mode": _ENCODED,
    "CategoryEncoding.output_mode": ("one_hot", "multi_hot", "count"),
    "HashedCrossing.output_mode": ("int", "one_hot"),
    "IntegerLookup.output_mode": (*_ENCODED, "tf_idf"),
    "StringLookup.output_mode": (*_ENCODED, "tf_idf"),
    "TextVectorization.output_mode": ("int", "multi_hot", "count", "tf_idf"),
    "score_mode": ("dot", "concat"),
    "RandomFlip.mode": ("horizontal", "vertical", "horizontal_and_vertical"),
    "STFTSpectrogram.mode": ("log", "magnitude", "psd", "real", "imag", "angle", "stft"),
    "window": ("hann", "hamming"),
    "scaling": ("density", "spectrum", None),
    "standardize": ("lower_and_strip_punctuation", "lower", "strip_punctuation", None),
    "split": ("whitespace", "character", None),
    "oov_method": ("floormod", "farmhash"),
    "vocabulary_dtype": ("int64",),
    "use_cudnn": ("auto", True, False),
    "reduction": ("sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", None),
    "scatter_update.reduction": (None, "add", "max", "min", "mul"),
    "curve": ("ROC", "PR"),
    "summation_method": ("interpolation", "minoring", "majoring"),
    "average": (None, "micro", "macro", "weighted"),
    "class_aggregation": ("uniform_average", "variance_weighted_average", None),
    "VarianceScaling.mode": ("fan_in", "fan_out", "fan_avg"),
    "distribution": ("truncated_normal", "untruncated_normal", "uniform"),
    "OrthogonalRegularizer.mode": ("rows", "columns"),
    "EarlyStopping.mode": ("auto", "min", "max"),
    "ModelCheckpoint.mode": ("auto", "min", "max"),
    "OrbaxCheckpoint.mode": ("auto", "min", "max"),
    "ReduceLROnPlateau.mode": ("auto", "min", "max"),
    "save_freq": ("epoch",),
    "update_freq": ("epoch", "batch"),
    "searchsorted.side": ("left", "right"),
    "STFT.side": ("real", "imag"),
    "pad.mode": ("constant", "reflect", "symmetric"),
    "correlate.mode": ("valid", "same", "full"),
    "qr.mode": ("reduced", "complete"),
    "quantile.method": _QUANTILE,
    "nanquantile.method": _QUANTILE,
    "percentile.method": _QUANTILE,
    "nanpercentile.method": _QUANTILE,
    "scale_and_translate.method": ("linear", "cubic", "lanczos3", "lanczos5"),
    "norm.ord": ("fro", "nuc", 1, 2),
    "indexing": ("xy", "ij"),
    "strategy": ("greedy", "beam_search"),
}
# Choices beside which Keras takes other values as well (a callable, an int ...).
_OPEN = frozenset({"window", "standardize", "split", "save_freq", "update_freq", "ord"})

# Where name and default mislead, or the docstring says nothing.
_KINDS: Mapping[str, dict[str, Any]] = {
    "InputLayer.shape": {"kind": ParamKind.SHAPE},
    "InputLayer.batch_size": {"kind": ParamKind.INT, "minimum": 1},
    "InputLayer.sparse": {"kind": ParamKind.BOOL},
    "InputLayer.ragged": {"kind": ParamKind.BOOL},
    "InputLayer.batch_shape": {"kind": ParamKind.SHAPE},
    "InputLayer.input_tensor": {"kind": ParamKind.ANY},
    "EinsumDense.bias_axes": {"kind": ParamKind.TEXT},
    "EinsumDense.output_shape": {"kind": ParamKind.SHAPE},
    "RandomPosterization.factor": {"kind": ParamKind.INT, "minimum": 1, "maximum": 8},
    "RandomGaussianBlur.kernel_size": {"kind": ParamKind.INT_OR_TUPLE, "length": 2, "minimum": 1},
    "RandomCrop.height": {"kind": ParamKind.INT, "minimum": 1},
    "RandomCrop.width": {"kind": ParamKind.INT, "minimum": 1},
    "RandomErasing.fill_value": {"kind": ParamKind.FLOAT},
    "RandomErasing.scale": {"kind": ParamKind.TUPLE, "length": 2, "item": "float"},
    "RandomRotation.factor": {"kind": ParamKind.RANGE},
    "RandomContrast.factor": {"kind": ParamKind.RANGE},
    "RandAugment.factor": {"kind": ParamKind.FLOAT, "minimum": 0.0, "maximum": 1.0},
    "AugMix.factor": {"kind": ParamKind.FLOAT, "minimum": 0.0, "maximum": 1.0},
    # -1 means as many groups as channels.
    "GroupNormalization.groups": {"kind": ParamKind.INT, "minimum": -1},
    "Hashing.mask_value": {"kind": ParamKind.TEXT},
    "Hashing.salt": {"kind": ParamKind.INT},
    "IntegerLookup.salt": {"kind": ParamKind.INT},
    "StringLookup.salt": {"kind": ParamKind.INT},
    "StringLookup.mask_token": {"kind": ParamKind.TEXT},
    "Embedding.weights": {"kind": ParamKind.ARRAY},
    "Bidirectional.weights": {"kind": ParamKind.ARRAY},
    "Lambda.mask": {"kind": ParamKind.FUNCTION},
    "TextVectorization.ngrams": {"kind": ParamKind.INT, "minimum": 1},
    "Pipeline.layers": {"kind": ParamKind.LAYERS},
    "ReLU.max_value": {"kind": ParamKind.FLOAT, "minimum": 0.0},
    "quantization_config": {"kind": ParamKind.ANY},
    "gptq_unpacked_column_size": {"kind": ParamKind.INT},
    "flash_attention": {"kind": ParamKind.BOOL},
    "logit_soft_cap": {"kind": ParamKind.FLOAT},
    "call_training_endpoint": {"kind": ParamKind.TEXT},
    "native_serialization_platforms": {"kind": ParamKind.LIST},
    "fill_value": {"kind": ParamKind.FLOAT},
    "MaxNumBoundingBoxes.fill_value": {"kind": ParamKind.INT},
    "idf_weights": {"kind": ParamKind.ARRAY, "item": "float"},
    "training": {"kind": ParamKind.BOOL},
    "einsum.subscripts": {"kind": ParamKind.TEXT},
    # Keras keeps these two beside the op, so a tensor of the network cannot stand there.
    "bincount.weights": {"kind": ParamKind.ARRAY, "item": "float"},
    "trapezoid.x": {"kind": ParamKind.ARRAY, "item": "float"},
    "get_item.key": {"kind": ParamKind.INDEX},
    "reshape.newshape": {"kind": ParamKind.SHAPE},
    "slice.start_indices": {"kind": ParamKind.TUPLE},
    "slice_update.start_indices": {"kind": ParamKind.TUPLE},
    "full_like.fill_value": {"kind": ParamKind.FLOAT},
    "quantile.q": {"kind": ParamKind.ARRAY, "item": "float"},
    "nanquantile.q": {"kind": ParamKind.ARRAY, "item": "float"},
    "percentile.q": {"kind": ParamKind.ARRAY, "item": "float"},
    "nanpercentile.q": {"kind": ParamKind.ARRAY, "item": "float"},
    "CategoricalGeneralizedCrossEntropy.q": {"kind": ParamKind.FLOAT, "minimum": 0.0, "maximum": 1.0},
    "loss_scale_factor": {"kind": ParamKind.FLOAT},
    "global_clipnorm": {"kind": ParamKind.FLOAT},
    "ema_overwrite_frequency": {"kind": ParamKind.INT, "minimum": 1},
    "gradient_accumulation_steps": {"kind": ParamKind.INT, "minimum": 2},
    "decay_steps": {"kind": ParamKind.INT, "minimum": 1},
    "ignore_class": {"kind": ParamKind.INT},
    "label_weights": {"kind": ParamKind.ARRAY, "item": "float"},
    "thresholds": {"kind": ParamKind.ARRAY, "item": "float"},
    "input_axes": {"kind": ParamKind.AXES},
    "output_axes": {"kind": ParamKind.AXES},
    "MaxNorm.max_value": {"kind": ParamKind.FLOAT, "minimum": 0.0},
    "EarlyStopping.min_delta": {"kind": ParamKind.FLOAT, "minimum": 0.0},
    "baseline": {"kind": ParamKind.FLOAT},
    "initial_value_threshold": {"kind": ParamKind.FLOAT},
    "name": {"kind": ParamKind.TEXT},
    "kth": {"kind": ParamKind.INT},
    "x_min": {"kind": ParamKind.FLOAT},
    "x_max": {"kind": ParamKind.FLOAT},
    "max_val": {"kind": ParamKind.FLOAT},
    "initial": {"kind": ParamKind.FLOAT},
    "histogram.range": {"kind": ParamKind.TUPLE, "length": 2, "item": "float"},
    "pad.pad_width": {"kind": ParamKind.BORDERS, "minimum": 0},
    "pad.constant_values": {"kind": ParamKind.FLOAT},
    "axis1": {"kind": ParamKind.INT},
    "axis2": {"kind": ParamKind.INT},
    "rot90.axes": {"kind": ParamKind.TUPLE, "length": 2},
    "repeats": {"kind": ParamKind.INT_OR_TUPLE, "minimum": 0},
    "indices_or_sections": {"kind": ParamKind.INT_OR_TUPLE},
    "roll.shift": {"kind": ParamKind.INT_OR_TUPLE},
    "roll.axis": {"kind": ParamKind.AXES},
    "squeeze.axis": {"kind": ParamKind.AXES},
    "amax.axis": {"kind": ParamKind.AXES},
    "amin.axis": {"kind": ParamKind.AXES},
    "std.axis": {"kind": ParamKind.AXES},
    "average.axis": {"kind": ParamKind.AXES},
    "unstack.num": {"kind": ParamKind.INT, "minimum": 1},
    "rcond": {"kind": ParamKind.FLOAT},
    "threshold.threshold": {"kind": ParamKind.FLOAT},
    "squareplus.b": {"kind": ParamKind.FLOAT},
    "logspace.base": {"kind": ParamKind.FLOAT},
    "attn_logits_soft_cap": {"kind": ParamKind.FLOAT},
    "fold.padding": {"kind": ParamKind.INT_OR_TUPLE, "length": 2, "minimum": 0},
    "unfold.padding": {"kind": ParamKind.INT_OR_TUPLE, "length": 2, "minimum": 0},
    "target_height": {"kind": ParamKind.INT, "minimum": 1},
    "target_width": {"kind": ParamKind.INT, "minimum": 1},
    "map_coordinates.order": {"kind": ParamKind.INT, "minimum": 0, "maximum": 1},
    "scale_and_translate.spatial_dims": {"kind": ParamKind.AXES},
    "resize.size": {"kind": ParamKind.INT_OR_TUPLE, "length": 2, "minimum": 1},
    "extract_patches.size": {"kind": ParamKind.INT_OR_TUPLE, "length": 2, "minimum": 1},
    "extract_patches_3d.size": {"kind": ParamKind.INT_OR_TUPLE, "length": 3, "minimum": 1},
}

_HELP: Mapping[str, str] = {
    "trainable": "Whether training changes the weights of this layer.",
    "dtype": "The dtype of computations and weights, or a dtype policy such as `mixed_float16`. "
    "None follows the global policy.",
    "data_format": "Whether the channels are the last axis (`channels_last`) or the first after the batch "
    "(`channels_first`). None follows the Keras configuration.",
    "seed": "An integer that makes the random numbers of this layer repeatable.",
    "training": "Whether this call behaves as in training. None follows the mode in which the model runs.",
    "activity_regularizer": "A penalty on the output of the layer, added to the loss.",
    "name": "The name shown in logs and results.",
    "Masking.mask_value": "A time step in which every feature equals this value is skipped by the following layers.",
    "Pipeline.layers": "The preprocessing layers, applied in order.",
    "Dense.quantization_config": "How the layer is quantized; only Python code can make it.",
    "MaxNumBoundingBoxes.fill_value": "The number that fills the boxes added to reach the wanted count.",
    "InputLayer.sparse": "Whether the tensors that come in are sparse.",
    "InputLayer.ragged": "Whether the tensors that come in are ragged. Needs the TensorFlow backend.",
    "InputLayer.batch_shape": "The shape with the batch size in front. Give either this or `shape`.",
    "Resizing.antialias": "Whether to smooth while shrinking.",
    "RandomColorDegeneration.value_range": "The lowest and highest value that pixels may have.",
}


@dataclass(frozen=True)
class Overlay:
    """The words of ``resources/catalog``, read once by whoever builds a catalogue."""

    folder: Path = RESOURCES

    @cached_property
    def layers(self) -> dict[str, dict[str, Any]]:
        """Words by class name: title, zh, about, about_en, aliases, primary, starter, requires; in palette order."""
        return self._read("layers.json")

    @cached_property
    def ops(self) -> dict[str, dict[str, Any]]:
        """Words by op name (``add``, ``image.resize``): family, zh, about, aliases, starter, outputs; in palette order."""
        return self._read("ops.json")

    @cached_property
    def objects(self) -> dict[str, dict[str, str]]:
        """Chinese titles by object kind and class name."""
        return self._read("objects.json")

    @cached_property
    def syllables(self) -> dict[str, str]:
        """Pinyin by Chinese character or word; a longer key wins."""
        return self._read("pinyin.json")

    def _read(self, name: str) -> dict[str, Any]:
        data: dict[str, Any] = json.loads((self.folder / name).read_text(encoding="utf-8"))
        return data


def choices_for(owner: str, name: str) -> tuple[Value, ...] | None:
    """The texts a parameter may be, or None where it is no choice."""
    found: tuple[Value, ...] | None = _lookup(_CHOICES, owner, name)
    return found


def is_open(name: str) -> bool:
    """Whether Keras takes more than the listed choices."""
    return name in _OPEN


def kind_for(owner: str, name: str) -> dict[str, Any]:
    """Curated fields of a :class:`ParamSpec` (kind, bounds, length); empty where the rules are right."""
    return _lookup(_KINDS, owner, name) or {}


def help_for(owner: str, name: str) -> str:
    """Help where the docstring has none."""
    return _lookup(_HELP, owner, name) or ""


def is_primary(name: str, required: bool, words: Mapping[str, Any]) -> bool:
    """Whether a parameter is shown first: required, listed for the class, or (with no list) known as important."""
    listed = words.get("primary")
    return required or (name in listed if listed is not None else name in _PRIMARY)


def starter_params(spec: LayerSpec, words: Mapping[str, Any]) -> FrozenMap[str, Value]:
    """Parameters with which a freshly dropped layer can be built: the curated ones, and a guess by kind for any
    required parameter they leave out (a class that a newer Keras added)."""
    made: dict[str, Value] = {name: codec.decode(value) for name, value in words.get("starter", {}).items()}
    if not words.get("requires"):
        for param in spec.params:
            if param.required and param.name not in made and param.kind in _GUESSES:
                made[param.name] = _guess(param)
    return FrozenMap({param.name: made[param.name] for param in spec.params if param.name in made})


_GUESSES: Mapping[ParamKind, Value] = {
    ParamKind.INT: 8,
    ParamKind.FLOAT: 0.5,
    ParamKind.INT_OR_TUPLE: 2,
    ParamKind.RANGE: 0.2,
    ParamKind.BORDERS: 1,
    ParamKind.AXES: -1,
    ParamKind.SHAPE: (-1,),
    ParamKind.ACTIVATION: "relu",
    ParamKind.DTYPE: "float32",
    ParamKind.BOOL: False,
}


def _guess(param: ParamSpec) -> Value:
    guess = _GUESSES[param.kind]
    if isinstance(guess, (int, float)) and not isinstance(guess, bool) and param.maximum is not None:
        return min(guess, param.maximum)
    return guess


def _lookup(table: Mapping[str, Any], owner: str, name: str) -> Any:
    return table[key] if (key := f"{owner}.{name}") in table else table.get(name)
