"""What is proved about one project: it means to every part of the program what the hand-written Keras model is.

document -> text -> document; inferred shapes, dtypes and parameters; the built model's calls and outputs; its code in a
fresh process; its ``.keras`` file in a fresh process. Does not belong here: which projects (the test modules).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from core.analysis.analysis import Analyzer
from core.catalog.catalog import Catalog
from core.convert import to_keras
from core.convert.to_code import generate
from core.errors import ConversionError
from core.graph.model import Project, Structure
from core.graph.queries import output_sources
from core.graph.values import FrozenMap, Source
from core.storage import schema
from tests.core.convert.compare import description
from tests.harness import fresh
from tests.harness.numbers import Feed, numbers, weights_for

TOLERANCE = 1e-6
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Subject:
    """A project, how Keras itself makes the same model, and what to run it with.

    ``project`` is told how many outputs the hand-written model has. ``kinds`` says for inputs (by name) what numbers
    suit them. The last five are reasons (see ``reasons``), empty where there is none: Keras refuses the model, it fails
    when it is run, its file is not the same, it is not run, it may fail when it is run.
    """

    id: str
    live: Callable[[], Any]
    project: Callable[[int], Project]
    kinds: Mapping[str, str] = field(default_factory=dict)
    names_of_ops: bool = True
    training: bool = False
    refused: str = ""
    not_run: str = ""
    not_from_file: str = ""
    not_tried: str = ""
    may_not_run: str = ""


class Proof:
    """Proves subjects one after another, while a second process runs what was written for the ones before."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.folder = folder
        self.catalog = catalog
        self._analyzer = Analyzer(catalog)
        self._prepared: dict[str, _Expected | str | None] = {}
        self._log = (folder / "fresh.log").open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.harness.fresh", str(folder)],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=ROOT,
            env=os.environ,
        )

    def add(self, subject: Subject) -> None:
        """Do all that needs no other process, and hand the rest over to it."""
        name = f"case_{len(self._prepared)}"
        try:
            made = self._refuse(subject) if subject.refused else self._prepare(subject, name)
        except Exception:
            self._prepared[subject.id] = traceback.format_exc()
            return
        self._prepared[subject.id] = made
        if made is not None:
            assert self._process.stdin is not None
            self._process.stdin.write(name + "\n")
            self._process.stdin.flush()

    def finish(self) -> None:
        """Wait for the other process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        code = self._process.wait()
        self._log.close()
        assert code == 0, (self.folder / "fresh.log").read_text()[-4000:]

    def stop(self) -> None:
        """End the other process, if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._log.close()

    def check(self, subject: Subject) -> None:
        """Fails with what went wrong with the subject, or with a reason that does not hold."""
        expected = self._prepared[subject.id]
        if isinstance(expected, str):
            raise AssertionError(expected)
        if expected is None:
            return
        self._check(expected, "code")
        if not subject.not_from_file:
            self._check(expected, "file")
            return
        try:
            self._check(expected, "file")
        except AssertionError:
            return
        raise AssertionError(f"the file is the same after all; strike out: {subject.not_from_file}")

    def _check(self, expected: _Expected, way: str) -> None:
        import numpy as np

        path = self.folder / expected.name
        error = path.with_suffix(f".{way}.error")
        source = path.with_suffix(".py").read_text()
        assert not error.exists(), f"{way}:\n{error.read_text()}\n{source}"
        made = path.with_suffix(f".{way}.json").read_text()
        different = list(differences(comparable(made), comparable(expected.config)))
        assert not different, f"{way}: another config: {different[:3]}\n{source}"
        if expected.outputs:
            same(dict(np.load(path.with_suffix(f".{way}.npz"))), expected.outputs, way)

    def _refuse(self, subject: Subject) -> None:
        """Keras refuses the model, and so do the analysis and whatever builds."""
        fresh.start()
        try:
            subject.live()
        except Exception:
            project = subject.project(1)
        else:
            raise AssertionError(f"Keras takes it after all; strike out: {subject.refused}")
        _stored(project)
        analysis = self._analyzer.analyze(project)
        errors = [problem for problem in analysis.problems if problem.severity == "error"]
        assert [problem.node for problem in errors] == ["subject"], analysis.problems
        with pytest.raises(ConversionError, match=re.escape(errors[0].message)):
            to_keras.build(project, analysis)

    def _prepare(self, subject: Subject, name: str) -> _Expected:
        import numpy as np

        fresh.start()
        live = subject.live()
        project = subject.project(len(live.outputs))
        _stored(project)
        analysis = self._analyzer.analyze(project)
        _shapes(project, analysis, live)
        code = generate(project, catalog=self.catalog)
        fresh.start()
        model = to_keras.build(project, analysis).model
        assert _described(model, subject) == _described(live, subject), "to_keras makes another model"
        weights = weights_for(live)
        fresh.set_weights(live, weights)
        fresh.set_weights(model, weights)
        (self.folder / f"{name}.py").write_text(code, encoding="utf-8")
        model.save(self.folder / f"{name}.keras")
        expected = _Expected(name, model.to_json())
        arrays = {f"weight_{number}": weight for number, weight in enumerate(weights)}
        inputs = example_inputs(live, subject)
        expected.outputs = _run(live, inputs, subject)
        if expected.outputs:
            arrays.update({f"input_{number}": array for number, array in enumerate(inputs)})
            if subject.training:
                arrays["training"] = np.array(True)
            if subject.not_from_file:  # else the file shows what this very model computes
                same(fresh.outputs(model, inputs, subject.training), expected.outputs, "to_keras")
        np.savez(self.folder / f"{name}.npz", **arrays)
        return expected


