"""Configs that were changed at random places by values of wrong kinds: a project or a sentence, never another error.

What was opened can be saved and is the same when it is opened again. Configs of Keras 3, 2 and 1 are changed.
"""

from __future__ import annotations

import json
import random
from copy import deepcopy
from typing import Any

import pytest

from core.catalog.catalog import load
from core.convert.config.reader import read_config
from core.convert.config.training import read_training
from core.convert.imported import report
from core.convert.legacy.upgrade import upgrade
from core.errors import FileError, NetwrightError
from core.reading.reader import read_model_text
from core.storage.schema import dumps, loads
from tests.core.reading.files import dense, sequential
from tests.core.reading.hostile_models import call, called, functional, tensor
from tests.core.reading.hostile_traps import layer

ROUNDS = 300

WEIRD: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1e308,
    float("inf"),
    10**39,
    "",
    "a",
    "\0/..\\\u202e",
    "a" * 3000,
    [],
    {},
    [[]],
    [None],
    [1, 2, 3],
    ["a", "b"],
    {"a": {"b": []}},
    {"0": 1},
    {"class_name": "x"},
    {"class_name": None, "config": None},
    {"class_name": {"class_name": []}, "config": {}},
    {"class_name": "function", "config": "system", "module": "os"},
    {"class_name": "__keras_tensor__", "config": {"shape": None, "dtype": None, "keras_history": ["x", 0, 0]}},
    {"class_name": "__numpy__", "config": {"value": [[1], [2, 3]], "dtype": "object"}},
    {"class_name": "__slice__", "config": {"start": [], "stop": {}}},
)

KEYS = ("class_name", "config", "name", "layers", "module", "inbound_nodes", "registered_name", "dtype", "0")


