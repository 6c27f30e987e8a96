"""Real runs: events, history, best weights, files, and what goes wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.data.sources import load
from core.data.splits import split
from core.graph import edits
from core.graph.model import INPUT_TYPE, CompileSettings, DataSettings, FitSettings, Graph, Project, TrainingSettings
from core.graph.values import FrozenMap, KerasObject, Source
from core.runs import store
from core.runs.events import BestImproved, DataReady, EpochEnded, RunEnded, RunMessage, RunStarted, StepEnded
from core.storage.files import open_project
from tests.core.runs.projects import Trained, chain, classifier, train, with_settings

SPARSE = "sparse_categorical_crossentropy"
SPEED = FrozenMap({"speed": 1})


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return train(classifier(epochs=6), tmp_path_factory.mktemp("runs"))


def test_first_and_last_event(trained: Trained) -> None:
    first = trained.events[0]
    assert isinstance(first, RunStarted)
    assert (first.run, first.epochs, first.batch_size) == (trained.job.run, 6, 16)
    assert trained.events[-1] is trained.ended
    assert len(trained.of(RunEnded)) == len(trained.of(RunStarted)) == 1
    assert (trained.ended.status, trained.ended.details) == ("finished", "")


def test_phases_come_in_order(trained: Trained) -> None:
    assert trained.phases[:5] == ["preparing", "building", "adapting", "tracing", "training"]
    assert trained.phases[5:-2] == ["validating", "training"] * 5 + ["validating"]
    assert trained.phases[-2:] == ["evaluating", "saving"]


def test_data_and_steps(trained: Trained) -> None:
    (ready,) = trained.of(DataReady)
    assert (ready.training, ready.validation, ready.test, ready.steps) == (90, 30, 30, 6)
    for epoch in range(1, 7):
        steps = [event for event in trained.of(StepEnded) if event.epoch == epoch]
        assert steps[-1].step == steps[-1].steps == 6
        assert [event.step for event in steps] == sorted({event.step for event in steps})
        assert set(steps[-1].logs) == {"loss", "accuracy"}


def test_the_history_is_that_of_the_epochs(trained: Trained) -> None:
    epochs = trained.of(EpochEnded)
    assert [event.epoch for event in epochs] == [1, 2, 3, 4, 5, 6]
    assert set(trained.ended.history) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    for name, values in trained.ended.history.items():
        assert values == tuple(event.logs[name] for event in epochs)
    assert all(event.learning_rate == pytest.approx(0.01) for event in epochs)
    # The last step of an epoch and the epoch agree about the training loss.
    last = [event for event in trained.of(StepEnded) if event.epoch == 6][-1]
    assert last.logs["loss"] == pytest.approx(epochs[-1].logs["loss"])


def test_the_best_epoch_has_the_lowest_validation_loss(trained: Trained) -> None:
    values = trained.ended.history["val_loss"]
    assert trained.ended.best_epoch == values.index(min(values)) + 1
    assert trained.ended.best["val_loss"] == min(values)
    assert trained.of(BestImproved)[-1].epoch == trained.ended.best_epoch
    assert trained.ended.reason == f"All 6 epochs are done; epoch {trained.ended.best_epoch} was the best."


def test_files_of_a_run(trained: Trained) -> None:
    folder = trained.job.folder
    assert sorted(path.name for path in folder.iterdir()) == [
        "best.weights.h5", "history.json", "model.keras", "project.netw", "run.json",
    ]  # fmt: skip
    assert open_project(folder / "project.netw")[0] == trained.job.project
    record = store.read_run(folder)
    assert (record.status, record.epochs, record.best_epoch) == ("finished", 6, trained.ended.best_epoch)
    assert record.weights == Path(trained.ended.weights)
    assert record.test == pytest.approx(dict(trained.ended.test))
    history = json.loads((folder / "history.json").read_text())
    assert history["val_loss"] == pytest.approx(list(trained.ended.history["val_loss"]))


def parts(project: Project) -> Any:
    return split(load(project.training.data), project.training.data)


def evaluate(model: Any, part: Any) -> dict[str, float]:
    (x,), (y,) = part.inputs.values(), part.targets.values()
    found: dict[str, float] = model.evaluate(x, y, verbose=0, return_dict=True)
    return found


def test_the_saved_model_is_that_of_the_best_epoch(tmp_path: Path) -> None:
    """With a learning rate that overshoots, the last epoch is far from the best: mixing them up shows."""
    import keras

    project = classifier(epochs=8, rate=0.3)
    trained = train(project, tmp_path)
    values = trained.ended.history["val_loss"]
    assert min(values) < 0.9 * values[-1], "this test needs a last epoch that is not the best"

    model = keras.saving.load_model(trained.job.folder / store.MODEL_FILE)
    assert evaluate(model, parts(project).validation)["loss"] == pytest.approx(min(values), rel=1e-4)
    assert evaluate(model, parts(project).test) == pytest.approx(dict(trained.ended.test), rel=1e-4)

    from core.convert.to_keras import build

    fresh = build(project).model
    fresh.load_weights(trained.ended.weights)
    x = parts(project).test.inputs["features"]
    np.testing.assert_allclose(fresh.predict(x, verbose=0), model.predict(x, verbose=0), rtol=1e-5)


def test_normalization_is_adapted_to_the_training_part_alone(trained: Trained) -> None:
    import keras

    model = keras.saving.load_model(trained.job.folder / store.MODEL_FILE)
    training = parts(trained.job.project).training.inputs["features"]
    np.testing.assert_allclose(np.ravel(model.get_layer("scale").mean), training.mean(axis=0), rtol=1e-5)
    assert any("'scale' was adapted" in message.text for message in trained.of(RunMessage))


def test_the_same_seed_is_the_same_run(trained: Trained, tmp_path: Path) -> None:
    again = train(classifier(epochs=6), tmp_path)
    assert again.ended.history == trained.ended.history
    other = train(classifier(epochs=6, seed=1), tmp_path)
    assert other.ended.history != trained.ended.history


def test_without_validation_and_test_parts(tmp_path: Path) -> None:
    trained = train(
        classifier(data=DataSettings(source="sklearn:iris", validation_split=0.0, test_split=0.0)), tmp_path
    )
    assert trained.ended.status == "finished"
    assert set(trained.ended.history) == {"loss", "accuracy"} and not trained.ended.test
    assert "validating" not in trained.phases and "evaluating" not in trained.phases
    assert trained.ended.best["loss"] == min(trained.ended.history["loss"])


# Settings


def test_class_weights_options_and_callbacks(tmp_path: Path) -> None:
    stopping = KerasObject(
        "keras.callbacks.EarlyStopping", FrozenMap({"monitor": "val_loss", "patience": 1, "min_delta": 10.0})
    )
    project = classifier(
        epochs=20,
        class_weight="balanced",
        callbacks=(stopping, KerasObject("keras.callbacks.ReduceLROnPlateau", FrozenMap({"patience": 1}))),
        options=FrozenMap({"steps_per_epoch": 3}),
    )
    trained = train(project, tmp_path)
    assert trained.ended.status == "finished"
    assert trained.ended.reason.startswith("EarlyStopping, ReduceLROnPlateau ended training after 2 of 20 epochs")
    assert trained.of(DataReady)[0].steps == 3
    assert [event.step for event in trained.of(StepEnded)][-1] == 3


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"callbacks": (KerasObject("keras.callbacks.CSVLogger", FrozenMap({"filename": "x.csv"})),)}, "CSVLogger is not run"),
        ({"callbacks": ("EarlyStopping",)}, "is not run from a project"),
        ({"callbacks": (KerasObject("keras.callbacks.EarlyStopping", SPEED),)}, "EarlyStopping cannot be made"),
        ({"options": FrozenMap({"workers": 3})}, "no fit option 'workers'"),
        ({"class_weight": FrozenMap({"rose": 2.0})}, "no class 'rose' to weigh; the classes are setosa"),
        ({"class_weight": FrozenMap({"setosa": "big"})}, "should be a number"),
        ({"epochs": 0}, "At least one epoch"),
        ({"batch_size": 0}, "at least one sample"),
    ],
)  # fmt: skip
def test_fit_settings_that_cannot_be(tmp_path: Path, changes: dict[str, Any], expected: str) -> None:
    trained = train(classifier(**changes), tmp_path)
    assert trained.ended.status == "failed" and expected in trained.ended.reason
    assert "\n" not in trained.ended.reason and trained.ended.weights == ""


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (CompileSettings(KerasObject("keras.optimizers.Nothing"), SPARSE), "optimizer Nothing cannot be made"),
        (CompileSettings(KerasObject("keras.optimizers.Adam", SPEED), SPARSE), "optimizer Adam cannot be made"),
        (CompileSettings(KerasObject("os.system"), SPARSE), "cannot be made"),
        (CompileSettings("nonsense", SPARSE), "nonsense"),
        (CompileSettings(loss=SPARSE, metrics=("nonsense",)), "nonsense"),
        (CompileSettings(loss=SPARSE, options=SPEED), "speed"),
        (CompileSettings(loss=None), "No loss is chosen"),
    ],
)
def test_compile_settings_that_cannot_be(tmp_path: Path, settings: CompileSettings, expected: str) -> None:
    trained = train(with_settings(classifier(), compile=settings), tmp_path)
    assert trained.ended.status == "failed" and expected in trained.ended.reason
    assert "\n" not in trained.ended.reason


def test_several_inputs_and_outputs_are_matched_by_name(tmp_path: Path) -> None:
    generator = np.random.default_rng(0)
    a, b = generator.normal(size=(80, 3)), generator.normal(size=(80, 5))
    np.savez(tmp_path / "two.npz", a=a, b=b, kind=(a[:, 0] > 0).astype(int), amount=b.sum(axis=1))
    graph = Graph("two")
    for name, size in (("b", 5), ("a", 3)):
        graph = edits.add_node(graph, INPUT_TYPE, name=name, params={"shape": (size,)})
    graph = edits.add_node(
        graph, "keras.layers.Concatenate", name="both", arguments={"inputs": (Source("n1"), Source("n2"))}
    )
    graph = edits.add_node(
        graph, "keras.layers.Dense", name="amount", params={"units": 1}, arguments={"inputs": Source("n3")}
    )
    graph = edits.add_node(
        graph,
        "keras.layers.Dense",
        name="kind",
        params={"units": 2, "activation": "softmax"},
        arguments={"inputs": Source("n3")},
    )
    project = Project(
        graph=graph,
        training=TrainingSettings(
            data=DataSettings(
                source="npz:two.npz", options=FrozenMap({"inputs": ("a", "b"), "targets": ("kind", "amount")})
            ),
            compile=CompileSettings(
                loss=FrozenMap({"kind": "sparse_categorical_crossentropy", "amount": "mse"}),
                metrics=FrozenMap({"kind": ("accuracy",), "amount": ("mae",)}),
                loss_weights=FrozenMap({"kind": 1.0, "amount": 0.5}),
            ),
            fit=FitSettings(epochs=2),
        ),
    )
    trained = train(project, tmp_path, data_folder=tmp_path)
    assert trained.ended.status == "finished", trained.ended.details
    assert {"val_kind_accuracy", "val_amount_mae"} <= set(trained.ended.history)
    as_tuple = with_settings(
        project,
        compile=CompileSettings(loss=("mse", "sparse_categorical_crossentropy"), metrics=()),
    )
    assert train(as_tuple, tmp_path, data_folder=tmp_path).ended.status == "finished"


# Failures


def test_labels_that_do_not_fit_name_the_layer(tmp_path: Path) -> None:
    project = classifier()
    wrong = replace(project, graph=edits.set_params(project.graph, ["l4"], {"units": 2}))
    ended = train(wrong, tmp_path).ended
    assert ended.status == "failed" and ended.node == "n4"
    assert ended.reason == (
        "The output 'species' has 2 units, but 'class' of Iris has 3 classes; one unit for each was expected."
    )


def test_a_model_that_cannot_be_built_names_the_layer(tmp_path: Path) -> None:
    graph = chain(
        ("Conv2D", {"name": "edges", "filters": 4, "kernel_size": 3}),
        ("Dense", {"name": "species", "units": 3}),
        shape=(4,),
    )
    ended = train(replace(classifier(), graph=graph), tmp_path).ended
    assert ended.status == "failed" and ended.node == "n2" and "'edges'" in ended.reason


def test_data_that_is_not_there(tmp_path: Path) -> None:
    ended = train(classifier(data=DataSettings(source="csv:gone.csv")), tmp_path, data_folder=tmp_path).ended
    assert ended.status == "failed" and "There is no file" in ended.reason
    assert store.read_run(Path(ended.folder)).status == "failed"


def test_an_error_inside_the_graph_names_the_layer(tmp_path: Path) -> None:
    """An index beyond an Embedding is found by TensorFlow alone, in the middle of a step."""
    np.savez(tmp_path / "ids.npz", x=np.full((40, 6), 99), y=np.arange(40) % 2)
    graph = chain(
        ("Embedding", {"name": "words", "input_dim": 10, "output_dim": 4}),
        ("GlobalAveragePooling1D", {"name": "mean"}),
        ("Dense", {"name": "kind", "units": 2, "activation": "softmax"}),
        shape=(6,),
    )
    graph = edits.set_params(graph, ["l1"], {"dtype": "int32"})
    project = replace(classifier(data=DataSettings(source="npz:ids.npz")), graph=graph)
    ended = train(project, tmp_path, data_folder=tmp_path).ended
    assert ended.status == "failed" and ended.node == "n2", ended.reason
    assert "'words'" in ended.reason and "99" in ended.reason and "\n" not in ended.reason
    assert "Traceback" in ended.details


def test_a_loss_of_nan_ends_the_run_and_keeps_the_best(tmp_path: Path) -> None:
    project = with_settings(
        classifier(epochs=50),
        compile=CompileSettings(
            optimizer=KerasObject("keras.optimizers.SGD", FrozenMap({"learning_rate": 1e3})),
            loss="mean_squared_error",
        ),
        data=DataSettings(source="sklearn:diabetes"),
    )
    graph = chain(("Dense", {"name": "hidden", "units": 8}), ("Dense", {"name": "amount", "units": 1}), shape=(10,))
    ended = train(replace(project, graph=graph), tmp_path).ended
    assert ended.status == "failed"
    assert "The loss became NaN in epoch" in ended.reason and "learning rate" in ended.reason
    assert ended.epochs == len(ended.history.get("loss", ()))
    if ended.best_epoch is not None:
        assert Path(ended.weights).is_file()


def test_gaps_in_arrays_are_refused_before_training(tmp_path: Path) -> None:
    x = np.ones((20, 4), np.float32)
    x[3, 2] = np.nan
    np.savez(tmp_path / "gaps.npz", x=x, y=np.arange(20) % 3)
    ended = train(classifier(data=DataSettings(source="npz:gaps.npz")), tmp_path, data_folder=tmp_path).ended
    assert ended.status == "failed" and "has 1 values that are not numbers" in ended.reason


def test_a_folder_that_vanished(tmp_path: Path) -> None:
    import shutil

    trained = train(classifier(), tmp_path, lambda event, _: shutil.rmtree(tmp_path, ignore_errors=True))
    assert trained.ended.status == "failed" and "\n" not in trained.ended.reason
    assert trained.events[-1] is trained.ended


def test_advice_is_a_message_not_an_end(tmp_path: Path) -> None:
    project = classifier(epochs=1)
    more = replace(project, graph=edits.set_params(project.graph, ["l4"], {"units": 5}))
    trained = train(more, tmp_path)
    assert trained.ended.status == "finished"
    (warning,) = [message for message in trained.of(RunMessage) if message.level == "warning"]
    assert warning.code == "LO08" and "2 more than are needed" in warning.text
