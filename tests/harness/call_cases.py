"""Layers in the wirings and settings that switches and choices do not reach: masks, states, cells, inner layers, tuples.

Written by hand, in the words of Keras. Does not belong here: networks of several layers (structure_cases).
"""

from __future__ import annotations

from core.graph.values import PythonSource, Source, Value, frozen
from tests.harness.case import Case, object_, values
from tests.harness.numbers import Feed

STEPS = Feed((None, 16, 16))
SHORT = Feed((None, 6, 4))
IMAGE = Feed((None, 16, 16, 4))
PICTURE = Feed((None, 32, 32, 3), kind="image")
VOLUME = Feed((None, 6, 6, 6, 4))
WORDS = Feed((None, 1), "string")
MASK6 = Feed((None, 6), "bool")
_LSTM = object_("layers.LSTM", units=5, return_sequences=True)


TRUSTED = PythonSource("lambda x: ops.sin(x) * np.pi")


def cases() -> list[Case]:
    """All of them."""
    return [*_recurrent(), *_attention(), *_wrapped(), *_masked(), *_sizes(), *_axes(), *_learned(), *_policies()]


def _case(id: str, params: dict[str, object], training: bool = False, /, **arguments: object) -> Case:
    """``id`` is ``Class-what``; each Feed among the arguments becomes an input."""
    feeds: dict[str, Feed] = {}

    def wired(value: object) -> Value:
        if isinstance(value, Feed):
            feeds[f"in_{len(feeds)}"] = value
            return Source(f"in_{len(feeds) - 1}")
        if isinstance(value, tuple):
            return tuple(wired(item) for item in value)
        return frozen(value)

    given = {name: wired(value) for name, value in arguments.items()}
    return Case(id, f"keras.layers.{id.partition('-')[0]}", values(params), given, feeds, training=training)


def _recurrent() -> list[Case]:
    state, image_state = Feed((None, 5)), Feed((None, 8, 8, 3))
    cells = (object_("layers.LSTMCell", units=5), object_("layers.GRUCell", units=3, name="upper"))
    stacked = object_("layers.StackedRNNCells", cells=(*cells, object_("layers.SimpleRNNCell", units=2)))
    several = {"return_sequences": True, "return_state": True}
    return [
        _case("LSTM-states", {"units": 5, **several}, sequences=SHORT, initial_state=(state, state)),
        _case("LSTM-state and mask", {"units": 5}, sequences=SHORT, initial_state=(state, state), mask=MASK6),
        _case("LSTM-mask", {"units": 5, "return_sequences": True}, sequences=SHORT, mask=MASK6),
        _case("LSTM-training", {"units": 5, "dropout": 0.5, "seed": 1}, True, sequences=SHORT, training=True),
        _case("GRU-states", {"units": 5, **several, "go_backwards": True}, sequences=SHORT, initial_state=state),
        _case("GRU-mask", {"units": 5, "reset_after": False}, sequences=SHORT, mask=MASK6),
        _case("SimpleRNN-states", {"units": 5, **several}, sequences=SHORT, initial_state=state),
        _case("SimpleRNN-mask", {"units": 5}, sequences=SHORT, mask=MASK6),
        _case("RNN-GRU cell", {"cell": object_("layers.GRUCell", units=5), **several}, sequences=SHORT),
        _case("RNN-simple cell", {"cell": object_("layers.SimpleRNNCell", units=5)}, sequences=SHORT, mask=MASK6),
        _case("RNN-list of cells", {"cell": cells, "return_state": True}, sequences=SHORT),
        _case(
            "Bidirectional-list of cells",
            {"layer": object_("layers.RNN", cell=cells, return_state=True)},
            sequences=SHORT,
        ),
        _case("RNN-stacked cells", {"cell": stacked, "return_sequences": True}, sequences=SHORT),
        _case(
            "RNN-states",
            {"cell": object_("layers.LSTMCell", units=5), **several},
            sequences=SHORT,
            initial_state=(state, state),
        ),
        _case("Bidirectional-GRU", {"layer": object_("layers.GRU", units=5), "merge_mode": "sum"}, sequences=SHORT),
        _case(
            "Bidirectional-two layers",
            {
                "layer": _LSTM,
                "backward_layer": object_("layers.GRU", units=5, return_sequences=True, go_backwards=True),
            },
            sequences=SHORT,
        ),
        _case(
            "Bidirectional-states",
            {"layer": object_("layers.LSTM", units=5, **several)},
            sequences=SHORT,
            initial_state=(state, state, state, state),
        ),
        _case("Bidirectional-mask", {"layer": _LSTM, "merge_mode": "ave"}, sequences=SHORT, mask=MASK6),
        _case(
            "Bidirectional-cells",
            {"layer": object_("layers.RNN", cell=object_("layers.LSTMCell", units=5)), "merge_mode": "mul"},
            sequences=SHORT,
        ),
        _case(
            "ConvLSTM2D-states",
            {"filters": 3, "kernel_size": 3, "padding": "same", **several},
            sequences=Feed((None, 4, 8, 8, 2)),
            initial_state=(image_state, image_state),
        ),
        _case(
            "ConvLSTM1D-mask",
            {"filters": 3, "kernel_size": 3, "return_sequences": True},
            sequences=Feed((None, 4, 8, 2)),
            mask=Feed((None, 4), "bool"),
        ),
        _case(
            "ConvLSTM3D-strides", {"filters": 2, "kernel_size": 2, "strides": 2}, sequences=Feed((None, 3, 6, 6, 6, 2))
        ),
    ]


