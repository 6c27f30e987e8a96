"""Models with names that TensorFlow does not take as scopes are trained all the same, under those names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.graph import edits
from core.graph.model import INPUT_TYPE, Graph, Project
from core.graph.values import FrozenMap, KerasObject, Source
from core.runs.events import RunEnded, RunEvent
from core.runs.job import new_job
from core.runs.scopes import PlainScopes
from core.runs.training import run
from core.storage import templates


def trained(project: Project, folder: Path) -> RunEnded:
    events: list[RunEvent] = []
    ended = run(new_job(project, folder, None), events.append)
    assert ended.status == "finished", ended.reason
    return ended


def short(name: str) -> Project:
    project = templates.load(name)
    training = project.training
    return replace(project, training=replace(training, fit=replace(training.fit, epochs=2)))


def renamed(project: Project, names: tuple[str, ...]) -> Project:
    graph = edits.set_model_name(project.graph, "我的 模型")
    for layer, name in zip(list(graph.layers), names, strict=False):
        graph = edits.rename(graph, layer, name)
    return replace(project, graph=graph)


def test_chinese_names_and_spaces_train_as_any_other(tmp_path: Path) -> None:
    import keras

    plain = short("mlp-iris")
    names = tuple(f"层 {number}: é" for number in range(len(plain.graph.layers)))
    first, second = trained(plain, tmp_path), trained(renamed(plain, names), tmp_path)
    assert second.history == first.history
    model = keras.models.load_model(Path(second.folder) / "model.keras")
    assert {layer.name for layer in model.layers} == set(names)


def test_metrics_of_several_outputs_keep_the_users_names(tmp_path: Path) -> None:
    import numpy

    x = numpy.linspace(0, 1, 40, dtype="float32")
    numpy.savez(tmp_path / "data.npz", 输入=x[:, None], 甲=2 * x, 甲_2=1 - x)
    graph = edits.add_node(Graph("m"), INPUT_TYPE, name="输入", params={"shape": (1,)})
    for name in ("甲", "甲_2"):
        graph = edits.add_node(graph, "keras.layers.Dense", name=name, params={"units": 1}, arguments={"inputs": Source("n1")})
    project = Project(graph=graph)
    watched = {"monitor": "val_甲_loss", "mode": "min", "patience": 1, "min_delta": 9.0}
    stop = KerasObject("keras.callbacks.EarlyStopping", FrozenMap(watched))
    training = replace(
        project.training,
        data=replace(project.training.data, source=f"npz:{tmp_path / 'data.npz'}",
                     options=FrozenMap({"inputs": ("输入",), "targets": ("甲", "甲_2")})),
        compile=replace(project.training.compile, loss=FrozenMap({"甲": "mse", "甲_2": "mae"}), metrics=("mae",)),
        fit=replace(project.training.fit, epochs=5, callbacks=(stop,)),
    )  # fmt: skip
    ended = trained(replace(project, training=training), tmp_path / "runs")
    assert {"loss", "甲_loss", "甲_2_loss", "甲_mae", "val_甲_2_mae"} <= set(ended.history)
    assert ended.epochs == 2, "the callback watched the output"
    assert {"甲_loss", "甲_2_mae"} <= set(ended.test)


def test_plain_names_are_left_alone() -> None:
    import keras

    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    scopes = PlainScopes(model)
    assert scopes.own == {}
    with scopes.taken():
        assert model.layers[0].name.startswith("dense")


def test_metrics_without_a_name_are_called_alike_in_every_run(tmp_path: Path) -> None:
    project = short("mlp-iris")
    metric = KerasObject("keras.metrics.CategoricalAccuracy")
    loss = KerasObject("keras.losses.SparseCategoricalCrossentropy")
    compile = replace(project.training.compile, loss=loss, metrics=(metric, metric))
    project = replace(project, training=replace(project.training, compile=compile))
    histories = [list(trained(project, tmp_path).history) for _ in range(2)]
    assert histories[0] == histories[1] and "categorical_accuracy" in histories[0]
