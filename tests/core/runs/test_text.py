"""Layers with a vocabulary: they learn it from the training part of a table, as a step of the run."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from core.graph import edits
from core.graph.model import (
    INPUT_TYPE,
    CompileSettings,
    DataSettings,
    FitSettings,
    Graph,
    Project,
    TrainingSettings,
)
from core.graph.values import FrozenMap, KerasObject, Source, Value
from core.runs import store
from core.runs.events import PhaseChanged, RunMessage
from tests.core.runs.projects import train

WORDS = {"good": 1, "fine": 1, "great": 1, "bad": 0, "poor": 0, "awful": 0}


def reviews(path: Path, count: int = 120) -> Path:
    """Short reviews, a colour, a number, and whether the review is friendly."""
    random = np.random.default_rng(0)
    lines = ["review,colour,stars,friendly"]
    for number in range(count):
        word = list(WORDS)[number % len(WORDS)]
        filler = random.choice(["the film was", "a story of", "it is rather"])
        lines.append(f"{filler} {word},{('red', 'blue')[number % 2]},{number % 5},{'yes' if WORDS[word] else 'no'}")
    path.write_text("\n".join(lines) + "\n")
    return path


def project(graph: Graph, *features: str, epochs: int = 6) -> Project:
    options: FrozenMap[str, Value] = FrozenMap({"target": "friendly", "features": features})
    return Project(
        graph=graph,
        training=TrainingSettings(
            data=DataSettings("csv:reviews.csv", options),
            compile=CompileSettings(
                optimizer=KerasObject("keras.optimizers.Adam", FrozenMap({"learning_rate": 0.05})),
                loss="sparse_categorical_crossentropy",
                metrics=("accuracy",),
            ),
            fit=FitSettings(epochs=epochs, batch_size=16),
        ),
    )


def text_network() -> Graph:
    graph = edits.add_node(Graph("text"), INPUT_TYPE, name="review", params={"shape": (1,), "dtype": "string"})
    params: dict[str, Value] = {"max_tokens": 50, "output_sequence_length": 6}
    chain: list[tuple[str, str, dict[str, Value]]] = [
        ("TextVectorization", "words", params),
        ("Embedding", "meaning", {"input_dim": 50, "output_dim": 4}),
        ("GlobalAveragePooling1D", "mean", {}),
        ("Dense", "friendly", {"units": 2, "activation": "softmax"}),
    ]
    for number, (kind, name, given) in enumerate(chain, 1):
        arguments: dict[str, Value] = {"inputs": Source(f"n{number}")}
        graph = edits.add_node(graph, f"keras.layers.{kind}", name=name, params=given, arguments=arguments)
    return graph


def test_text_from_a_table_is_learned_and_kept_in_the_saved_model(tmp_path: Path) -> None:
    import keras

    reviews(tmp_path / "reviews.csv")
    trained = train(project(text_network(), "review"), tmp_path / "runs", data_folder=tmp_path)

    assert trained.ended.status == "finished", trained.ended.reason
    assert "adapting" in trained.phases
    assert trained.phases.index("building") < trained.phases.index("adapting") < trained.phases.index("training")
    said = [event.text for event in trained.of(RunMessage)]
    assert "The layer 'words' was adapted to the training data." in said
    assert trained.ended.test["accuracy"] > 0.9
    model = keras.models.load_model(trained.job.folder / store.MODEL_FILE)
    assert {"good", "awful"} <= set(model.get_layer("words").get_vocabulary())
    texts = keras.ops.convert_to_tensor([["it is rather good"], ["the film was awful"]], "string")
    answer = model.predict(texts, verbose=0).argmax(axis=1)
    assert answer.tolist() == [1, 0]


def test_only_the_training_part_is_seen(tmp_path: Path) -> None:
    import keras

    table = tmp_path / "reviews.csv"
    table.write_text(
        "review,friendly\n" + "".join(f"word{number},{'yes' if number % 2 else 'no'}\n" for number in range(40))
    )
    graph = text_network()
    job = project(graph, "review", epochs=1)
    trained = train(job, tmp_path / "runs", data_folder=tmp_path)
    assert trained.ended.status == "finished", trained.ended.reason
    model = keras.models.load_model(trained.job.folder / store.MODEL_FILE)
    assert len(model.get_layer("words").get_vocabulary()) == 2 + 24, "of 40 words 8 are for the test, 8 for validation"


def test_categories_beside_numbers(tmp_path: Path) -> None:
    reviews(tmp_path / "reviews.csv")
    graph = edits.add_node(Graph("mixed"), INPUT_TYPE, name="features", params={"shape": (1,), "dtype": "int64"})
    graph = edits.add_node(graph, INPUT_TYPE, name="colour", params={"shape": (1,), "dtype": "string"})
    row: dict[str, Value] = {"output_mode": "one_hot", "pad_to_max_tokens": True}
    for number, (kind, name, tokens) in enumerate((("IntegerLookup", "star", 8), ("StringLookup", "index", 4)), 1):
        graph = edits.add_node(
            graph,
            f"keras.layers.{kind}",
            name=name,
            params={**row, "max_tokens": tokens},
            arguments={"inputs": Source(f"n{number}")},
        )
    graph = edits.add_node(
        graph, "keras.layers.Concatenate", name="both", arguments={"inputs": (Source("n3"), Source("n4"))}
    )
    last: dict[str, Value] = {"units": 2, "activation": "softmax"}
    graph = edits.add_node(
        graph, "keras.layers.Dense", name="friendly", params=last, arguments={"inputs": Source("n5")}
    )
    trained = train(project(graph, "stars", "colour", epochs=2), tmp_path / "runs", data_folder=tmp_path)
    assert trained.ended.status == "finished", trained.ended.reason
    adapted = [event.text for event in trained.of(RunMessage) if "adapted" in event.text]
    assert sorted(adapted) == [f"The layer {name!r} was adapted to the training data." for name in ("index", "star")]


def test_text_for_a_network_of_numbers_is_told_with_a_fix(tmp_path: Path) -> None:
    reviews(tmp_path / "reviews.csv")
    graph = edits.add_node(Graph("numbers"), INPUT_TYPE, name="review", params={"shape": (1,)})
    graph = edits.add_node(graph, "keras.layers.Dense", params={"units": 2}, arguments={"inputs": Source("n1")})
    trained = train(project(graph, "review"), tmp_path / "runs", data_folder=tmp_path)
    assert trained.ended.status == "failed"
    assert "The input 'review' expects numbers (float32), but 'review' of reviews.csv is text." in trained.ended.reason
    assert not [event for event in trained.of(PhaseChanged) if event.phase == "adapting"]