def _attention() -> list[Case]:
    heads = {"num_heads": 2, "key_dim": 4}
    grouped = {"head_dim": 4, "num_query_heads": 4, "num_key_value_heads": 2}
    query, value, key = Feed((None, 6, 8)), Feed((None, 5, 8)), Feed((None, 5, 8))
    mask5, both = Feed((None, 5), "bool"), Feed((None, 6, 5), "bool")
    found = []
    for name, params in (("MultiHeadAttention", heads), ("GroupQueryAttention", grouped)):
        found += [
            _case(f"{name}-key", params, query=query, value=value, key=key),
            _case(
                f"{name}-masks",
                params,
                query=query,
                value=value,
                key=key,
                query_mask=MASK6,
                value_mask=mask5,
                key_mask=mask5,
            ),
            _case(f"{name}-attention mask", params, query=query, value=value, attention_mask=both),
            _case(
                f"{name}-scores",
                params,
                query=query,
                value=value,
                attention_mask=both,
                return_attention_scores=True,
            ),
            _case(f"{name}-causal", params, query=query, value=query, use_causal_mask=True),
        ]
    for name in ("Attention", "AdditiveAttention"):
        found += [
            _case(f"{name}-key", {}, inputs=(query, value, key)),
            _case(f"{name}-masks", {}, inputs=(query, value), mask=(MASK6, mask5)),
            _case(f"{name}-one mask", {}, inputs=(query, value), mask=(None, mask5)),
            _case(f"{name}-scores", {}, inputs=(query, value, key), return_attention_scores=True),
            _case(f"{name}-causal", {}, inputs=(query, query), use_causal_mask=True),
        ]
    image = Feed((None, 5, 6, 8))
    return [
        *found,
        _case("MultiHeadAttention-axes", {**heads, "attention_axes": (2,)}, query=image, value=image),
        _case("MultiHeadAttention-sizes", {**heads, "value_dim": 3, "output_shape": 7}, query=query, value=value),
        _case("MultiHeadAttention-shape", {**heads, "output_shape": (2, 3)}, query=query, value=value),
        _case(
            "MultiHeadAttention-dropout",
            {**heads, "dropout": 0.3, "seed": 2},
            True,
            query=query,
            value=value,
            training=True,
        ),
    ]


