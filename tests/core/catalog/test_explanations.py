"""Explanations in Chinese: complete, without leftovers, well written; and shapes that Keras agrees with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.catalog import explanations
from core.catalog.catalog import Catalog
from core.catalog.examples import make
from core.catalog.explanations import EVERYTHING, Explanations, Table, keys
from core.catalog.overlay import RESOURCES
from core.catalog.spec import LayerSpec, ObjectSpec
from core.errors import FileError
from core.graph.values import KerasObject

KINDS = (
    "optimizer", "schedule", "loss", "metric", "initializer", "regularizer", "constraint", "activation", "callback",
)  # fmt: skip
# What they take and return is up to what they hold or to the user's function.
OPEN_SHAPES = {
    "Lambda", "TFSMLayer", "JaxLayer", "FlaxLayer", "TorchModuleWrapper", "Wrapper", "Layer", "SpectralNormalization",
    "Pipeline",
}  # fmt: skip


@pytest.fixture(scope="module")
def known() -> Explanations:
    return explanations.load()


def everything(catalog: Catalog) -> Iterator[LayerSpec | ObjectSpec]:
    yield from catalog.layers
    yield from catalog.ops
    for kind in KINDS:
        yield from catalog.objects(kind)  # type: ignore[arg-type]


def parameters(catalog: Catalog) -> set[tuple[str, str]]:
    """Type and name of every parameter that the program shows a form for."""
    return {
        (spec.type, param.name)
        for spec in everything(catalog)
        for param in (*spec.params, *(spec.call_params if isinstance(spec, LayerSpec) else ()))
    }


def inputs(catalog: Catalog) -> set[tuple[str, str]]:
    return {(spec.type, port.name) for spec in (*catalog.layers, *catalog.ops) for port in spec.inputs}


def entries(table: Table) -> set[tuple[str, str]]:
    return {(name, key) for name, by_key in table.items() for key in by_key}


def needed(table: Table, named: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The entries that are the nearest for something that exists."""
    found = set()
    for type_, name in named:
        key = next((key for key in keys(type_) if key in table.get(name, {})), None)
        if key is not None:
            found.add((name, key))
    return found


def faults(text: str) -> list[str]:
    """What tests/gui/test_i18n.py asks of every Chinese text."""
    found = []
    if not re.search(r"[一-鿿]", text):
        found.append("no Chinese in it")
    if not text.endswith("。") or text != text.strip():
        found.append("does not end as a sentence")
    if re.search(r"[一-鿿][,;:!?()]|[,;:!?()][一-鿿]", text):
        found.append("half-width punctuation beside Chinese")
    if re.search(r"[一-鿿][A-Za-z0-9{]|[A-Za-z0-9}][一-鿿]", text):
        found.append("no space between Chinese and Latin")
    return found


def test_every_parameter_is_explained(shipped: Catalog, known: Explanations) -> None:
    named = parameters(shipped)
    assert len(named) > 2000
    assert not sorted(place for place in named if not known.parameter(*place)), "add these to parameters.json"


def test_every_input_is_explained(shipped: Catalog, known: Explanations) -> None:
    assert not sorted(place for place in inputs(shipped) if not known.input(*place)), "add these to parameters.json"


def test_every_requirement_is_explained(shipped: Catalog, known: Explanations) -> None:
    needing = {spec.class_name for spec in shipped.layers if spec.requires}
    assert needing == set(known.requires)
    assert all(known.requirement(f"keras.layers.{name}") for name in needing)


def test_nothing_is_explained_that_does_not_exist(shipped: Catalog, known: Explanations) -> None:
    assert not sorted(entries(known.parameters) - needed(known.parameters, parameters(shipped)))
    assert not sorted(entries(known.inputs) - needed(known.inputs, inputs(shipped)))


def test_every_text_is_well_formed(known: Explanations) -> None:
    texts = [text for table in (known.parameters, known.inputs) for by_key in table.values() for text in by_key.values()]
    texts += known.requires.values()
    assert not [(text, found) for text in texts if (found := faults(text))]
    # A learner reads one or two sentences, not a manual.
    assert max(len(text) for text in texts) <= 110


def test_every_layer_and_op_is_summed_up(shipped: Catalog) -> None:
    summaries = {spec.type: spec.summary_zh for spec in (*shipped.layers, *shipped.ops)}
    assert not [(type_, found) for type_, text in summaries.items() if (found := faults(text))]


@pytest.mark.parametrize("text", ["", "Only English.", "没有句号", "有逗号,的句子。", "用relu的句子。"])
def test_a_text_that_is_not_well_formed_is_caught(text: str) -> None:
    assert faults(text)


