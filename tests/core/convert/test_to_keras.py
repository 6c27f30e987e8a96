"""Projects become the very models that hand-written Keras code makes: same config, same outputs."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy
import pytest

from core.convert.to_keras import build
from core.errors import ConversionError
from core.graph.model import Layer, Project
from core.graph.values import Array, Expression, FrozenMap, KerasObject, PythonSource, Slice, Source
from tests.core.analysis import networks
from tests.core.analysis.networks import Draw


def comparable(model: Any) -> Any:
    """The model's config as JSON, without what differs between two builds of the same code."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items() if key != "shared_object_id"}
        return [plain(item) for item in value] if isinstance(value, list) else value

    config = plain(json.loads(model.to_json())["config"])
    # The order of layers that do not depend on each other follows the traversal, not the code.
    config["layers"].sort(key=lambda item: item["name"])
    return config


def assert_same(made: Any, hand: Any) -> None:
    """Same config, and the same outputs once the weights are the same."""
    assert comparable(made) == comparable(hand)
    generator = numpy.random.default_rng(7)
    for weight in hand.weights:
        weight.assign(generator.normal(size=weight.shape).astype(weight.dtype) * 0.3)
    by_path = {weight.path: weight for weight in made.weights}
    assert len(by_path) == len(hand.weights)
    for weight in hand.weights:
        by_path[weight.path].assign(weight)

    def sample(tensor: Any) -> Any:
        shape = [3, *(7 if length is None else length for length in tensor.shape[1:])]
        if tensor.dtype == "int32":
            return generator.integers(0, 20, size=shape)
        return generator.normal(size=shape).astype(tensor.dtype)

    import keras

    data = keras.tree.map_structure(sample, hand.input)
    left, right = made(data), hand(data)
    keras.tree.assert_same_structure(left, right)
    for one, other in zip(keras.tree.flatten(left), keras.tree.flatten(right), strict=True):
        numpy.testing.assert_allclose(one, other, atol=1e-6)


def hand_cnn() -> Any:
    from keras import Input, Model, layers

    image = Input((28, 28, 1), name="image")
    x = layers.Conv2D(8, 3, activation="relu", name="conv")(image)
    x = layers.MaxPooling2D(name="pool")(x)
    x = layers.Flatten(name="flat")(x)
    x = layers.Dropout(0.5, name="drop")(x)
    return Model(image, layers.Dense(10, activation="softmax", name="digits")(x), name="cnn")


def hand_residual() -> Any:
    from keras import Input, Model, layers

    image = Input((8, 8, 3), name="image")
    x = layers.Conv2D(4, 3, padding="same", name="stem")(image)
    y = layers.BatchNormalization(name="norm")(x)
    y = layers.Activation("relu", name="act")(y)
    y = layers.Conv2D(4, (3, 3), padding="same", name="conv")(y)
    x = layers.Add(name="sum")([x, y])
    x = layers.GlobalAveragePooling2D(name="mean")(x)
    return Model(image, layers.Dense(3, name="out")(x), name="residual")


def hand_tagger() -> Any:
    from keras import Input, Model, layers

    words = Input((12,), dtype="int32", name="words")
    x = layers.Embedding(50, 6, mask_zero=True, name="embed")(words)
    x = layers.Bidirectional(layers.LSTM(4, return_sequences=True, name="lstm"), name="both")(x)
    y, h, c = layers.LSTM(5, return_state=True, return_sequences=True, name="encode")(x)
    y = layers.LSTM(5, return_sequences=True, name="decode")(y, initial_state=[h, c])
    tags = layers.TimeDistributed(layers.Dense(3, activation="softmax", name="dense"), name="tags")(y)
    return Model(words, tags, name="tagger")


def hand_attention() -> Any:
    from keras import Input, Model, layers, ops

    x = Input((6, 4), name="steps")
    y = layers.MultiHeadAttention(2, 3, name="attend")(x, value=x)
    y = (1 - y) * 0.5
    z = ops.einsum("bij,bkj->bik", y, x)[:, 0]
    z = ops.concatenate([z, z], axis=-1)
    return Model(x, layers.Dense(2, name="out")(z), name="attention")


def hand_two_heads() -> Any:
    from keras import Input, Model, layers

    left, right = Input((5,), name="left"), Input((5,), name="right")
    shared = layers.Dense(4, activation="tanh", name="shared")
    joined = layers.Concatenate(name="joined")([shared(left), shared(right)])
    kind = layers.Dense(3, activation="softmax", name="kind")(joined)
    score = layers.Dense(1, kernel_regularizer="l2", name="score")(joined)
    return Model({"left": left, "right": right}, {"kind": kind, "score": score}, name="siamese")