def _wrapped() -> list[Case]:
    dense = object_("layers.Dense", units=3, activation="tanh", kernel_initializer=object_("initializers.Zeros"))
    pipeline = (
        object_("layers.Rescaling", scale=0.01, offset=-1.0),
        object_("layers.Resizing", height=8, width=8),
        object_("layers.RandomFlip", mode="vertical", seed=3, name="turned"),
    )
    conv = object_("layers.Conv2D", filters=3, kernel_size=3)
    return [
        _case("TimeDistributed-Conv2D", {"layer": conv}, inputs=Feed((None, 4, 8, 8, 3))),
        _case("TimeDistributed-LSTM", {"layer": object_("layers.LSTM", units=3)}, inputs=Feed((None, 4, 6, 5))),
        _case("TimeDistributed-mask", {"layer": dense}, inputs=SHORT, mask=MASK6),
        _case(
            "TimeDistributed-TimeDistributed",
            {"layer": object_("layers.TimeDistributed", layer=dense)},
            inputs=Feed((None, 4, 6, 5)),
        ),
        _case("SpectralNormalization-Dense", {"layer": dense, "power_iterations": 2}, True, inputs=SHORT),
        _case("Pipeline-image", {"layers": pipeline}, True, inputs=PICTURE),
        _case("Pipeline-of pipeline", {"layers": (object_("layers.Pipeline", layers=pipeline),)}, inputs=PICTURE),
        _case("Lambda-trusted", {"function": TRUSTED}, inputs=SHORT),
        _case("RandAugment-tuned", {"num_ops": 3, "factor": 0.2, "seed": 4}, True, data=PICTURE),
    ]


def _masked() -> list[Case]:
    return [
        _case("BatchNormalization-mask", {}, True, inputs=SHORT, mask=MASK6),
        _case("GlobalAveragePooling1D-mask", {}, inputs=SHORT, mask=MASK6),
        _case("Softmax-mask", {"axis": -1}, inputs=MASK_FLOATS, mask=MASK6),
        _case("Softmax-axes", {"axis": (1, 2)}, inputs=SHORT),
        _case("Masking-value", {"mask_value": 1.5}, inputs=SHORT),
        _case(
            "CategoryEncoding-weights",
            {"num_tokens": 4, "output_mode": "count"},
            inputs=_TOKENS,
            count_weights=_WEIGHTS,
        ),
        _case(
            "Dropout-training", {"rate": 0.4, "seed": 9, "noise_shape": (None, 1, 4)}, True, inputs=SHORT, training=True
        ),
    ]


MASK_FLOATS = Feed((None, 6))
_TOKENS, _WEIGHTS = Feed((None, 4), "int32"), Feed((None, 4))