@dataclass
class _Expected:
    name: str
    config: str
    outputs: Mapping[str, Any] = field(default_factory=dict)


def example_inputs(live: Any, subject: Subject) -> list[Any]:
    """An array for each input of the hand-written model, always the same."""
    return [
        numbers(Feed(tuple(tensor.shape), tensor.dtype, subject.kinds.get(_name(tensor), "")), number)
        for number, tensor in enumerate(live.inputs)
    ]


def _run(live: Any, inputs: list[Any], subject: Subject) -> Mapping[str, Any]:
    """The outputs of the hand-written model; none where there is a reason for it."""
    if subject.not_tried:
        return {}
    try:
        made = fresh.outputs(live, inputs, subject.training)
    except Exception:
        if subject.not_run or subject.may_not_run:
            return {}
        raise
    assert not subject.not_run, f"it runs after all; strike out: {subject.not_run}"
    return made


def _stored(project: Project) -> None:
    """The document survives its file, byte by byte."""
    text = schema.dumps(project)
    again = schema.loads(text)
    assert again == project and schema.dumps(again) == text
    assert schema.decode(schema.encode(project)) == project


def _shapes(project: Project, analysis: Any, live: Any) -> None:
    import keras

    errors = [problem for problem in analysis.problems if problem.severity == "error"]
    assert not errors, errors
    inferred = []
    for source in _flat(project.graph.outputs) or output_sources(project.graph):
        result = analysis.nodes[source.node]
        assert result.outputs is not None, "no shapes were inferred"
        inferred.append((result.outputs[source.output].shape, result.outputs[source.output].dtype))
    wanted = [(tuple(tensor.shape), keras.backend.standardize_dtype(tensor.dtype)) for tensor in live.outputs]
    assert inferred == wanted, "other shapes than Keras has"
    totals = analysis.totals
    trainable = sum(int(weight.size) for weight in _sizes(live.trainable_weights))
    assert (totals.parameters, totals.trainable) == (live.count_params(), trainable), "another number of parameters"


def _flat(outputs: Structure) -> list[Source]:
    """The outputs in Keras's order: by key in a dict."""
    if isinstance(outputs, FrozenMap):
        return [source for key in sorted(outputs) for source in _flat(outputs[key])]
    if isinstance(outputs, tuple):
        return [source for item in outputs for source in _flat(item)]
    return [outputs] if isinstance(outputs, Source) else []


def _sizes(weights: list[Any]) -> list[Any]:
    return [weight.numpy() for weight in weights]


def _name(tensor: Any) -> str:
    return str(tensor._keras_history.operation.name)


def _described(model: Any, subject: Subject) -> Any:
    """The calls of the model; ops without their names where Keras chose them."""
    made = _without_ids(description(model))
    if subject.names_of_ops:
        return made
    return [made[0], *([kind, name if kind == "InputLayer" else "", *rest] for kind, name, *rest in made[1:])]


def same(made: Mapping[str, Any], expected: Mapping[str, Any], way: str) -> None:
    """Equal outputs: numbers to 1e-6, all else exactly."""
    import numpy as np

    assert list(made) == list(expected), f"{way}: other outputs"
    for name, array in expected.items():
        assert made[name].dtype == array.dtype, f"{way} {name}: {made[name].dtype} instead of {array.dtype}"
        if array.dtype.kind in "fc":
            np.testing.assert_allclose(made[name], array, rtol=0, atol=TOLERANCE, err_msg=f"{way} {name}")
        else:
            np.testing.assert_array_equal(made[name], array, err_msg=f"{way} {name}")


def comparable(text: str) -> Any:
    """The config without what differs between processes: object ids, the count of Keras's own masking ops, bytecode."""
    return _without_ids(json.loads(re.sub(r'"not_equal_\d+"', '"not_equal"', text)))


def differences(made: Any, expected: Any, path: str = "") -> Iterator[str]:
    """Where two configs differ, and how."""
    if isinstance(made, dict) and isinstance(expected, dict) and set(made) == set(expected):
        for key in made:
            yield from differences(made[key], expected[key], f"{path}.{key}")
    elif isinstance(made, list) and isinstance(expected, list) and len(made) == len(expected):
        for place, (one, other) in enumerate(zip(made, expected, strict=True)):
            yield from differences(one, other, f"{path}[{place}]")
    elif made != expected:
        yield f"{path}: {made!r} instead of {expected!r}"


def _without_ids(data: Any) -> Any:
    if isinstance(data, dict) and data.get("class_name") == "__lambda__":
        return "a lambda"  # what it does shows in the outputs
    if isinstance(data, dict):
        return {key: _without_ids(value) for key, value in data.items() if key != "shared_object_id"}
    return [_without_ids(item) for item in data] if isinstance(data, list) else data
