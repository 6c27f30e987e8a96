"""The proof of an import: original and project on the same inputs, and sentences where that cannot be."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.convert.imported import Imported
from core.convert.weights.allowed import refusal
from core.convert.weights.attach import attach_weights
from core.convert.weights.compare import CompareLimits, compare_with_original
from core.convert.weights.compare_child import _clause as clause_of
from core.errors import FileError
from core.graph.edits import set_params
from core.reading.process import CancelledReading
from tests.core.convert.weights import old_files as old
from tests.core.convert.weights.old_files import Old, random, write

pytestmark = [
    pytest.mark.filterwarnings("ignore:You are saving your model as an HDF5 file"),
    pytest.mark.expects_log("absl"),
]


def model() -> Any:
    """Indices, an image of unknown size, and two outputs."""
    import keras

    image, words = keras.Input((None, None, 3), name="image"), keras.Input((5,), name="words")
    x = keras.layers.GlobalAveragePooling2D()(keras.layers.Conv2D(4, 9, strides=2, name="conv")(image))
    y = keras.layers.LSTM(3)(keras.layers.Embedding(7, 4, mask_zero=True)(words))
    both = keras.layers.Concatenate()([x, y])
    outputs = {"mean": keras.layers.Dense(2, name="dense")(both), "sign": keras.layers.Softmax()(both)}
    return keras.Model([image, words], outputs)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("original") / "m.keras"
    made = model()
    made.compile("rmsprop", {"mean": "mse", "sign": "mae"}, {"mean": ["mae"]})  # as most files are
    made.save(path)
    return path


def attached(path: Path, folder: Path) -> Imported:
    return attach_weights(old.opened(path), path, folder / "p.netw")


@pytest.mark.slow
def test_the_same_and_another(file: Path, tmp_path: Path) -> None:
    imported = attached(file, tmp_path)
    found = compare_with_original(imported.project, file, folder=tmp_path, samples=2)
    assert not found.reason and found.difference is not None and found.difference <= 1e-6
    assert {output.shape for output in found.outputs} == {(2, 2), (2, 7)}
    assert found.sentences()[0] == "Compared with 'm.keras' on 2 random samples." and len(found.sentences()) == 3
    graph = imported.project.graph
    layer = next(layer for layer in graph.layers.values() if layer.name == "conv")
    changed = replace(imported.project, graph=set_params(graph, [layer.id], {"activation": "relu"}))
    other = compare_with_original(changed, file, folder=tmp_path, samples=2)
    assert other.difference is not None and other.difference > 1e-3


@pytest.mark.slow
def test_a_whole_application(tmp_path: Path) -> None:
    """ResNet50 as a file with its weights: opened, taken over, and equal to the original."""
    import keras

    net = keras.applications.ResNet50(weights=None)
    numbers = np.random.default_rng(0)
    net.get_layer("conv1_bn").set_weights([numbers.uniform(0.5, 1.5, 64) for _ in range(4)])
    path = tmp_path / "ResNet50.keras"
    net.save(path)
    imported = attached(path, tmp_path)
    assert imported.weights == "loaded"
    found = compare_with_original(imported.project, path, folder=tmp_path, samples=1)
    assert found.difference is not None and found.difference <= 1e-6, found.sentences()


@pytest.mark.slow
def test_a_formula_that_changed_is_named(tmp_path: Path) -> None:
    """Keras 3 loads the file, but computes another hard_sigmoid than the Keras that wrote it."""
    arrays = [("d/kernel:0", random(3, 2)), ("d/bias:0", random(2))]
    given = Old("x", "InputLayer", {"batch_input_shape": [None, 3], "dtype": "float32"})
    dense = Old("d", "Dense", {"units": 2, "activation": "hard_sigmoid"}, arrays)
    layers = [
        {**given.entry, "name": "x", "inbound_nodes": []},
        {**dense.entry, "name": "d", "inbound_nodes": [[["x", 0, 0, {}]]]},
    ]
    graph = {"name": "m", "layers": layers, "input_layers": [["x", 0, 0]], "output_layers": [["d", 0, 0]]}
    old_file = write(
        tmp_path / "k2.h5", [given, dense], "2.2.4", "tensorflow", {"class_name": "Model", "config": graph}
    )
    found = compare_with_original(attached(old_file, tmp_path).project, old_file, folder=tmp_path)
    assert found.difference is not None and found.difference > 1e-3, found.reason
    assert "which Keras 3 computes by another formula" in found.sentences()[-1]
    same = replace(found, outputs=(replace(found.outputs[0], difference=0.0),))
    assert len(same.sentences()) == 2


def test_what_keras_says_is_one_plain_clause() -> None:
    said = "Exception encountered when calling Net.call().\n\n\x1b[1mInvalid input.\x1b[0m\n\nArguments received by Net"
    assert clause_of(ValueError(said)) == "Invalid input" and clause_of(KeyError()) == "KeyError"


def test_what_cannot_be_compared_says_why(file: Path, tmp_path: Path) -> None:
    imported = old.opened(file)
    none = compare_with_original(imported.project, file, folder=tmp_path)
    assert none.difference is None
    assert none.sentences() == ["The project has no weights of 'm.keras'; load them first, then compare."]
    written = tmp_path / "m.json"
    written.write_text(model().to_json())
    assert "holds no weights" in compare_with_original(imported.project, written).reason
    first = [
        Old(
            "d", "Dense", {"output_dim": 2, "batch_input_shape": [None, 3]}, [("d_W", random(3, 2)), ("d_b", random(2))]
        )
    ]
    ancient = write(tmp_path / "k1.h5", first, "1.2.2")
    reason = compare_with_original(attached(ancient, tmp_path).project, ancient, folder=tmp_path).reason
    assert reason == "'k1.h5' was written by Keras 1, which Keras 3 cannot load, so the original cannot be run."
    with pytest.raises(FileError, match="no such file"):
        compare_with_original(imported.project, tmp_path / "gone.keras")
    loaded = attached(file, tmp_path)
    with pytest.raises(CancelledReading):
        compare_with_original(loaded.project, file, folder=tmp_path, cancelled=lambda: True)
    slow = compare_with_original(loaded.project, file, folder=tmp_path, limits=CompareLimits(start_seconds=0.1))
    assert slow.reason == "'m.keras' was not compared: it takes more than 0.1 seconds."


def test_nothing_that_could_run_code_is_run(file: Path, tmp_path: Path) -> None:
    """The markers stay away, whatever a file names."""
    marker = tmp_path / "marker"
    loaded = attached(file, tmp_path)
    with zipfile.ZipFile(file) as archive:
        config = json.loads(archive.read("config.json"))
        others = {name: archive.read(name) for name in archive.namelist() if name != "config.json"}
    poisons = {
        "Lambda": {"module": "keras.layers", "class_name": "Lambda", "config": {"name": "code", "function": str(marker)}},
        "TFSMLayer": {"module": "keras.layers", "class_name": "TFSMLayer", "config": {"name": "code", "filepath": str(marker)}},
        "set_floatx": {"module": "keras.config", "class_name": "function", "config": "set_floatx", "registered_name": "set_floatx"},
        "system": {"module": "os", "class_name": "system", "config": f"touch {marker}"},
    }  # fmt: skip
    for poison in poisons.values():
        bad = json.loads(json.dumps(config))
        bad["config"]["layers"][2]["config"]["activation"] = poison
        path = tmp_path / "bad.keras"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("config.json", json.dumps(bad))
            for name, data in others.items():
                archive.writestr(name, data)
        reason = compare_with_original(loaded.project, path, folder=tmp_path).reason
        assert "is not run" in reason or "cannot be run" in reason, reason
    assert not marker.exists()


def test_the_allow_list() -> None:
    import keras

    from core.catalog.catalog import load

    catalog = load()
    made = json.loads(model().to_json())
    assert refusal(made, catalog) == ""
    layer = keras.layers.Dense(2, kernel_regularizer="l2", activation=keras.activations.gelu, dtype="mixed_float16")
    assert refusal(keras.saving.serialize_keras_object(layer), catalog) == ""
    lookup = {
        "class_name": "StringLookup",
        "module": "keras.layers",
        "config": {"name": "words", "vocabulary": "/etc/passwd"},
    }
    assert refusal(lookup, catalog) == "'words' names the file '/etc/passwd'"
    lookup["config"]["vocabulary"] = ["a", "b"]  # type: ignore[index]
    assert refusal(lookup, catalog) == ""
    compiled = {**made, "compile_config": {"loss": {"class_name": "function", "module": "mine", "config": "own"}}}
    assert refusal(compiled, catalog) == ""  # Keras is told not to compile and does not look at it
    older = {"module": "keras.initializers", "class_name": "OrthogonalInitializer", "config": {"gain": 1.0, "seed": None}}
    assert refusal({"class_name": "LSTM", "config": {"name": "rnn", "recurrent_initializer": older}}, catalog) == ""
    own = {"class_name": "Mine", "module": "mine", "registered_name": "mine>Mine", "config": {"name": "m"}}
    assert "'m' is of the class 'Mine', which is not one of Keras's own" in refusal(own, catalog)
    assert "names the function 'get_file'" in refusal(
        {"class_name": "function", "module": "keras.utils", "config": "get_file"}
    )
    deep: Any = {}
    for _ in range(500):
        deep = {"a": deep}
    assert "too deeply" in refusal(deep, catalog)
