"""A user's own layers from their file: unknown, untrusted, broken, changed, and live; in analysis and in a built model."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.analysis.analysis import Analyzer
from core.analysis.custom import NOTHING, OwnCodeReader, find_class, own_sources, own_types, using
from core.analysis.custom_functions import Untrusted
from core.analysis.custom_limits import limited
from core.analysis.problems import Problem
from core.catalog import custom_check
from core.catalog.catalog import load
from core.catalog.custom import CustomFile, custom_type, import_module
from core.catalog.spec import LayerSpec
from core.convert.to_keras import build
from core.errors import ConversionError, FileError
from core.graph.model import Project
from core.graph.values import FrozenMap, KerasObject
from core.storage import trust
from tests.core import own_code
from tests.core.analysis import networks
from tests.core.own_code import LAYERS, canary, custom_net, node_of


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NETWRIGHT_HOME", str(tmp_path / "home"))
    monkeypatch.delenv(trust.THIS_RUN, raising=False)
    yield
    for name in ("my_layers", "other_layers"):
        sys.modules.pop(name, None)


@pytest.fixture
def tried_here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The trial in this process instead of one of its own, which test_custom_check proves; the texts that were tried."""
    texts: list[str] = []

    def check(file: CustomFile, limits: object) -> tuple[LayerSpec, ...]:
        from core.catalog.introspect import custom_specs

        assert trust.is_trusted(file.text), "only trusted files are tried"
        texts.append(file.text)
        try:
            return custom_specs(import_module(file))
        except Exception as error:
            raise FileError(f"The file {file.path.name!r} cannot be used: it raises {type(error).__name__}.") from error

    monkeypatch.setattr(custom_check, "check_file", check)
    return texts


@pytest.fixture(scope="module")
def analyzer() -> Analyzer:
    return Analyzer(load())


def errors(project: Project, analyzer: Analyzer) -> list[Problem]:
    return [problem for problem in analyzer.analyze(project).problems if problem.severity == "error"]


def test_nothing_of_a_file_runs_before_it_is_trusted(tmp_path: Path, analyzer: Analyzer, tried_here: list[str]) -> None:
    line, mark = canary(tmp_path)
    path = own_code.write(tmp_path, line + LAYERS)
    project = custom_net(path)
    found = errors(project, analyzer)
    assert [problem.code for problem in found] == ["ST30", "ST30"]
    assert found[0].message == "'own': The file 'my_layers.py' is not trusted yet, so its layers are not run."
    with pytest.raises(ConversionError, match="not trusted yet"):
        build(project)
    with using(OwnCodeReader().read(project)), pytest.raises(Untrusted):
        find_class("my_layers>Scale")
    assert not mark.exists() and not tried_here and "my_layers" not in sys.modules
    trust.trust(path.read_text())
    assert errors(project, analyzer) == [] and mark.exists()


def test_a_trusted_layer_is_one_like_any_other(tmp_path: Path, analyzer: Analyzer, tried_here: list[str]) -> None:
    path = own_code.write(tmp_path)
    trust.trust(LAYERS)
    project = custom_net(path, initial=2.0, power=2)
    analysis = analyzer.analyze(project)
    assert not analysis.has_errors and analysis.totals.parameters == 4 + 15
    assert [spec.type for spec in analysis.custom] == ["my_layers>Scale", "my_layers>Swish"]
    model = build(project).model
    assert type(model.get_layer("own")).__module__ == "my_layers" and model.count_params() == 19
    again = build(custom_net(path, initial=2.0, power=2)).model
    assert type(again.get_layer("own")) is type(model.get_layer("own"))
    assert len(tried_here) <= 2  # By the analyzer of this test and that of build, or from the cache.


