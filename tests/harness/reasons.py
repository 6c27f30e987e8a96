"""What the harness cannot prove, each with its reason. There is no other exception.

Keys are ids of cases or patterns of ids. Every reason is held to be true as well: what Keras refuses must be refused, what
cannot run must fail, what a file loses must be lost. So an exception that a newer Keras makes needless fails the tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

_NUMBER = "Keras asks the number for its dtype, so only an array can stand there (a case of its own)"
_FRAMEWORK = "it wraps code of another framework, or a folder on this machine, which no project carries"
_GPU = "it needs a GPU"
_NO_HALF = "TensorFlow has no such pooling for float16 on a CPU"
_DTYPE = "Keras writes the dtype of its weights to the file in the place of its dtype policy"

CHANNELS_FIRST = "TensorFlow runs channels_first only on a GPU"
"""For some layers; the others are run."""

NO_LAYER: Mapping[str, str] = {
    "InputLayer": "it is the input of every case; its settings have cases of their own (value_cases)",
    "TFSMLayer": _FRAMEWORK,
    "JaxLayer": _FRAMEWORK,
    "FlaxLayer": _FRAMEWORK,
    "TorchModuleWrapper": _FRAMEWORK,
    "Equalization": "Keras 3.15 returns its own input when the layer is described, so no functional model can hold it",
}
"""Layers that are refused with a sentence as they are dropped (InputLayer is not)."""

REFUSED: Mapping[str, str] = {
    "Hashing-mixed_float16": "its output is whole numbers",
    "*-x=2": _NUMBER,
    "bitwise_and-y=2": _NUMBER,
    "bitwise_*or-y=2": _NUMBER,
    "hypot-x[12]=2.5": _NUMBER,
    "heaviside-x[12]=2.5": _NUMBER,
    "isin-x1=2.5": _NUMBER,
    "polar-abs_=2.5": _NUMBER,
    "get_item-x[[][.][.][.]]": "Keras takes such a key only inside of a tuple",
    "get_item-x[[]1:]": "Keras takes such a key only inside of a tuple",
    "add-row": "Keras takes a row of numbers only as an array",
    "matmul-array": "Keras takes rows of numbers only as an array",
    "linspace-retstep=True": "the second thing that it returns is no tensor",
}
"""What Keras itself does not put into a functional model."""

NOT_RUN: Mapping[str, str] = {
    "TextVectorization": "it has no vocabulary before it has seen data (with one: TextVectorization-words)",
    "*-flash_attention=True": _GPU,
    "*-use_cudnn=True": _GPU,
    "MaxPooling3D-mixed_float16": _NO_HALF,
    "AveragePooling3D-mixed_float16": _NO_HALF,
    "AdaptiveMaxPooling3D-mixed_float16": _NO_HALF,
    "AdaptiveAveragePooling3D-mixed_float16": _NO_HALF,
    "RMSNormalization-axis": "Keras 3.15 scales along the last axis whatever the axis is",
    "view_as_complex": "Keras 3.15 multiplies a float tensor by 1j, which TensorFlow refuses",
    "softmax-axes": "Keras 3.15 asks whether its axis is below 0, which several are not",
    "histogram*": "Keras 3.15 calls a function that its TensorFlow backend does not have",
    "conv_transpose*": "Keras 3.15 calls it with padding and output_padding exchanged",
    "geomspace-axis=1": "Keras 3.15 puts the axis in the wrong place on TensorFlow",
    "sparse_categorical_crossentropy-axis=1": "TensorFlow has it for the last axis only",
    "image.affine_transform-fill_mode=mirror": "TensorFlow has no such fill mode",
}
"""What can be described, written and saved, and fails when it is run here."""

NOT_FROM_FILE: Mapping[str, str] = {
    "TextVectorization": "TensorFlow cannot load an empty vocabulary (see NOT_RUN)",
    "Lambda*": "Keras opens a file with a function of Python only with safe_mode=False, which opens the door to any code",
    "RandomShear-one number": "Keras 3.15 writes the number as a range from -0.3, which it does not read",
    "RandomGrayscale-seed": "Keras 3.15 does not write its seed to the file",
    "HashedCrossing-mixed_float16": _DTYPE,
    "SpatialDropout?D-mixed_float16": _DTYPE,
    "adaptive_*_pool*": "Keras 3.15 wants a tuple where its own file has a list",
    "histogram-range": "Keras 3.15 wants a tuple where its own file has a list",
    "image.extract_patches*": "Keras 3.15 does not write its name to the file",
}
"""What Keras itself loses between ``save`` and ``load_model``."""


NOT_TRIED: Mapping[str, str] = {
    "ConvLSTM?D-data_format=channels_first": "TensorFlow compiles it for a CPU, as long as a hundred other cases take",
}
"""What is described, written and saved, and not run."""


def reason(table: Mapping[str, str], id: str) -> str:
    """Why the case of that id is an exception of this kind; empty if it is none."""
    return next((why for pattern, why in table.items() if fnmatchcase(id, pattern)), "")
