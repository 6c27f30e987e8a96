"""Projects that use all of format 1; the example files of format 1 were written from them."""

from __future__ import annotations

from core.graph.model import (
    INPUT_TYPE,
    Block,
    CompileSettings,
    DataSettings,
    FitSettings,
    Frame,
    Graph,
    Layer,
    Layout,
    Node,
    Note,
    Project,
    SearchSettings,
    TrainingSettings,
)
from core.graph.values import (
    Array,
    EllipsisValue,
    Expression,
    FrozenMap,
    KerasObject,
    PythonSource,
    Raw,
    Slice,
    Source,
    Value,
)


def graph_of(layers: list[Layer], nodes: list[Node], **more: object) -> Graph:
    """A graph of layers and nodes under their ids."""
    return Graph(
        layers=FrozenMap({layer.id: layer for layer in layers}),
        nodes=FrozenMap({node.id: node for node in nodes}),
        **more,  # type: ignore[arg-type]
    )


def call(node: str, layer: str, **arguments: Value) -> Node:
    return Node(node, layer, FrozenMap(arguments))


def full_project() -> Project:
    """A two-input model with shared layers, ops, constants, both kinds of blocks, a placeholder and all settings."""
    raw = '{"class_name": "Odd",  "config": {"rate": 1.50, "names": ["a", "b"]}, "package": "lab"}'
    layers = [
        Layer("l1", INPUT_TYPE, "image", FrozenMap({"shape": (28, 28, 1), "dtype": "float32"})),
        Layer("l2", INPUT_TYPE, "文字", FrozenMap({"shape": (None,), "dtype": "int32"})),
        Layer(
            "l3",
            "keras.layers.Conv2D",
            "stem",
            FrozenMap(
                {
                    "filters": 32,
                    "kernel_size": (3, 3),
                    "activation": "relu",
                    "kernel_initializer": KerasObject("keras.initializers.HeNormal", FrozenMap({"seed": 7})),
                    "kernel_regularizer": KerasObject("keras.regularizers.L2", FrozenMap({"l2": 1e-4})),
                    "use_bias": False,
                }
            ),
        ),
        Layer("l4", "block:residual", "stage", FrozenMap({"filters": 32}), repeat=3),
        Layer("l5", "keras.layers.Flatten", "flatten"),
        Layer("l6", "keras.layers.Embedding", "embedding", FrozenMap({"input_dim": 1000, "output_dim": 8})),
        Layer(
            "l7",
            "keras.layers.Bidirectional",
            "reader",
            FrozenMap(
                {
                    "layer": KerasObject("keras.layers.LSTM", FrozenMap({"units": 16, "name": "cell"})),
                    "merge_mode": "concat",
                }
            ),
        ),
        Layer("l8", "block:encoder", "encoder"),
        Layer("l9", "keras.layers.MultiHeadAttention", "attention", FrozenMap({"num_heads": 2, "key_dim": 4})),
        Layer("l10", "keras.ops.subtract", "one_minus"),
        Layer("l11", "keras.ops.getitem", "crop"),
        Layer("l12", "lab>Odd", "odd", FrozenMap({"config": Raw('{"rate": 1.50}')}), raw=raw),
        Layer("l13", "keras.layers.Concatenate", "join", FrozenMap({"axis": -1})),
        Layer(
            "l14",
            "keras.layers.Lambda",
            "own",
            FrozenMap({"function": PythonSource("lambda x: x * 2\n")}),
        ),
        Layer("l15", "keras.layers.Dense", "head", FrozenMap({"units": 10, "activation": "softmax"})),
    ]
    constant = Array("float32", (2,), b"\x00\x00\x80?\x00\x00\x00@")
    nodes = [
        call("n1", "l1"),
        call("n2", "l2"),
        call("n3", "l3", inputs=Source("n1")),
        call("n4", "l4", x=Source("n3")),
        call("n5", "l5", inputs=Source("n4")),
        call("n6", "l6", inputs=Source("n2")),
        call("n7", "l7", sequence=Source("n6"), training=False, mask=None),
        call("n8", "l8", features=Source("n5")),
        call("n9", "l8", features=Source("n7")),
        call("n10", "l9", query=Source("n6"), value=Source("n6"), key=Source("n6")),
        call("n11", "l10", x1=1.0, x2=Source("n9")),
        call("n12", "l11", x=Source("n10"), key=(EllipsisValue(), Slice(None, 4), Slice(0, None, 2), constant)),
        call("n13", "l12", inputs=FrozenMap({"b": Source("n11"), "a": (Source("n12", 1), 2, 2.0, True)})),
        call("n14", "l13", inputs=(Source("n8"), Source("n11"), Source("n13"))),
        call("n15", "l14", inputs=Source("n14")),
        call("n16", "l15", inputs=Source("n15")),
    ]
    layout = Layout(
        positions=FrozenMap({f"n{number}": (number * 10.0, number * 90.5) for number in range(1, 16)}),
        frames=FrozenMap({"f1": Frame("f1", "Image", -120, -40, 400, 520.5, "#3366cc")}),
        notes=FrozenMap({"t1": Note("t1", "Two readers share one encoder.\n两个输入。", 300, 0)}),
        reroutes=FrozenMap({("n14", ("inputs", 0)): ((120.0, 500.0), (150.0, 560.0)), ("n16", ("inputs",)): ((1, 2),)}),
        collapsed=frozenset({"n4", "n8"}),
        direction="LR",
    )
    residual = graph_of(
        [
            Layer("l1", INPUT_TYPE, "x", FrozenMap({"shape": (None, None, Expression("filters"))})),
            Layer("l2", "keras.layers.Conv2D", "conv", FrozenMap({"filters": Expression("filters"), "kernel_size": 3})),
            Layer("l3", "keras.layers.Add", "add"),
        ],
        [
            call("n1", "l1"),
            call("n2", "l2", inputs=Source("n1")),
            call("n3", "l3", inputs=(Source("n1"), Source("n2"))),
        ],
        outputs=Source("n3"),
    )
    encoder = graph_of(
        [Layer("l1", INPUT_TYPE, "features", FrozenMap({"shape": (32,)})), Layer("l2", "keras.layers.Dense", "code")],
        [call("n1", "l1"), call("n2", "l2", inputs=Source("n1"))],
        inputs=Source("n1"),
        outputs=FrozenMap({"code": Source("n2")}),
    )
    return Project(
        graph=graph_of(
            layers,
            nodes,
            name="reader",
            inputs=(Source("n1"), Source("n2")),
            outputs=FrozenMap({"label": Source("n16"), "odd": (Source("n13"), Source("n13", 1))}),
            layout=layout,
        ),
        blocks=FrozenMap(
            {
                "residual": Block(
                    "residual", "function", FrozenMap({"filters": 64, "bottleneck": 4}), residual, "A shortcut."
                ),
                "encoder": Block("encoder", "model", graph=encoder),
            }
        ),
        training=TrainingSettings(
            DataSettings("csv:data/读者.csv", FrozenMap({"target": "label", "columns": ("a", "b")}), 0.1, 0.25, seed=3),
            CompileSettings(
                KerasObject("keras.optimizers.SGD", FrozenMap({"learning_rate": 0.01, "momentum": 0.9})),
                FrozenMap({"label": "sparse_categorical_crossentropy", "odd": None}),
                ("accuracy", KerasObject("keras.metrics.TopKCategoricalAccuracy", FrozenMap({"k": 3}))),
                FrozenMap({"label": 1.0, "odd": 0.5}),
                FrozenMap({"jit_compile": False}),
            ),
            FitSettings(
                25,
                64,
                False,
                FrozenMap({"0": 1.0, "1": float("inf")}),
                (KerasObject("keras.callbacks.EarlyStopping", FrozenMap({"patience": 3})),),
                1234567890123456789012,
            ),
        ),
        search=SearchSettings(
            50,
            "val_accuracy",
            "maximize",
            "random",
            "none",
            FrozenMap({"stem.filters": (16, 32, 64), "head.rate": FrozenMap({"low": 1e-5, "high": 0.5, "log": True})}),
            FrozenMap({"timeout": 3600}),
        ),
        dtype_policy=KerasObject("keras.DTypePolicy", FrozenMap({"name": "mixed_bfloat16"})),
        description="Reads an image and a text.",
        extra=FrozenMap({"colour_of_the_week": FrozenMap({"$source": "not ours", "list": (1, 1.0, None)})}),
    )
