"""Which name a class or setting of Keras 1 and 2 has in Keras 3, as tables.

Sources: the layers of Keras 1.2.2 and the ``legacy/interfaces.py`` of Keras 2.0.9, which lists every renaming between
the two; the layers of Keras 2.15. Does not belong here: settings whose meaning changed (settings, recurrent, merging).
"""

from __future__ import annotations

from collections.abc import Mapping

from core.texts import text

MODELS = frozenset({"Sequential", "Model", "Functional", "Network", "Container"})

CLASSES: Mapping[str, str] = {
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Convolution3D": "Conv3D",
    "AtrousConvolution1D": "Conv1D",
    "AtrousConvolution2D": "Conv2D",
    "AtrousConv1D": "Conv1D",
    "AtrousConv2D": "Conv2D",
    "Deconvolution2D": "Conv2DTranspose",
    "Deconvolution3D": "Conv3DTranspose",
    "Deconv2D": "Conv2DTranspose",
    "Deconv3D": "Conv3DTranspose",
    "Convolution1DTranspose": "Conv1DTranspose",
    "Convolution2DTranspose": "Conv2DTranspose",
    "Convolution3DTranspose": "Conv3DTranspose",
    "SeparableConvolution1D": "SeparableConv1D",
    "SeparableConvolution2D": "SeparableConv2D",
    "DepthwiseConvolution2D": "DepthwiseConv2D",
    "TimeDistributedDense": "Dense",
    "BatchNormalizationV1": "BatchNormalization",
    "BatchNormalizationV2": "BatchNormalization",
    "SyncBatchNormalization": "BatchNormalization",
    "CuDNNLSTM": "LSTM",
    "CuDNNGRU": "GRU",
    "UnifiedLSTM": "LSTM",
    "UnifiedGRU": "GRU",
    "LSTMV1": "LSTM",
    "LSTMV2": "LSTM",
    "GRUV1": "GRU",
    "GRUV2": "GRU",
    "ThresholdedReLU": "ReLU",
    "LeakyReLu": "LeakyReLU",
    "PReLu": "PReLU",
    "ReLu": "ReLU",
    "DenseV1": "Dense",
    "TimeDistributedV2": "TimeDistributed",
    **{
        f"{kind}Pool{rank}D": f"{full}Pooling{rank}D"
        for kind, full in (("Max", "Max"), ("Avg", "Average"))
        for rank in (1, 2, 3)
    },
    **{
        f"Global{kind}Pool{rank}D": f"Global{full}Pooling{rank}D"
        for kind, full in (("Max", "Max"), ("Avg", "Average"))
        for rank in (1, 2, 3)
    },
}

APPLICATION_LAYERS: Mapping[str, tuple[str, frozenset[str]]] = {
    "CustomScaleLayer": ("keras.src.applications.inception_resnet_v2", frozenset({"scale"})),
    "LayerScale": ("keras.src.applications.convnext", frozenset({"init_values", "projection_dim"})),
    "StochasticDepth": ("keras.src.applications.convnext", frozenset({"drop_path_rate"})),
}
"""Layers that Keras defines beside its applications: the module in Keras 3, and the settings that tell them from
layers of the same name that others wrote."""

COMMON: Mapping[str, str] = {
    "border_mode": "padding",
    "dim_ordering": "data_format",
    "subsample": "strides",
    "subsample_length": "strides",
    "atrous_rate": "dilation_rate",
    "nb_filter": "filters",
    "filter_length": "kernel_size",
    "W_regularizer": "kernel_regularizer",
    "U_regularizer": "recurrent_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "U_constraint": "recurrent_constraint",
    "b_constraint": "bias_constraint",
    "init": "kernel_initializer",
    "inner_init": "recurrent_initializer",
    "inner_activation": "recurrent_activation",
    "bias": "use_bias",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "beta_init": "beta_initializer",
    "gamma_init": "gamma_initializer",
}
"""Settings that were renamed wherever they stood."""

BY_CLASS: Mapping[str, Mapping[str, str]] = {
    **{name: {"output_dim": "units"} for name in ("Dense", "SimpleRNN", "LSTM", "GRU")},
    **{name: {"p": "rate"} for name in ("Dropout", "GaussianDropout", "AlphaDropout")},
    **{f"SpatialDropout{rank}D": {"p": "rate"} for rank in (1, 2, 3)},
    "GaussianNoise": {"sigma": "stddev"},
    "Embedding": {
        "init": "embeddings_initializer",
        "W_regularizer": "embeddings_regularizer",
        "W_constraint": "embeddings_constraint",
    },
    **{
        f"{kind}Pooling1D": {"pool_length": "pool_size", "stride": "strides", "st": "strides"}
        for kind in ("Max", "Average")
    },
    "UpSampling1D": {"length": "size"},
    "PReLU": {"init": "alpha_initializer"},
    "LeakyReLU": {"alpha": "negative_slope"},
    "ReLU": {"theta": "threshold"},
    "InputLayer": {"batch_input_shape": "batch_shape", "input_dtype": "dtype"},
    "CategoryEncoding": {"max_tokens": "num_tokens"},
    "IntegerLookup": {"mask_value": "mask_token", "oov_value": "oov_token", "max_values": "max_tokens"},
    "Discretization": {"bins": "bin_boundaries"},
    "Reshape": {"dims": "target_shape"},
}

KERNEL_SIZE = (("nb_row", "nb_col"), ("kernel_dim1", "kernel_dim2", "kernel_dim3"))
"""Settings that together became ``kernel_size``."""

SHAPE_KEYS = ("batch_input_shape", "input_shape", "input_dtype", "input_length")
"""Settings about the input of the model; they became the shape of an Input."""

SPEED_ONLY: Mapping[str, str] = {
    "consume_less": text("it only chose between speed and memory"),
    "implementation": text("it only chose between speed and memory"),
    "fused": text("it only chose between speed and memory"),
    "experimental_autocast": text("it is no setting any more"),
    "autocast": text("it is no setting any more"),
}

SILENT = frozenset(
    {
        "weights", "shared_object_id", "batch_input_shape", "input_shape", "input_dtype", "_cached_input_shape",
        "time_major", "virtual_batch_size", "adjustment", "renorm", "renorm_clipping", "renorm_momentum", "input_spec",
        "query_shape", "key_shape", "value_shape", "build_config", "vocabulary_size", "has_input_vocabulary",
        "vocab_size", "num_constants", "expects_training_arg", "dynamic", "type_spec", "_keras_api_names",
        "cudnn_compatible", "name", "trainable", "dtype",
    }
)  # fmt: skip
"""Settings that are dealt with elsewhere or say nothing about the model."""

DATA_FORMATS: Mapping[str, str] = {"th": "channels_first", "tf": "channels_last"}
