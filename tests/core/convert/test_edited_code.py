"""Edited code as a change of a project: what stays, where the nodes stand in the text, and what cannot be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.catalog import catalog as catalogs
from core.catalog.catalog import Catalog
from core.convert.edited_code import CodeError, EditedCode, read_edit
from core.convert.to_code import write_code
from core.graph import edits
from core.graph.diff import diff
from core.graph.grouping import group
from core.graph.model import Layout, Project
from core.graph.values import FrozenMap
from core.storage import templates

NAMES = ["cnn-digits", "lstm-digits", "mlp-diabetes", "mlp-iris", "residual-digits", "two-input-digits"]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return catalogs.load()


def node(project: Project, name: str) -> str:
    return next(key for key in project.graph.nodes if project.graph.name_of(key) == name)


def text_of(project: Project, catalog: Catalog) -> str:
    return write_code(project, catalog=catalog).text


def lines_of(found: EditedCode, name: str, scope: str = "") -> tuple[int, int]:
    graph = found.project.blocks[scope].graph if scope else found.project.graph
    return next(place for (block, key), place in found.lines.items() if block == scope and graph.name_of(key) == name)


@pytest.mark.parametrize("name", NAMES)
def test_the_generated_code_of_a_template_changes_nothing(name: str, catalog: Catalog) -> None:
    project = templates.load(name)
    code = write_code(project, catalog=catalog)
    found = read_edit(code.text, project, catalog)
    assert found.project is project
    assert found.remarks == () and found.generated == code.text and found.lines == code.lines


def test_one_changed_number_is_one_changed_layer(catalog: Catalog) -> None:
    project = templates.load("residual-digits")
    text = text_of(project, catalog).replace("layers.Conv2D(32,", "layers.Conv2D(33,", 1)
    found = read_edit(text, project, catalog)
    changed = diff(project.graph, found.project.graph)
    assert len(changed.layers_changed) == 1
    assert not (changed.nodes_added or changed.nodes_removed or changed.edges_added or changed.moved)
    assert replace(found.project, graph=project.graph) == project
    assert found.generated == text


def test_the_lines_of_text_of_ones_own(catalog: Catalog) -> None:
    text = (
        "import keras\n"
        "from keras import layers\n"
        "\n"
        "def stage(x, width):\n"
        "    # a helper\n"
        "    return layers.Dense(\n"
        "        width,\n"
        "        name=f'stage_{width}',\n"
        "    )(x)\n"
        "\n"
        "start = keras.Input((4,), name='start')\n"
        "x = start\n"
        "for width in (8, 16):\n"
        "    x = stage(x, width)\n"
        "end = layers.Dense(1, name='end')(x)\n"
        "model = keras.Model(start, end)\n"
    )
    found = read_edit(text, Project(), catalog)
    assert lines_of(found, "start") == (11, 11)
    assert lines_of(found, "stage_8") == lines_of(found, "stage_16") == (6, 9)
    assert lines_of(found, "end") == (15, 15)


def test_the_lines_of_a_blocks_inside(catalog: Catalog) -> None:
    project = templates.load("cnn-digits")
    project = group(project, [node(project, "conv_1"), node(project, "conv_2")], name="My stage")
    (scope,) = project.blocks
    text = text_of(project, catalog)
    assert read_edit(text, project, catalog).project is project
    found = read_edit("# mine\n" + text.replace("Conv2D(64", "Conv2D(65"), project, catalog)
    assert found.project.graph is project.graph
    place, _ = lines_of(found, "conv_2", scope)
    assert "Conv2D(65" in ("# mine\n" + text.replace("Conv2D(64", "Conv2D(65")).splitlines()[place - 1]


def test_what_comes_back_has_its_place_again(catalog: Catalog) -> None:
    first = templates.load("cnn-digits")
    pool = node(first, "pool")
    text = text_of(first, catalog)
    without = "\n".join(line for line in text.splitlines() if "MaxPooling2D" not in line)
    cut = read_edit(without, first, catalog, first).project
    assert pool not in cut.graph.nodes
    again = read_edit(text, cut, catalog, first).project
    assert again.graph.name_of(pool) == "pool"
    assert again.graph.layout.positions == first.graph.layout.positions


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [("Conv2D(32", "Conv2D((32", 12), ("import keras", "import keras as", 4), ("    x =", "   x =", 11)],
)
def test_what_is_no_python_is_told_with_its_line(old: str, new: str, line: int, catalog: Catalog) -> None:
    project = templates.load("cnn-digits")
    with pytest.raises(CodeError) as raised:
        read_edit(text_of(project, catalog).replace(old, new, 1), project, catalog)
    assert raised.value.remark.line == line
    assert raised.value.message.endswith(".") and "\n" not in raised.value.message


@pytest.mark.parametrize("text", ["", "# nothing\n", "print('hello')\n", "x = 1 + 1\n"])
def test_text_without_a_model_is_told(text: str, catalog: Catalog) -> None:
    with pytest.raises(CodeError):
        read_edit(text, templates.load("mlp-iris"), catalog)


def test_what_is_not_understood_is_told_with_its_line(catalog: Catalog) -> None:
    project = templates.load("cnn-digits")
    text = text_of(project, catalog).replace("Conv2D(32", "Conv2D(unheard_of", 1)
    found = read_edit(text, project, catalog)
    assert [remark.line for remark in found.remarks] == [12]
    text = text_of(project, catalog).replace("layers.Flatten(", "layers.Flaten(", 1)
    assert read_edit(text, project, catalog).remarks


def test_a_graph_that_code_cannot_say_keeps_what_it_cannot_say(catalog: Catalog) -> None:
    project = templates.load("cnn-digits")
    graph = edits.add_node(project.graph, "keras.layers.Dropout", name="lonely", position=(9.0, 9.0))
    project = replace(project, graph=graph)
    found = read_edit(text_of(project, catalog).replace("Conv2D(32", "Conv2D(33"), project, catalog)
    assert found.project.graph.nodes is graph.nodes
    assert found.project.graph.layout is graph.layout
    assert isinstance(found.project.graph.layout, Layout) and isinstance(found.project.blocks, FrozenMap)