def test_wrong_settings_and_inputs_are_said_at_the_node(
    tmp_path: Path, analyzer: Analyzer, tried_here: list[str]
) -> None:
    path = own_code.write(tmp_path)
    trust.trust(LAYERS)
    wrong = errors(custom_net(path, power="two"), analyzer)
    assert wrong[0].parameter == "power" and "whole number" in wrong[0].message
    unknown = errors(custom_net(path, units=2), analyzer)
    assert unknown[0].parameter == "units" and "has no parameter 'units'" in unknown[0].message
    missing = errors(custom_net(path, "my_layers>Gone"), analyzer)
    assert missing[0].message == "'own' is a Gone of the file my_layers.py, which has no such layer."
    hidden = errors(custom_net(path, "my_layers>NoLayer"), analyzer)
    assert hidden[0].code == "ST20"


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("raise ValueError('no luck')", "Bad 'own': its code raises ValueError: no luck"),
        ("raise SystemExit(1)", "Bad 'own': its code ends the program (sys.exit)."),
        ("return ops.matmul(inputs, ops.ones((7, 2)))", "Bad 'own'"),
        ("return None", "Bad 'own': it returns no tensor."),
        ("while True: print('for ever')", "Bad 'own': its code does not end within 0.5 seconds."),
    ],
)
def test_what_a_layer_does_wrong_is_said_at_the_node(
    call: str,
    words: str,
    tmp_path: Path,
    analyzer: Analyzer,
    tried_here: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("core.analysis.shapes.limited", lambda work: limited(work, 0.5))
    text = f"import keras\nfrom keras import ops\n\n\nclass Bad(keras.Layer):\n    def call(self, inputs):\n        {call}\n"
    trust.trust(text)
    project = custom_net(own_code.write(tmp_path, text), "my_layers>Bad")
    found = errors(project, analyzer)
    assert found[0].node == node_of(project, "own") and words in found[0].message and "\n" not in found[0].message


def test_a_changed_file_is_a_stranger_and_then_what_it_is_now(
    tmp_path: Path, analyzer: Analyzer, tried_here: list[str]
) -> None:
    path = own_code.write(tmp_path)
    trust.trust(LAYERS)
    project = custom_net(path)
    assert analyzer.analyze(project).totals.parameters == 19
    changed = LAYERS.replace("(input_shape[-1],)", "(1,)")
    own_code.write(tmp_path, changed)
    assert {problem.code for problem in errors(project, analyzer)} == {"ST30"}
    trust.trust(changed)
    assert analyzer.analyze(project).totals.parameters == 1 + 15
    assert build(project).model.count_params() == 16
    path.unlink()
    (first, _) = errors(project, analyzer)
    assert first.code == "ST20" and "'my_layers.py' cannot be opened: it does not exist" in first.message


def test_faults_of_files_are_said_even_where_no_layer_is_used(
    tmp_path: Path, analyzer: Analyzer, tried_here: list[str]
) -> None:
    bad = own_code.write(tmp_path, "1 / 0\n", "other_layers.py")
    trust.trust("1 / 0\n")
    project = replace(networks.cnn(), custom_files=(str(own_code.write(tmp_path)), str(bad), str(tmp_path / "json.py")))
    analysis = analyzer.analyze(project)
    assert not analysis.has_errors
    said = [problem.message for problem in analysis.problems if problem.node is None]
    assert any("'my_layers.py' is not trusted yet" in message for message in said)
    assert any("'other_layers.py' cannot be used: it raises ZeroDivisionError" in message for message in said)
    assert any("'json.py' has the name of a module that is installed" in message for message in said)


def test_two_files_of_one_name_are_refused(tmp_path: Path, analyzer: Analyzer, tried_here: list[str]) -> None:
    (tmp_path / "b").mkdir()
    first, second = own_code.write(tmp_path), own_code.write(tmp_path / "b", LAYERS + "#")
    trust.trust(LAYERS, LAYERS + "#")
    project = replace(custom_net(first), custom_files=(str(first), str(second)))
    assert "names two files my_layers.py" in errors(project, analyzer)[0].message


def test_a_project_that_does_not_name_the_file_gets_nothing_of_it(
    tmp_path: Path, analyzer: Analyzer, tried_here: list[str]
) -> None:
    trust.trust(LAYERS)
    named = custom_net(own_code.write(tmp_path))
    build(named)
    assert "my_layers" in sys.modules
    stranger = replace(named, custom_files=())
    (first, _) = errors(stranger, analyzer)
    assert "which the project does not name" in first.message
    with pytest.raises(ConversionError, match="does not name"):
        build(stranger)
    with using(NOTHING), pytest.raises(ConversionError):
        find_class("my_layers>Scale")


@pytest.mark.parametrize("type_name", ["os>system", "keras>Model", "builtins>eval", "sys>exit", "my_layers>__class__"])
def test_types_reach_no_other_module(type_name: str, analyzer: Analyzer) -> None:
    project = custom_net("my_layers.py", type_name)
    assert {problem.code for problem in errors(project, analyzer)} == {"ST20"}
    with using(OwnCodeReader().read(project)), pytest.raises(ConversionError):
        find_class(type_name)


def test_own_code_is_found_everywhere(tmp_path: Path) -> None:
    inner = KerasObject(custom_type("my_layers", "Scale"), FrozenMap({"initial": 3.0}))
    draw = networks.Draw()
    draw.layer("TimeDistributed", "td", draw.input("x", 5, 4), params={"layer": inner})
    project = draw.project(custom_files=(str(tmp_path / "my_layers.py"),))
    assert own_types(project) == {"my_layers>Scale": "td"} and own_sources(project) == {}
    assert own_sources(own_code.lambda_net("lambda x: x")) == {"lambda x: x": "own"}


def test_a_layer_of_the_file_inside_a_wrapper(tmp_path: Path, analyzer: Analyzer, tried_here: list[str]) -> None:
    inner = KerasObject("my_layers>Scale", FrozenMap({"initial": 3.0}))
    draw = networks.Draw()
    draw.layer("TimeDistributed", "td", draw.input("x", 5, 4), params={"layer": inner})
    # Keras asks a wrapped layer for its output shape instead of tracing it.
    text = LAYERS.replace(
        "    def get_config", "    def compute_output_shape(self, shape):\n        return shape\n\n    def get_config"
    )
    project = draw.project(custom_files=(str(own_code.write(tmp_path, text)),))
    (found,) = errors(project, analyzer)
    assert found.code == "ST30" and "not trusted yet" in found.message
    trust.trust(text)
    assert errors(project, analyzer) == [] and build(project).model.count_params() == 4