def hand_blocks() -> Any:
    from keras import Input, Model, layers

    image = Input((8, 8, 4), name="image")
    x = image
    for copy in (1, 2, 3):
        y = layers.Conv2D(4, 3, padding="same", activation="relu", name=f"stage_{copy}_first")(x)
        y = layers.Conv2D(4, 3, padding="same", name=f"stage_{copy}_second")(y)
        x = layers.Add(name=f"stage_{copy}_sum")([x, y])
    features = Input((4,), name="features")
    y = layers.Dense(6, activation="relu", name="hidden")(features)
    head = Model(features, layers.Dense(2, name="logits")(y), name="head")
    mean = layers.GlobalAveragePooling2D(name="mean")(x)
    peak = layers.GlobalMaxPooling2D(name="peak")(x)
    return Model(image, layers.Add(name="total")([head(mean), head(peak)]), name="blocks")


HAND: dict[str, Callable[[], Any]] = {
    "cnn": hand_cnn,
    "residual": hand_residual,
    "tagger": hand_tagger,
    "attention": hand_attention,
    "two heads": hand_two_heads,
    "blocks": hand_blocks,
}


# What Keras numbers by all that the process built before; ``not_equal`` computes the mask of an Embedding.
OPS = {"attention": ["invert", "scale", "mix", "first", "join"], "tagger": ["not_equal"]}


def rename_ops(model: Any, names: list[str]) -> Any:
    """Give a hand-written model's ops, whose names Keras counts, the names they have in the project."""
    import keras

    ops = [operation for operation in model.operations if not isinstance(operation, keras.layers.Layer)]
    assert len(ops) == len(names)
    for operation, name in zip(ops, names, strict=True):
        operation.name = name
    return model


@pytest.mark.parametrize("name", list(HAND))
def test_a_project_becomes_the_model_a_person_would_write(name: str) -> None:
    hand = rename_ops(HAND[name](), OPS.get(name, []))
    assert_same(build(networks.EVERY[name]()).model, hand)


def test_layers_and_ops_are_mapped_to_nodes_of_the_main_graph() -> None:
    project = networks.with_blocks()
    built = build(project)
    names = {layer.name for layer in built.model.layers}
    assert set(built.layer_nodes) == names
    assert built.layer_nodes["stage_2_second"] == networks.node_named(project.graph, "stage")
    assert built.layer_nodes["head"] == networks.node_named(project.graph, "head")


def test_a_list_of_outputs_stays_a_list_even_with_one_item() -> None:
    draw = Draw()
    x = draw.input("a", 4)
    y = draw.layer("Dense", "b", x, params={"units": 2})
    assert not isinstance(build(draw.project()).model.output, list)
    draw.outputs((y,))
    assert [tensor.shape for tensor in build(draw.project()).model.output] == [(None, 2)]


def test_automatic_outputs_are_every_unused_one_in_node_order() -> None:
    draw = Draw()
    x = draw.input("a", 4)
    draw.layer("Dense", "b", x, params={"units": 2})
    draw.layer("Dense", "c", x, params={"units": 3})
    assert build(draw.project()).model.output_names == ["b", "c"]


def test_what_leads_nowhere_is_left_out() -> None:
    draw = Draw()
    x = draw.input("a", 4)
    draw.input("unused", 9)
    y = draw.layer("Dense", "b", x, params={"units": 2})
    draw.layer("Dense", "dead", x, params={"units": 5})
    draw.outputs(y)
    assert [layer.name for layer in build(draw.project()).model.layers] == ["a", "b"]


def test_a_declared_input_stays_though_nothing_uses_it() -> None:
    draw = Draw()
    a, b = draw.input("a", 4), draw.input("b", 3)
    draw.layer("Dense", "c", a, params={"units": 2})
    draw.inputs((a, b))
    assert [tensor.shape for tensor in build(draw.project()).model.inputs] == [(None, 4), (None, 3)]


def test_the_dtype_policy_of_the_project_holds_while_building_and_not_after() -> None:
    import keras

    model = build(replace(networks.cnn(), dtype_policy="mixed_float16")).model
    assert model.get_layer("conv").compute_dtype == "float16"
    assert model.get_layer("conv").kernel.dtype == "float32"
    assert keras.config.dtype_policy().name == "float32"


def test_a_constant_array_stands_beside_a_tensor() -> None:
    draw = Draw()
    x = draw.input("a", 3)
    numbers = numpy.array([1.0, 2.0, 3.0], "<f4")
    draw.op("multiply", "weigh", x1=x, x2=Array("float32", (3,), numbers.tobytes()))
    model = build(draw.project()).model
    numpy.testing.assert_allclose(model(numpy.ones((2, 3), "float32")), [[1, 2, 3]] * 2)


def test_slices_with_ellipsis_and_new_axes() -> None:
    draw = Draw()
    x = draw.input("a", 6, 4)
    draw.op("getitem", "cut", x=x, key=(Slice(), Slice(1, None, 2), None, 3))
    data = numpy.arange(48, dtype="float32").reshape(2, 6, 4)
    numpy.testing.assert_array_equal(build(draw.project()).model(data), data[:, 1::2, None, 3])


def test_several_ops_behind_one_name_and_a_shared_op_get_names_of_their_own() -> None:
    draw = Draw()
    x = draw.input("a", 4)
    y = draw.op("add", "plus", x1=x, x2=1.0)
    z = draw.again(y, x1=y, x2=2.0)
    draw.layer("Dense", "out", z, params={"units": 1})
    model = build(draw.project()).model
    names = [operation.name for operation in model.operations]
    assert len(names) == len(set(names)) == 4 and "plus" in names


