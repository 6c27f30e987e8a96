"""What is wrong with a network is said in Chinese throughout: in every message and fix, and wherever the window shows one."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from core.analysis.analysis import Analyzer
from core.analysis.problems import Problem
from core.catalog.catalog import Catalog
from core.errors import EditError
from core.graph import edits
from core.graph.model import Block, Project
from core.graph.values import Expression, FrozenMap, PythonSource, Source
from gui import i18n
from gui.i18n import shown
from gui.settings import Settings
from tests.core.analysis import networks
from tests.core.analysis.networks import Draw
from tests.windows import OpenWindow

pytestmark = pytest.mark.usefixtures("keras_imported")

ROOT = Path(__file__).resolve().parent.parent.parent
CHINESE = re.compile(r"[一-鿿]")
ENGLISH = re.compile(r"\b[a-z]+ (?:[a-z]+ )+[a-z]+\b")
"""Three small words in a row: a sentence that was left in English. No name in these networks has any."""


@pytest.fixture
def chinese(qtbot: QtBot) -> Iterator[None]:
    i18n.set_language("zh_CN")
    yield
    i18n.set_language("en")


@pytest.fixture(scope="module")
def analyzer(catalog: Catalog) -> Analyzer:
    return Analyzer(catalog)


def assert_chinese(message: str) -> None:
    said = shown(message)
    assert CHINESE.search(said), f"{message!r} is shown as {said!r}"
    assert not ENGLISH.search(said), f"{message!r} is shown as {said!r}"
    assert "{" not in said and str(message) != said


def one_layer(kind: str, params: dict[str, Any], *shapes: tuple[int | None, ...]) -> Project:
    draw = Draw()
    inputs = [draw.input(f"i{place}", *shape) for place, shape in enumerate(shapes)]
    draw.layer(kind, "x", *inputs, params=params)
    return draw.project()


def cycle() -> Project:
    draw = Draw()
    first = draw.layer("Dense", "one", draw.input("a", 4), params={"units": 4})
    second = draw.layer("Dense", "two", first, params={"units": 4})
    node = replace(draw.graph.nodes[first.node], arguments=FrozenMap({"inputs": second}))
    return replace(draw.project(), graph=replace(draw.graph, nodes=draw.graph.nodes.set(node.id, node)))


def names() -> Project:
    project = networks.cnn()
    graph = project.graph
    pool, flat = graph.layer_of("n3"), graph.layer_of("n4")
    layers = graph.layers.update({pool.id: replace(pool, name="conv"), flat.id: replace(flat, name="a/b")})
    return replace(project, graph=replace(graph, layers=layers, name="m/n"))


def of_type(kind: str, raw: str | None = None) -> Project:
    project = networks.cnn()
    layer = project.graph.layer_of("n3")
    layers = project.graph.layers.set(layer.id, replace(layer, type=kind, raw=raw))
    return replace(project, graph=replace(project.graph, layers=layers))


def undeclared() -> Project:
    project = networks.two_heads()
    return replace(project, graph=edits.set_inputs(project.graph, FrozenMap({"left": Source("n1")})))


def unused() -> Project:
    draw = Draw()
    source = draw.input("a", 4)
    draw.input("idle", 4)
    used = draw.layer("Dense", "used", source, params={"units": 4})
    draw.layer("Dense", "dead", source, params={"units": 4})
    draw.outputs(used)
    return draw.project()


def shared() -> Project:
    draw = Draw()
    first = draw.layer("Dense", "d", draw.input("a", 4), params={"units": 4})
    draw.again(first, inputs=draw.input("b", 5))
    return draw.project()


def block_of(kind: str, params: dict[str, Any], repeat: Any = 1, **values: Any) -> Project:
    """A block with one layer behind its input, called once."""
    inner = Draw("b")
    inner.layer(kind, "inside", inner.input("x", 4), params=params)
    draw = Draw()
    draw.block("b", "outer", repeat=repeat, x=draw.input("a", 4))
    return draw.project(Block("b", "function", FrozenMap(values), inner.graph))


NETWORKS: dict[str, tuple[str, Callable[[], Project]]] = {
    "no wire": ("ST01", lambda: one_layer("Dense", {"units": 1})),
    "no wire at a port": ("ST01", lambda: one_layer("MultiHeadAttention", {"num_heads": 1, "key_dim": 2})),
    "cycle": ("ST02", cycle),
    "rank": ("ST04", lambda: one_layer("Conv2D", {"filters": 4, "kernel_size": 3}, (4,))),
    "rank of a recurrent layer": ("ST04", lambda: one_layer("LSTM", {"units": 4}, (4,))),
    "too many dimensions": ("ST04", lambda: one_layer("LSTM", {"units": 4}, (4, 5, 6))),
    "merge": ("ST05", lambda: one_layer("Add", {}, (4, 4, 3), (4, 4, 5))),
    "concatenation": ("ST07", lambda: one_layer("Concatenate", {}, (4, 3), (5, 3))),
    "kernel": ("ST08", lambda: one_layer("Conv2D", {"filters": 4, "kernel_size": 9}, (4, 5, 1))),
    "dilated kernel": (
        "ST08", lambda: one_layer("Conv2D", {"filters": 4, "kernel_size": 3, "dilation_rate": 4}, (4, 5, 1))
    ),
    "pooling window": ("ST08", lambda: one_layer("MaxPooling2D", {"pool_size": 9}, (4, 5, 1))),
    "elements": ("ST09", lambda: one_layer("Reshape", {"target_shape": (5, 5)}, (4, 6))),
    "open size": ("ST10", lambda: one_layer("Dense", {"units": 4}, (None,))),
    "names": ("ST15", names),
    "no input": ("ST18", lambda: one_layer("Dense", {"units": 4})),
    "undeclared input": ("ST18", undeclared),
    "unknown layer": ("ST20", lambda: of_type("acme>Magic", "{}")),
    "Lambda of a file": ("ST20", lambda: of_type("keras.layers.Lambda", "{}")),
    "unknown type": ("ST20", lambda: of_type("keras.layers.Nothing")),
    "file that is not there": ("ST20", lambda: of_type("mine>Magic")),
    "block that is not there": ("ST20", lambda: of_type("block:gone")),
    "missing parameter": ("ST21", lambda: one_layer("Dense", {}, (4,))),
    "unknown parameter": ("ST22", lambda: one_layer("Dense", {"units": 4, "zzz": 1}, (4,))),
    "whole number": ("ST23", lambda: one_layer("Dense", {"units": -1}, (4,))),
    "number": ("ST23", lambda: one_layer("Dropout", {"rate": 1.5}, (4,))),
    "sizes": ("ST23", lambda: one_layer("Conv2D", {"filters": 4, "kernel_size": "a"}, (8, 8, 1))),
    "choice": ("ST23", lambda: one_layer("Conv2D", {"filters": 4, "kernel_size": 3, "padding": "some"}, (8, 8, 1))),
    "activation": ("ST23", lambda: one_layer("Dense", {"units": 4, "activation": "relo"}, (4,))),
    "axis": ("ST23", lambda: one_layer("BatchNormalization", {"axis": 7}, (4,))),
    "file as a parameter": ("ST23", lambda: one_layer("StringLookup", {"vocabulary": "words.txt"}, (4,))),
    "expression": ("ST24", lambda: block_of("Dense", {"units": Expression("many / 0")}, many=2)),
    "fault in a block": ("ST24", lambda: block_of("Nothing", {})),
    "weights": ("ST25", lambda: one_layer("Dense", {"units": 10**12}, (4,))),
    "outputs": ("ST25", lambda: one_layer("RepeatVector", {"n": 10**12}, (4,))),
    "unused": ("ST01", unused),
    "shared layer": ("ST28", shared),
    "untrusted code": ("ST30", lambda: one_layer("Lambda", {"function": PythonSource("lambda x: 1")}, (4,))),
}  # fmt: skip


@pytest.mark.parametrize("name", NETWORKS)
def test_problems_and_fixes_are_chinese(name: str, chinese: None, analyzer: Analyzer) -> None:
    code, make = NETWORKS[name]
    found = [problem for problem in analyzer.analyze(make()).problems if problem.code == code]
    assert found
    for problem in found:
        assert_chinese(problem.message)
        for fix in problem.fixes:
            assert CHINESE.search(shown(fix.label)), fix.label


def test_words_of_keras_stay_inside_a_chinese_sentence(chinese: None, analyzer: Analyzer) -> None:
    project = one_layer("Dense", {"units": 4, "dtype": "flo"}, (4,))
    said = [shown(problem.message) for problem in analyzer.analyze(project).problems]
    assert said and all(CHINESE.search(one) and "flo" in one for one in said)


@pytest.mark.parametrize(
    "edit",
    [
        lambda graph: edits.connect(graph, Source("n4"), "n2", ("inputs",)),
        lambda graph: edits.disconnect(graph, "n1", ("inputs",)),
        lambda graph: edits.rename(graph, graph.nodes["n3"].layer, "conv"),
        lambda graph: edits.rename(graph, graph.nodes["n3"].layer, " "),
        lambda graph: edits.rename(graph, graph.nodes["n3"].layer, "a/b"),
        lambda graph: edits.set_inputs(graph, Source("n3")),
    ],
)
def test_refused_edits_are_told_in_chinese(edit: Callable[[Any], Any], chinese: None) -> None:
    with pytest.raises(EditError) as refused:
        edit(networks.cnn().graph)
    assert_chinese(refused.value.message)


def test_the_window_shows_them_in_chinese(open_window: OpenWindow, qtbot: QtBot) -> None:
    settings = Settings()
    settings.language = "zh_CN"
    settings.flush()
    window = open_window()
    try:
        window.start()
        session = window.session
        session.open_project(one_layer("Dense", {"zzz": 1}, (4,)))
        qtbot.waitUntil(session.is_analysis_current)
        problems: list[Problem] = window.problems._found
        node = problems[0].node
        assert node is not None and {"ST21", "ST22"} <= {problem.code for problem in problems}
        rows = [window.problems._list.item(row).text() for row in range(window.problems._list.count())]
        tips = [window.problems._list.item(row).toolTip() for row in range(window.problems._list.count())]
        session.select([node])
        labels = [label.text() for label in window.inspector.findChildren(QLabel) if label.text()]
        for problem in problems:
            said = shown(problem.message)
            assert CHINESE.search(said) and said != problem.message
            assert any(said in row for row in rows) and any(said in tip for tip in tips)
            assert said in labels
        badge = window.scene.nodes[node].card.badge
        assert badge is not None and shown(problems[0].message) in badge.text
        fix = next(fix for problem in problems for fix in problem.fixes)
        assert shown(fix.label) in [button.text() for button in window.inspector.findChildren(QPushButton)]
        window.actions_by_id["model.fix"].trigger()
        assert session.document.undo_label == shown(fix.label)
        told: list[str] = []
        session.status.connect(lambda text, level: told.append(text))
        session.apply(lambda graph: edits.rename(graph, graph.nodes[node].layer, "i0"), "")
        assert len(told) == 1 and CHINESE.search(told[0])
    finally:
        i18n.set_language("en")


# Modules in which a sentence of the core is kept as it is, and shown by another.
KEPT = {"gui/panels/data_reader.py", "gui/panels/code_sync.py"}


def unshown(tree: ast.Module) -> list[str]:
    """Sentences of errors, problems and fixes that are not put through ``shown``."""
    put_through = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "shown"
        for part in ast.walk(call)
    }
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and id(node) not in put_through
        if node.attr == "message" or (node.attr == "label" and ast.unparse(node.value) == "fix")
    ]


def test_the_window_shows_no_sentence_as_it_is() -> None:
    for path in sorted((ROOT / "gui").rglob("*.py")):
        if path.relative_to(ROOT).as_posix() not in KEPT:
            assert not unshown(ast.parse(path.read_text(encoding="utf-8"))), path.name


@pytest.mark.parametrize("source", ["box.setText(error.message)", "QPushButton(fix.label)"])
def test_a_sentence_that_is_shown_as_it_is_is_caught(source: str) -> None:
    assert unshown(ast.parse(source))
