"""Model files that Keras would not write, or would not open: read as far as they go, with a sentence for the rest."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.catalog.catalog import Catalog, load
from core.convert.config.reader import read_config
from core.convert.imported import Imported
from core.errors import ConversionError
from core.graph.model import Layer
from core.graph.queries import check
from core.graph.values import FrozenMap, KerasObject, Raw, Source
from core.storage import schema
from tests.core.convert.config.written import functional, given, layer, op, sequential, tensor

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def read(config: Any, catalog: Catalog) -> Imported:
    imported = read_config(config, catalog)
    assert check(imported.project.graph) == []
    assert schema.decode(schema.encode(imported.project)) == imported.project
    return imported


def found(imported: Imported, name: str) -> Layer:
    return next(item for item in imported.project.graph.layers.values() if item.name == name)


def arguments(imported: Imported, name: str) -> dict[str, Any]:
    graph = imported.project.graph
    return dict(next(node.arguments for node in graph.nodes.values() if graph.layers[node.layer].name == name))


def test_reading_imports_no_keras() -> None:
    code = (
        "import sys, json\nfrom core.convert.config.reader import read_config\n"
        "from tests.core.convert.config.written import functional, given, layer, tensor\n"
        "read_config(functional([given('x'), layer('Dense', 'd', tensor('x'), units=3)], ['x', 0, 0], ['d', 0, 0]))\n"
        "bad = {'keras', 'tensorflow', 'PySide6'} & set(sys.modules)\n"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_what_was_not_set_is_left_out_and_the_rest_is_short(catalog: Catalog) -> None:
    model = sequential(
        given("x"),
        layer(
            "Conv2D",
            "c",
            filters=3,
            kernel_size=[3, 3],
            strides=[1, 2],
            padding="valid",
            kernel_initializer={"module": "keras.initializers", "class_name": "HeNormal", "config": {"seed": None}},
            bias_initializer={"module": "keras.initializers", "class_name": "Zeros", "config": {}},
        ),
        layer("MaxPooling2D", "p", pool_size=[3, 3], strides=[2, 2], padding="valid", data_format="channels_last"),
        layer("ZeroPadding2D", "z", padding=[[1, 1], [2, 2]], data_format="channels_last"),
        layer("RandomRotation", "r", factor=[-0.1, 0.1]),
    )
    imported = read(model, catalog)
    he_normal = KerasObject("keras.initializers.HeNormal")
    wanted = {"filters": 3, "kernel_size": 3, "strides": (1, 2), "kernel_initializer": he_normal}
    assert dict(found(imported, "c").params) == wanted
    assert dict(found(imported, "p").params) == {"pool_size": 3, "strides": 2}
    assert dict(found(imported, "z").params) == {"padding": (1, 2)}
    assert dict(found(imported, "r").params) == {"factor": 0.1}


@pytest.mark.parametrize(("old", "new"), [("OrthogonalInitializer", "Orthogonal"), ("IdentityInitializer", "Identity")])
def test_initializers_by_the_names_of_earlier_keras_3(old: str, new: str, catalog: Catalog) -> None:
    known = {"gain": 1.0, "seed": None} if new == "Orthogonal" else {"gain": 1.0}
    start = {"module": "keras.initializers", "class_name": old, "config": known, "registered_name": None}
    cell = layer("LSTM", "r", units=2, recurrent_initializer=start, kernel_initializer=start)
    imported = read(sequential(given("x"), cell), catalog)
    assert imported.notes == () and imported.placeholders == ()
    params = found(imported, "r").params
    start_of = params["kernel_initializer"]
    assert isinstance(start_of, KerasObject) and start_of.type == f"keras.initializers.{new}"
    assert ("recurrent_initializer" in params) == (new != "Orthogonal")  # which is the default of an LSTM


# --- Sequential -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "config",
    [
        {"build_input_shape": [None, 4]},
        {},
    ],
)
def test_the_input_of_a_row_is_found_wherever_the_file_tells_it(config: dict[str, Any], catalog: Catalog) -> None:
    shape = {} if config else {"batch_input_shape": [None, 4]}
    imported = read(sequential(layer("Dense", "d", units=2, **shape), **config), catalog)
    assert [item.type for item in imported.project.graph.layers.values()] == [
        "keras.layers.InputLayer",
        "keras.layers.Dense",
    ]
    assert found(imported, "input_layer").params == FrozenMap({"shape": (4,)})
    assert imported.notes == ()


def test_a_row_without_an_input_says_so(catalog: Catalog) -> None:
    imported = read(sequential(layer("Dense", "a", units=2), layer("LSTM", "b", units=2)), catalog)
    assert arguments(imported, "a") == {}
    assert arguments(imported, "b") == {"sequences": Source("n1")}
    assert len(imported.notes) == 1 and "give it an Input" in imported.notes[0]


# --- what is not Keras's own ------------------------------------------------------------------------------------------


def foreign() -> dict[str, dict[str, Any]]:
    tfsm = layer("TFSMLayer", "f", tensor("x"), filepath="/tmp/model", call_endpoint="serve")
    code = {"class_name": "__lambda__", "config": {"code": "4wE=", "defaults": None, "closure": None}}
    registered = layer("Dense", "f", tensor("x"), units=3) | {"registered_name": "mine>Dense"}
    told = layer("Merge", "f", tensor("x")) | {"netwright_reason": "It added its inputs."}
    return {
        "Its class is not one of Keras's own.": layer("Mine", "f", tensor("x"), module="my.layers", a=1),
        "The installed Keras has no keras.layers.Gone.": layer("Gone", "f", tensor("x")),
        "It holds Python code, which is not run": layer("Lambda", "f", tensor("x"), function=code),
        "TFSMLayer runs code": tfsm,
        "Its class is not one of Keras's own": registered,
        "It added its inputs.": told,
        "It holds the op Mean, whose": op("Clip", "f", tensor("x")),
    }


@pytest.mark.parametrize("reason", list(foreign()))
def test_what_is_not_known_is_an_inert_placeholder_with_its_json(reason: str, catalog: Catalog) -> None:
    item = foreign()[reason]
    model = functional([given("x"), item, layer("Dense", "d", tensor("f"), units=2)], ["x", 0, 0], ["d", 0, 0])
    imported = read(model, catalog)
    kept = found(imported, "f")
    [placeholder] = imported.placeholders
    assert placeholder.name == "f" and placeholder.class_name == item["class_name"]
    assert placeholder.reason.startswith(reason.replace("Mean", "clip"))
    assert ">" in kept.type and kept.raw is not None
    assert json.loads(kept.raw)["config"] == item["config"]
    assert list(arguments(imported, "f").values()) == [Source("n1")]
    assert arguments(imported, "d") == {"inputs": Source("n2")}


def test_arguments_of_a_foreign_layer_are_kept_by_place_and_name(catalog: Catalog) -> None:
    call = ([tensor("x"), [tensor("y"), 2]], {"scale": 3, "other": tensor("y")})
    model = functional(
        [given("x"), given("y"), layer("Mine", "f", call, module="mine")], [["x", 0, 0], ["y", 0, 0]], ["f", 0, 0]
    )
    x, y = Source("n1"), Source("n2")
    assert arguments(read(model, catalog), "f") == {"0": x, "1": (y, 2), "scale": 3, "other": y}


def test_functions_that_are_not_keras_s_are_kept_and_said(catalog: Catalog) -> None:
    system = {"module": "os", "class_name": "function", "config": "system", "registered_name": "system"}
    model = functional(
        [given("x"), layer("Dense", "d", tensor("x"), units=2, activation=system)], ["x", 0, 0], ["d", 0, 0]
    )
    imported = read(model, catalog)
    kept = found(imported, "d").params["activation"]
    assert isinstance(kept, Raw) and json.loads(kept.json) == system
    assert len(imported.notes) == 1 and "'activation' of 'd'" in imported.notes[0]


def test_a_vocabulary_file_is_named_and_not_opened(catalog: Catalog, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    model = sequential(given("x"), layer("StringLookup", "s", vocabulary=str(words)))
    imported = read(model, catalog)
    assert found(imported, "s").params["vocabulary"] == str(words)
    assert len(imported.notes) == 1 and "not opened" in imported.notes[0]


def test_a_model_of_an_own_class_is_read_for_its_graph_and_says_so(catalog: Catalog) -> None:
    model = functional([given("x"), layer("Dense", "d", tensor("x"), units=2)], ["x", 0, 0], ["d", 0, 0])
    imported = read(model | {"module": "mine", "class_name": "Trained"}, catalog)
    assert len(imported.project.graph.nodes) == 2
    assert len(imported.notes) == 1 and "'Trained'" in imported.notes[0]


@pytest.mark.parametrize(
    "config",
    [None, 3, [], {}, layer("Dense", "d", units=2), {"module": "mine", "class_name": "Own", "config": {"units": 3}}],
)
def test_what_is_no_model_with_a_graph_is_refused_with_a_sentence(config: Any, catalog: Catalog) -> None:
    with pytest.raises(ConversionError) as refused:
        read_config(config, catalog)
    assert "\n" not in refused.value.message and refused.value.message.endswith((".", "'"))


# --- damage -----------------------------------------------------------------------------------------------------------


def test_wires_to_what_does_not_exist_are_left_out_and_said(catalog: Catalog) -> None:
    join = layer("Add", "sum", [tensor("x"), tensor("lost"), tensor("d", 7)])
    dense = layer("Dense", "d", tensor("nowhere"), units=2)
    model = functional([given("x"), dense, join], ["x", 0, 0], [["sum", 0, 0], ["d", 0, 0], ["gone", 0, 0]])
    imported = read(model, catalog)
    assert arguments(imported, "sum") == {"inputs": (Source("n1"),)}
    assert arguments(imported, "d") == {}
    assert [word for word in ("lost", "nowhere", "gone") if any(word in note for note in imported.notes)] == [
        "lost",
        "nowhere",
        "gone",
    ]


def test_a_cycle_is_kept_for_the_user_to_see(catalog: Catalog) -> None:
    one, two = layer("Dense", "a", tensor("b"), units=2), layer("Dense", "b", tensor("a"), units=2)
    imported = read(functional([given("x"), one, two], ["x", 0, 0], ["b", 0, 0]), catalog)
    assert len(imported.project.graph.nodes) == 3


def test_equal_names_are_kept_apart(catalog: Catalog) -> None:
    dense = layer("Dense", "d", tensor("x"), units=2)
    imported = read(functional([given("x"), dense, dense], ["x", 0, 0], [["d", 0, 0], ["d_1", 0, 0]]), catalog)
    assert [item.name for item in imported.project.graph.layers.values()] == ["x", "d", "d_1"]
    assert any("named 'd'" in note for note in imported.notes)


def test_layers_that_lead_nowhere_are_said(catalog: Catalog) -> None:
    layers = [given("x"), layer("Dense", "d", tensor("x"), units=2), layer("Dense", "dead", tensor("x"), units=2)]
    imported = read(functional(layers, ["x", 0, 0], ["d", 0, 0]), catalog)
    assert imported.notes == ("'dead' leads to no output of the model; it is left out.",)


def test_models_without_end_are_refused(catalog: Catalog) -> None:
    model = functional([given("x"), layer("Dense", "d", tensor("x"), units=2)], ["x", 0, 0], ["d", 0, 0])
    for _ in range(60):
        model = functional(
            [given("x"), model | {"name": "m", "inbound_nodes": [{"args": [tensor("x")], "kwargs": {}}]}],
            ["x", 0, 0],
            ["m", 1, 0],
        )
    with pytest.raises(ConversionError, match="nested more than"):
        read_config(model, catalog)


@pytest.mark.parametrize("first", [0, 1])
def test_calls_of_a_nested_model_are_counted_as_the_file_does(first: int, catalog: Catalog) -> None:
    inner = functional([given("i"), layer("Dense", "d", tensor("i"), units=4)], ["i", 0, 0], ["d", 0, 0], "inner")
    calls = [{"args": [item], "kwargs": {"mask": None}} for item in (tensor("x"), tensor("inner", first))]
    model = functional([given("x"), inner | {"name": "inner", "inbound_nodes": calls}], ["x", 0, 0], ["inner", 2, 0])
    imported = read(model, catalog)
    assert [dict(node.arguments) for node in imported.project.graph.nodes.values()] == [
        {},
        {"i": Source("n1")},
        {"i": Source("n2")},
    ]
    assert imported.project.graph.outputs is None and imported.notes == ()


def test_whatever_a_file_holds_it_is_read_or_refused(catalog: Catalog) -> None:
    chance = random.Random(5)
    inner = functional([given("i"), layer("Dense", "e", tensor("i"), units=4)], ["i", 0, 0], ["e", 0, 0], "inner")
    nested = inner | {"name": "inner", "inbound_nodes": [{"args": [tensor("sum")], "kwargs": {"mask": None}}]}
    embed = layer("Embedding", "embed", tensor("x"), input_dim=4, output_dim=4, mask_zero=True)
    lstm = layer("LSTM", "lstm", ([tensor("embed")], {"mask": tensor("mask"), "training": False}), units=4)
    key = [{"class_name": "__slice__", "config": {"start": None, "stop": 2, "step": None}}, 0]
    layers = [
        given("x"),
        embed,
        op("NotEqual", "mask", ([tensor("x"), 0], {})),
        lstm,
        op("Add", "sum", ([1, tensor("lstm")], {})),
        nested,
        op("GetItem", "get", ([tensor("inner", 0), key], {})),
    ]
    sound = functional(layers, ["x", 0, 0], {"a": ["get", 0, 0], "b": [["sum", 0, 0]]})
    assert read(sound, catalog).placeholders == ()
    for _ in range(400):
        model = copy.deepcopy(sound)
        for _ in range(chance.choice((1, 1, 2, 4))):
            _damage(model, chance)
        try:
            read(model, catalog)
        except ConversionError as refused:
            assert "\n" not in refused.message


_JUNK: tuple[Any, ...] = (
    *(None, 0, -1, True, 1.5, "", "x", [], {}, [[]], ["x", 0, 0], 10**30, float("inf")),
    {"class_name": "Functional", "config": {}},
    {"class_name": "__slice__", "config": None},
    {"class_name": "__numpy__", "config": {"value": [[1], [2, 3]], "dtype": "float32"}},
    {"class_name": "__tensor__", "config": {"value": 1, "dtype": {}}},
    {"class_name": "__keras_tensor__", "config": {"shape": [[1]], "keras_history": ["a", 0, 0]}},
)


def _damage(model: Any, chance: random.Random) -> None:
    places = list(_places(model))
    if not places:
        return
    owner, key = chance.choice(places)
    if chance.random() < 0.2 and isinstance(owner, dict):
        del owner[key]
    elif chance.random() < 0.3:
        other, place = chance.choice(places)
        owner[key] = copy.deepcopy(other[place])
    else:
        owner[key] = copy.deepcopy(chance.choice(_JUNK))


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    items = list(data.items()) if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else []
    for key, value in items:
        yield data, key
        yield from _places(value)