def _sizes() -> list[Case]:
    oblong = {"filters": 4, "kernel_size": (3, 5), "padding": "same"}
    return [
        _case("Conv2D-strides", {**oblong, "strides": (2, 1)}, inputs=IMAGE),
        _case("Conv2D-dilation", {**oblong, "dilation_rate": (2, 3)}, inputs=IMAGE),
        _case("Conv2D-groups", {**oblong, "groups": 2, "activation": "gelu"}, inputs=IMAGE),
        _case("Conv2D-lora", {**oblong, "lora_rank": 2, "lora_alpha": 4}, inputs=IMAGE),
        _case("Conv2D-frozen", {**oblong, "trainable": False}, inputs=IMAGE),
        _case("Conv1D-causal", {"filters": 4, "kernel_size": 3, "padding": "causal", "dilation_rate": 2}, inputs=SHORT),
        _case("Conv3D-strides", {"filters": 2, "kernel_size": (1, 2, 3), "strides": 2}, inputs=VOLUME),
        _case("DepthwiseConv2D-many", {"kernel_size": 3, "depth_multiplier": 3, "strides": 2}, inputs=IMAGE),
        _case("SeparableConv2D-many", {"filters": 5, "kernel_size": (1, 3), "depth_multiplier": 2}, inputs=IMAGE),
        _case(
            "Conv2DTranspose-padding", {"filters": 3, "kernel_size": 3, "strides": 2, "output_padding": 1}, inputs=IMAGE
        ),
        _case("Conv2DTranspose-strides", {"filters": 3, "kernel_size": (2, 4), "strides": (1, 3)}, inputs=IMAGE),
        _case("Conv3DTranspose-strides", {"filters": 2, "kernel_size": 2, "strides": (1, 2, 3)}, inputs=VOLUME),
        _case("MaxPooling2D-strides", {"pool_size": (2, 3), "strides": 1, "padding": "same"}, inputs=IMAGE),
        _case("AveragePooling3D-strides", {"pool_size": 3, "strides": (1, 2, 3)}, inputs=VOLUME),
        _case("AdaptiveAveragePooling2D-sizes", {"output_size": (3, 5)}, inputs=IMAGE),
        _case("ZeroPadding2D-borders", {"padding": ((1, 2), (3, 0))}, inputs=IMAGE),
        _case("ZeroPadding1D-borders", {"padding": (1, 2)}, inputs=SHORT),
        _case("ZeroPadding3D-pairs", {"padding": (1, 2, 3)}, inputs=VOLUME),
        _case("Cropping2D-borders", {"cropping": ((1, 2), (0, 3))}, inputs=IMAGE),
        _case("Cropping1D-borders", {"cropping": (1, 2)}, inputs=SHORT),
        _case("Cropping3D-borders", {"cropping": ((1, 0), (0, 1), (2, 2))}, inputs=VOLUME),
        _case("UpSampling2D-sizes", {"size": (2, 3)}, inputs=IMAGE),
        _case("UpSampling3D-sizes", {"size": (1, 2, 3)}, inputs=VOLUME),
        _case("Reshape-open", {"target_shape": (-1, 3, 2)}, inputs=SHORT),
        _case("Permute-three", {"dims": (3, 1, 2)}, inputs=IMAGE),
        _case("CenterCrop-small", {"height": 8, "width": 5}, data=PICTURE),
        _case("Resizing-cropped", {"height": 9, "width": 20, "crop_to_aspect_ratio": True}, data=PICTURE),
        _case("RandomCrop-seeded", {"height": 9, "width": 20, "seed": 6}, True, data=PICTURE),
        _case("RandomShear-one number", {"x_factor": 0.3, "seed": 1}, data=PICTURE),
        _case("RandomZoom-pairs", {"height_factor": (-0.2, 0.3), "width_factor": 0.1, "seed": 6}, True, data=PICTURE),
        _case("RandomRotation-pair", {"factor": (0.1, 0.2), "seed": 6}, True, data=PICTURE),
        _case("RandomErasing-pairs", {"scale": (0.1, 0.2), "fill_value": 7.0, "seed": 6}, True, data=PICTURE),
    ]