def test_a_model_block_with_two_inputs_and_outputs_by_name() -> None:
    inner = Draw("pair")
    a, b = inner.input("a", 4), inner.input("b", 4)
    joined = inner.layer("Add", "sum", a, b)
    twice = inner.layer("Dense", "twice", joined, params={"units": 2})
    inner.inputs(FrozenMap({"a": a, "b": b}))
    inner.outputs(FrozenMap({"sum": joined, "twice": twice}))
    from core.graph.model import Block

    draw = Draw("outer")
    left, right = draw.input("left", 4), draw.input("right", 4)
    both = draw.block("pair", "pair", b=right, a=left)
    draw.layer("Dense", "out", Source(both.node, 1), params={"units": 3})
    model = build(draw.project(Block("pair", "model", FrozenMap(), inner.graph))).model
    assert model.get_layer("pair").output.keys() == {"sum", "twice"}
    assert model.get_layer("out").kernel.shape == (2, 3)


def test_models_nested_three_deep_share_weights() -> None:
    from core.graph.model import Block

    deep = Draw("deep")
    deep.layer("Dense", "core", deep.input("x", 4), params={"units": 4})
    middle = Draw("middle")
    first = middle.block("deep", "deep", x=middle.input("x", 4))
    middle.again(first, x=first)
    outer = Draw("outer")
    outer.block("middle", "middle", x=outer.input("x", 4))
    blocks = [Block("deep", "model", FrozenMap(), deep.graph), Block("middle", "model", FrozenMap(), middle.graph)]
    model = build(outer.project(*blocks)).model
    assert model.count_params() == 20
    kernel, bias = (weight.numpy() for weight in model.weights)
    data = numpy.ones((1, 4), "float32")
    numpy.testing.assert_allclose(model(data), (data @ kernel + bias) @ kernel + bias, rtol=1e-5)


def test_cells_inside_an_rnn() -> None:
    cells = (
        KerasObject("keras.layers.LSTMCell", FrozenMap({"units": 3})),
        KerasObject("keras.layers.GRUCell", FrozenMap({"units": 2, "name": "upper"})),
    )
    draw = Draw()
    draw.layer("RNN", "rnn", params={"cell": cells}, sequences=draw.input("x", 5, 4))
    model = build(draw.project()).model
    assert model.output.shape == (None, 2)
    assert [cell.units for cell in model.get_layer("rnn").cell.cells] == [3, 2]


def test_building_works_in_threads_at_the_same_time() -> None:
    shapes: list[Any] = []

    def work() -> None:
        shapes.append(build(networks.two_heads()).model.count_params())

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shapes == [60, 60, 60]


def refused(project: Project) -> ConversionError:
    with pytest.raises(ConversionError) as caught:
        build(project)
    return caught.value


def test_an_empty_project_and_one_without_layers_are_refused() -> None:
    assert "no layers yet" in refused(Project()).message
    draw = Draw()
    draw.input("a", 3)
    assert "no output" in refused(draw.project()).message


def test_a_placeholder_is_named() -> None:
    project = networks.cnn()
    node = networks.node_named(project.graph, "pool")
    layer: Layer = project.graph.layer_of(node)
    unknown = replace(layer, type="acme.layers>Magic", raw="{}")
    graph = replace(project.graph, layers=project.graph.layers.set(layer.id, unknown))
    error = refused(replace(project, graph=graph))
    assert error.node == node and "'pool' is a Magic that Keras does not know" in error.message


def test_what_keras_refuses_names_the_node_in_one_sentence() -> None:
    project = networks.set_params(networks.cnn(), "conv", kernel_size=99)
    error = refused(project)
    assert error.node == networks.node_named(project.graph, "conv")
    assert error.message.startswith("The kernel 99 x 99 of Conv2D 'conv' is larger than its input (None, 28, 28, 1)")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (PythonSource("lambda x: 1"), "not trusted"),
        (Expression("2 * n"), "outside of a block"),
        (KerasObject("os.system"), "not a layer, op or object of Keras"),
        (KerasObject("keras.utils.get_file"), "not a layer, op or object of Keras"),
        (FrozenMap({"class_name": "Zeros", "config": FrozenMap(), "module": "os"}), "not loaded"),
    ],
)
def test_code_and_foreign_types_in_parameters_are_not_run(value: Any, words: str) -> None:
    assert words in refused(networks.set_params(networks.cnn(), "digits", kernel_initializer=value)).message


def test_more_weights_than_the_machine_has_memory_are_refused_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.convert.to_keras.machine_memory", lambda: 1000)
    assert "13,610 parameters take" in refused(networks.cnn()).message


def test_an_endless_repeat_is_refused_with_numbers() -> None:
    error = refused(networks.with_blocks(repeat=10**12))
    assert "'stage'" in error.message and "at most 200,000" in error.message