@pytest.mark.parametrize(
    ("type_", "name", "said"),
    [
        ("keras.layers.Concatenate", "axis", "拼接"),
        ("keras.ops.concatenate", "axis", "拼接"),
        ("keras.ops.sum", "axis", "全部元素"),
        ("keras.losses.Dice", "axis", "重叠"),
        ("keras.constraints.MaxNorm", "axis", "范数"),
        ("keras.layers.Dense", "units", "神经元"),
        ("keras.layers.LSTM", "units", "状态"),
        ("keras.layers.Masking", "mask_value", "跳过"),
        ("keras.layers.Hashing", "mask_value", "散列"),
        ("keras.constraints.MinMaxNorm", "rate", "约束"),
        ("keras.layers.Dropout", "rate", "置零"),
        ("keras.callbacks.ReduceLROnPlateau", "factor", "学习率"),
        ("keras.layers.RandomRotation", "factor", "旋转"),
    ],
)
def test_a_name_means_what_its_class_means_by_it(known: Explanations, type_: str, name: str, said: str) -> None:
    assert said in known.parameter(type_, name)


def test_the_nearest_key_wins() -> None:
    table = {"axis": {EVERYTHING: "all", "ops": "ops", "softmax": "class", "ops.softmax": "path"}}
    known = Explanations(parameters=table)
    types = ("keras.ops.softmax", "keras.activations.softmax", "keras.ops.sum", "keras.layers.Softmax")
    assert [known.parameter(type_, "axis") for type_ in types] == ["path", "class", "ops", "all"]
    assert known.parameter("keras.layers.Softmax", "other") == ""


def test_names_of_a_users_class_are_the_users(known: Explanations) -> None:
    assert known.parameter("my_layers>Dense", "units") == ""
    assert known.input("my_layers>Dense", "inputs") == ""
    assert known.shape("my_layers>Dense", chinese=True) == ()
    assert known.requirement("my_layers>JaxLayer") == ""
    assert known.parameter("my_layers>Dense", "trainable") == known.parameter("keras.layers.Dense", "trainable") != ""


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"parameters": 1, "inputs": {}, "requires": {}}'])
def test_a_damaged_file_is_an_error_in_one_sentence(tmp_path: Path, content: str) -> None:
    (tmp_path / "shapes.json").write_bytes((RESOURCES / "shapes.json").read_bytes())
    (tmp_path / "parameters.json").write_text(content, encoding="utf-8")
    with pytest.raises(FileError, match=r"^The explanations .* reinstall Netwright\.$"):
        explanations.load(tmp_path)


# --- shapes -----------------------------------------------------------------------------------------------------------


def test_every_layer_has_shapes(shipped: Catalog, known: Explanations) -> None:
    assert {spec.class_name for spec in shipped.layers} - set(known.shapes) == OPEN_SHAPES
    assert not set(known.shapes) - {spec.class_name for spec in shipped.layers}


def test_shapes_are_said_in_both_languages(known: Explanations) -> None:
    english = known.shape("keras.layers.Conv2D", chinese=False)
    assert english == ("(batch, height, width, channels) → (batch, new height, new width, filters)",)
    assert known.shape("keras.layers.Conv2D", chinese=True) == ("(批次, 高, 宽, 通道) → (批次, 新高, 新宽, filters)",)
    used = set(re.findall(r"\{([^{}]+)\}", " ".join(line for lines in known.shapes.values() for line in lines)))
    assert used == set(known.words)


def sizes(shape: str) -> list[str]:
    return [part.strip() for part in shape.strip().removeprefix("(").removesuffix(")").split(",")]


def test_shapes_have_the_dimensions_that_the_layers_take(shipped: Catalog, known: Explanations) -> None:
    wrong = []
    for spec in shipped.layers:
        ranks = set()
        for line in known.shapes.get(spec.class_name, ()):
            taken = line.split(" →")[0]
            if taken.startswith("({batch}") and "…" not in taken:
                ranks.add(len(sizes(taken)))
        if spec.ranks and not ranks <= set(spec.ranks):
            wrong.append((spec.class_name, ranks, spec.ranks))
    assert not wrong


@pytest.mark.slow
def test_keras_returns_what_the_shapes_say(shipped: Catalog, known: Explanations) -> None:
    """The number of sizes, and which of them are those of the input, for every layer with one tensor in and one out."""
    import keras

    lengths = {"steps": 9, "length": 9, "height": 10, "width": 12, "depth": 8, "channels": 3, "features": 3, "batch": 2}
    by_size = {f"{{{name}}}": length for name, length in lengths.items()}
    compared, wrong = 0, []
    for spec in shipped.layers:
        first = known.shapes.get(spec.class_name, ("",))[0]
        taken, _, returned = first.partition(" → ")
        if not taken or not set(sizes(taken)) <= set(by_size) or spec.type.startswith("keras.src"):
            continue
        if spec.class_name.endswith(("Cell", "Cells")):
            continue
        layer = make(KerasObject(spec.type, spec.starter))
        given = [by_size[size] for size in sizes(taken)]
        dtype = "int32" if spec.class_name.endswith("Embedding") else "float32"
        answer = layer(keras.KerasTensor(given, dtype=dtype)).shape
        expected = sizes(taken) if returned == "{same shape}" else sizes(returned)
        if "*output_size" in expected:
            place = expected.index("*output_size")
            expected[place : place + 1] = ["output_size"] * (len(given) - 2)
        same = len(answer) == len(expected) and all(
            found == by_size[size] for found, size in zip(answer, expected, strict=True) if size in by_size
        )
        compared += 1
        if not same:
            wrong.append((spec.class_name, given, answer, returned))
    assert not wrong
    assert compared > 60
