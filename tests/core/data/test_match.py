"""Whether data fits a model: each mismatch is one sentence with numbers, and its fix makes it go away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.analysis.results import Analysis, NodeResult, TensorSpec, Totals
from core.data import match, sources
from core.data.interface import Interface, Port
from core.data.match import check
from core.graph import edits
from core.graph.model import INPUT_TYPE, CompileSettings, DataSettings, Graph, Project, TrainingSettings
from core.graph.values import FrozenMap, KerasObject, Source, Value


def project(source: str, loss: Value, units: int, shape: tuple[int, ...], **options: Value) -> Project:
    graph = edits.add_node(Graph(), INPUT_TYPE, name="measures", params={"shape": shape})
    graph = edits.add_node(
        graph, "keras.layers.Dense", name="answer", params={"units": units}, arguments={"inputs": Source("n1")}
    )
    training = TrainingSettings(
        data=DataSettings(source=source, options=FrozenMap(options)), compile=CompileSettings(loss=loss)
    )
    return Project(graph=graph, training=training)


def model_of(project: Project) -> Interface:
    graph = project.graph
    shape = graph.layer_of("n1").params["shape"]
    units = graph.layer_of("n2").params["units"]
    assert isinstance(shape, tuple) and isinstance(units, int)
    return Interface((Port("measures", shape, "n1"),), (Port("answer", (units,), "n2"),))  # type: ignore[arg-type]


def problems(project: Project) -> list[tuple[str, str, str]]:
    summary = sources.inspect(project.training.data)
    found = check(project, summary, model_of(project))
    return [(problem.severity, problem.code, problem.message) for problem in found]


SPARSE = "sparse_categorical_crossentropy"
CATEGORICAL = "categorical_crossentropy"


@pytest.mark.parametrize(
    ("source", "loss", "units", "shape", "options"),
    [
        ("sklearn:iris", SPARSE, 3, (4,), {}),
        ("sklearn:iris", KerasObject("keras.losses.SparseCategoricalCrossentropy"), 3, (4,), {}),
        ("sklearn:iris", CATEGORICAL, 3, (4,), {"labels": "one-hot"}),
        ("sklearn:iris", "binary_crossentropy", 3, (4,), {"labels": "one-hot"}),
        ("sklearn:iris", (SPARSE,), 3, (4,), {}),
        ("sklearn:iris", FrozenMap({"answer": SPARSE}), 3, (4,), {}),
        ("sklearn:breast_cancer", "binary_crossentropy", 1, (30,), {}),
        ("sklearn:breast_cancer", SPARSE, 2, (30,), {}),
        ("sklearn:breast_cancer", "hinge", 1, (30,), {}),
        ("sklearn:diabetes", "mse", 1, (10,), {}),
        ("sklearn:diabetes", KerasObject("keras.losses.Huber"), 1, (10,), {}),
        ("sklearn:digits", SPARSE, 10, (64,), {"view": "flat"}),
    ],
)
def test_what_fits_is_not_complained_about(
    source: str, loss: Value, units: int, shape: tuple[int, ...], options: dict[str, Value]
) -> None:
    assert problems(project(source, loss, units, shape, **options)) == []


@pytest.mark.parametrize(
    ("source", "loss", "units", "shape", "options", "code", "words"),
    [
        ("sklearn:iris", SPARSE, 3, (5,), {}, "DT02", "'measures' expects samples of shape (5,), but 'features' of Iris has the shape (4,)"),  # noqa: E501
        ("sklearn:digits", SPARSE, 10, (8, 8), {}, "DT02", "(8, 8), but 'image' of Digits has the shape (8, 8, 1)"),
        ("sklearn:digits", SPARSE, 10, (8, 8, 1), {"view": "image+statistics"}, "DT01", "has 1 input, but Digits has 2 inputs"),
        ("sklearn:iris", CATEGORICAL, 3, (4,), {}, "LO07", "expects one-hot rows, but the target 'class' of Iris holds class numbers"),  # noqa: E501
        ("sklearn:iris", SPARSE, 3, (4,), {"labels": "one-hot"}, "LO07", "expects class numbers, but the target 'class' of Iris is one-hot"),  # noqa: E501
        ("sklearn:diabetes", SPARSE, 10, (10,), {}, "LO07", "holds quantities; mean_squared_error fits"),
        ("sklearn:diabetes", CATEGORICAL, 1, (10,), {}, "LO07", "holds quantities"),
        ("sklearn:iris", "binary_crossentropy", 3, (4,), {}, "LO07", "holds class numbers"),
        ("sklearn:iris", "mse", 3, (4,), {}, "LO07", "holds class numbers"),
        ("sklearn:iris", SPARSE, 2, (4,), {}, "LO08", "'answer' has 2 units, but 'class' of Iris has 3 classes"),
        ("sklearn:iris", CATEGORICAL, 4, (4,), {"labels": "one-hot"}, "LO08", "'answer' has 4 units"),
        ("sklearn:iris", "binary_crossentropy", 1, (4,), {}, "LO08", "tell two classes apart"),
        ("sklearn:diabetes", "mse", 2, (10,), {}, "DT04", "has the shape (2,), but for the target 'progression' of Diabetes the shape (1,)"),  # noqa: E501
        ("sklearn:iris", None, 3, (4,), {}, "DT06", "No loss is chosen for the output 'answer'"),
        ("sklearn:iris", FrozenMap({"other": SPARSE}), 3, (4,), {}, "DT06", "No loss is chosen"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_one_sentence(
    source: str, loss: Value, units: int, shape: tuple[int, ...], options: dict[str, Value], code: str, words: str
) -> None:
    ((severity, found, message),) = problems(project(source, loss, units, shape, **options))
    assert (severity, found) == ("error", code)
    assert words in message and "\n" not in message


def test_more_units_than_classes_and_classes_as_quantities_are_advice() -> None:
    ((severity, code, message),) = problems(project("sklearn:iris", SPARSE, 5, (4,)))
    assert (severity, code) == ("advice", "LO08") and "2 more than are needed" in message
    ((severity, code, _),) = problems(project("sklearn:iris", "mse", 1, (4,)))
    assert (severity, code) == ("advice", "LO12")


@pytest.mark.parametrize(
    ("source", "loss", "units", "shape", "options"),
    [
        ("sklearn:iris", SPARSE, 3, (5,), {}),
        ("sklearn:iris", CATEGORICAL, 3, (4,), {}),
        ("sklearn:iris", FrozenMap({"answer": CATEGORICAL}), 3, (4,), {}),
        ("sklearn:iris", SPARSE, 3, (4,), {"labels": "one-hot"}),
        ("sklearn:iris", SPARSE, 2, (4,), {}),
        ("sklearn:iris", SPARSE, 7, (4,), {}),
        ("sklearn:iris", None, 3, (4,), {}),
        ("sklearn:diabetes", SPARSE, 1, (10,), {}),
        ("sklearn:iris", CATEGORICAL, 4, (4,), {"labels": "one-hot"}),
    ],
)
def test_the_fix_solves_the_problem(
    source: str, loss: Value, units: int, shape: tuple[int, ...], options: dict[str, Value]
) -> None:
    wrong = project(source, loss, units, shape, **options)
    summary = sources.inspect(wrong.training.data)
    (problem,) = check(wrong, summary, model_of(wrong))
    fixed = problem.fixes[0].edit(wrong)
    assert fixed is not wrong and check(fixed, summary, model_of(fixed)) == ()


def test_gaps_are_counted() -> None:
    good = project("sklearn:iris", SPARSE, 3, (4,))
    summary = sources.inspect(good.training.data)
    bad = replace(summary, inputs=(replace(summary.inputs[0], gaps=7),))
    (problem,) = check(good, bad, model_of(good))
    assert problem.code == "DT05" and "has 7 values that are not numbers" in problem.message


def test_two_outputs_need_two_targets() -> None:
    one = project("sklearn:iris", SPARSE, 3, (4,))
    model = model_of(one)
    two = Interface(model.inputs, (*model.outputs, Port("more", (3,))))
    (problem,) = check(one, sources.inspect(one.training.data), two)
    assert problem.code == "DT03" and "has 2 outputs, but Iris has 1 target" in problem.message


def test_nothing_is_said_while_the_shapes_of_the_model_are_not_known() -> None:
    wrong = project("sklearn:iris", SPARSE, 2, (4,))
    summary = sources.inspect(wrong.training.data)
    nodes = {
        "n1": NodeResult(outputs=(TensorSpec((None, 4), "float32"),)),
        "n2": NodeResult(outputs=(TensorSpec((None, 2), "float32"),)),
    }
    known = Analysis(wrong, "", nodes, (), Totals())
    assert [problem.code for problem in match.problems(wrong, summary, known)] == ["LO08"]
    assert match.problems(wrong, summary, replace(known, nodes={"n1": nodes["n1"]})) == ()


def test_text_and_numbers_are_told_apart_with_a_fix(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("word,y\nred,1\nblue,2\ngreen,3\n")
    made = project(f"csv:{tmp_path / 'a.csv'}", "mse", 1, (1,), features=("word",))
    summary = sources.inspect(made.training.data)
    (found,) = check(made, summary, model_of(made))
    assert found.message == "The input 'measures' expects numbers (float32), but 'word' of a.csv is text."
    fixed = found.fixes[0].edit(made)
    assert fixed.graph.layer_of("n1").params == FrozenMap({"shape": (1,), "dtype": "string"})
    takes_text = replace(model_of(made), inputs=(Port("measures", (1,), "n1", "string"),))
    assert check(fixed, summary, takes_text) == ()
    numbers = sources.inspect(project("sklearn:iris", SPARSE, 3, (4,)).training.data)
    first = check(fixed, numbers, takes_text)[0]
    assert "expects text (string)" in first.message and "'features' of" in first.message