def seeds() -> list[dict[str, Any]]:
    """A config of each generation, with calls, wrappers, a nested model and what it is compiled with."""
    policy = {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"}, "registered_name": None}
    lstm = layer("LSTM", "lstm", units=3, return_sequences=True, dtype=policy)
    graph = functional(
        [
            called(dense("d", kernel_regularizer=layer("L2", "l2", "keras.regularizers", l2=0.1)), call(tensor("x"))),
            called(dense("e"), [*call(tensor("x")), *call(tensor("d"))]),
            called(layer("Add", "add"), call([tensor("d"), tensor("e", 1)])),
            called(
                {**layer("GetItem", "item", "keras.src.ops.numpy")},
                call(tensor("add"), [{"class_name": "__slice__", "config": {"start": 0, "stop": 1, "step": None}}]),
            ),
            called(sequential(dense("core"), name="inner"), call(tensor("add"), training=False, mask=None)),
        ],
        {"x": ["x", 0, 0]},
        [["inner", 1, 0], ["item", 0, 0]],
    )
    compiled = {
        "optimizer": {"module": "keras.optimizers", "class_name": "Adam", "config": {"learning_rate": 0.001}},
        "loss": "mse",
        "metrics": ["mae"],
        "loss_weights": None,
    }
    old_layers = [
        {
            "class_name": "Convolution2D",
            "config": {
                "name": "c",
                "nb_filter": 4,
                "nb_row": 3,
                "nb_col": 3,
                "border_mode": "same",
                "subsample": [1, 1],
                "dim_ordering": "th",
                "init": "glorot_uniform",
                "activation": "linear",
                "W_regularizer": None,
                "bias": True,
                "batch_input_shape": [None, 3, 8, 8],
                "input_dtype": "float32",
            },
        },
        {"class_name": "Flatten", "config": {"name": "f"}},
        {
            "class_name": "Dense",
            "config": {
                "name": "d",
                "output_dim": 3,
                "W_regularizer": {"name": "WeightRegularizer", "l1": 0.0, "l2": 0.1},
            },
        },
        {"class_name": "Merge", "config": {"name": "m", "mode": "concat", "concat_axis": 1, "layers": []}},
    ]
    two = {
        "class_name": "Model",
        "config": {
            "name": "two",
            "layers": [
                {
                    "name": "x",
                    "class_name": "InputLayer",
                    "config": {"batch_input_shape": [None, 5, 4], "dtype": "float32", "name": "x"},
                    "inbound_nodes": [],
                },
                {
                    "name": "b",
                    "class_name": "Bidirectional",
                    "config": {
                        "name": "b",
                        "layer": {
                            "class_name": "CuDNNLSTM",
                            "config": {"name": "l", "units": 3, "return_sequences": True},
                        },
                        "merge_mode": "concat",
                    },
                    "inbound_nodes": [[["x", 0, 0, {}]]],
                },
                {
                    "name": "t",
                    "class_name": "TFOpLambda",
                    "config": {"name": "t", "function": "math.multiply", "dtype": "float32"},
                    "inbound_nodes": [["b", 0, 0, {"y": 2.0, "name": None}]],
                },
                {
                    "name": "l",
                    "class_name": "LocallyConnected1D",
                    "config": {"name": "l", "filters": 2, "kernel_size": [2], "implementation": 1},
                    "inbound_nodes": [[["t", 0, 0, {}]]],
                },
            ],
            "input_layers": [["x", 0, 0]],
            "output_layers": [["l", 0, 0]],
        },
        "keras_version": "2.4.0",
        "backend": "tensorflow",
    }
    return [
        graph,
        {
            **sequential(
                layer("Bidirectional", "b", layer=lstm),
                layer("TimeDistributed", "t", layer=dense("d")),
                shape=(None, 5, 4),
            ),
            "compile_config": compiled,
        },
        two,
        {"class_name": "Sequential", "config": old_layers, "keras_version": "1.2.2"},
    ]


def mutated(data: Any, rng: random.Random) -> Any:
    """A copy with one to five changes: a value replaced, left out, doubled, moved or put under another key."""
    data = deepcopy(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 5))):
        places = list(_places(data))
        if not places:
            return data
        parent, key = rng.choice(places)
        change = rng.randrange(7)
        if change <= 2:
            parent[key] = deepcopy(rng.choice(WEIRD))
        elif change == 3:
            parent.pop(key)
        elif change == 4:
            other, at = rng.choice(places)
            parent[key] = deepcopy(other[at])
        elif isinstance(parent, dict):
            parent[rng.choice(KEYS)] = deepcopy(parent[key])
        else:
            parent.insert(key, deepcopy(parent[key]))
    return data


def _places(data: Any) -> Any:
    pending = [data]
    while pending:
        item = pending.pop()
        for key, value in item.items() if isinstance(item, dict) else enumerate(item):
            yield item, key
            if isinstance(value, (dict, list)) and value:
                pending.append(value)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(4))
def test_any_change_gives_a_project_or_a_sentence(number: int) -> None:
    catalog, seed = load(), seeds()[number]
    opened = refused = 0
    for index in range(ROUNDS):
        data = mutated(seed, random.Random(number * 1_000_003 + index))
        try:
            file = read_model_text(json.dumps(data))
            upgraded = upgrade(file.config, file.keras_version, file.backend, catalog=catalog)
            imported = read_config(upgraded.config, catalog)
            if file.training is not None:
                read_training(file.training, imported.project, catalog)
        except NetwrightError as error:
            assert error.message and error.message.isprintable(), (index, error.message)
            refused += 1
            continue
        opened += 1
        json.dumps(report("changed", imported))
        try:
            text = dumps(imported.project)
        except FileError as error:
            pytest.fail(f"{index}: {error.message}")
        assert loads(text) == imported.project, index
    assert opened > ROUNDS // 4 and refused > 0


@pytest.mark.parametrize("number", range(4))
def test_the_configs_open_as_they_are(number: int) -> None:
    file = read_model_text(json.dumps(seeds()[number]))
    imported = read_config(upgrade(file.config, file.keras_version, file.backend).config)
    assert len(imported.project.graph.nodes) >= 3