def _axes() -> list[Case]:
    return [
        _case("BatchNormalization-axis", {"axis": 1, "momentum": 0.5}, True, inputs=SHORT),
        _case("LayerNormalization-axes", {"axis": (1, 2), "epsilon": 0.1}, inputs=SHORT),
        _case("GroupNormalization-groups", {"groups": 2, "axis": 1}, inputs=SHORT),
        _case("UnitNormalization-axes", {"axis": (1, 2)}, inputs=SHORT),
        _case("RMSNormalization-axis", {"axis": 1}, x=SHORT),
        _case("Concatenate-axis", {"axis": 1}, inputs=(SHORT, Feed((None, 3, 4)), SHORT)),
        _case("Dot-axes", {"axes": (1, 2)}, inputs=(SHORT, Feed((None, 3, 6)))),
        _case("Add-broadcast", {}, inputs=(SHORT, Feed((None, 1, 4)), Feed((None, 6, 1)))),
        _case("Add-open sizes", {}, inputs=(Feed((None, None, 4)), Feed((None, None, 4)))),
        _case("PReLU-shared", {"shared_axes": (1,)}, inputs=SHORT),
        _case("ReLU-limits", {"max_value": 6.0, "negative_slope": 0.1, "threshold": 0.5}, inputs=SHORT),
        _case(
            "EinsumDense-bias", {"equation": "abc,cd->abd", "output_shape": (None, 3), "bias_axes": "d"}, inputs=SHORT
        ),
        _case("Embedding-mask", {"input_dim": 9, "output_dim": 4, "mask_zero": True}, inputs=_TOKENS),
        _case("Flatten-open", {}, inputs=Feed((None, None, 4))),
        _case("Dense-open", {"units": 3}, inputs=Feed((None, None, None, 4))),
        _case("Dense-fixed batch", {"units": 3}, inputs=Feed((5, 4))),
        _case("LSTM-fixed batch", {"units": 3, "stateful": True}, True, sequences=Feed((5, 6, 4))),
        _case("Dense-whole numbers", {"units": 3}, inputs=Feed((None, 4), "int32")),
    ]


def _learned() -> list[Case]:
    words = ("a", "b", "cat", "dog", "the")
    text = {"vocabulary": words, "output_sequence_length": 5}
    weighted = {"vocabulary": (1, 2, 3), "idf_weights": (0.5, 1.0, 2.0), "output_mode": "tf_idf"}
    return [
        _case("Normalization-given", {"mean": (1.0, 2.0, 3.0, 4.0), "variance": (1.0, 4.0, 9.0, 16.0)}, inputs=SHORT),
        _case("Normalization-one", {"axis": None, "mean": 3.0, "variance": 4.0, "invert": True}, inputs=SHORT),
        _case("TextVectorization-words", text, inputs=WORDS),
        _case("TextVectorization-ngrams", {"vocabulary": words, "ngrams": 2, "output_mode": "count"}, inputs=WORDS),
        _case("TextVectorization-letters", {**text, "split": "character", "standardize": None}, inputs=WORDS),
        _case("StringLookup-mask", {"vocabulary": words, "mask_token": "", "num_oov_indices": 2}, inputs=WORDS),
        _case("StringLookup-back", {"vocabulary": words, "invert": True}, inputs=_TOKENS),
        _case("IntegerLookup-mask", {"vocabulary": (1, 2, 3), "mask_token": 0}, inputs=_TOKENS),
        _case("IntegerLookup-weights", weighted, inputs=_TOKENS),
        _case("Discretization-bins", {"bin_boundaries": (-0.5, 0.5), "output_mode": "one_hot"}, inputs=SHORT),
        _case("Hashing-salt", {"num_bins": 8, "salt": 133}, inputs=WORDS),
        _case("Hashing-mask", {"num_bins": 8, "mask_value": "a"}, inputs=WORDS),
        _case("HashedCrossing-words", {"num_bins": 8, "output_mode": "one_hot"}, inputs=(WORDS, WORDS)),
    ]


def _policies() -> list[Case]:
    policies: dict[str, Value] = {
        "float64": "float64",
        "bfloat16": object_("dtype_policies.DTypePolicy", name="mixed_bfloat16"),
    }
    found = []
    for name, policy in policies.items():
        found += [
            _case(f"Dense-{name}", {"units": 4, "dtype": policy}, inputs=SHORT),
            _case(f"Conv2D-{name}", {"filters": 4, "kernel_size": 3, "dtype": policy}, inputs=IMAGE),
            _case(f"LSTM-{name}", {"units": 4, "dtype": policy, "return_state": True}, sequences=SHORT),
            _case(
                f"MultiHeadAttention-{name}", {"num_heads": 2, "key_dim": 4, "dtype": policy}, query=SHORT, value=SHORT
            ),
        ]
    return found
