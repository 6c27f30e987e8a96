"""From a project to code and back is the project: templates, hand-made networks, and 2,000 drawn at random."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.analysis.fold import fold_all
from core.catalog.catalog import Catalog, load
from core.convert.applications import application, names
from core.convert.from_code.reader import read_code, read_notebook
from core.convert.script.notebook import training_notebook
from core.convert.script.script import training_script
from core.convert.to_code import generate
from core.graph.comparison import compare
from core.graph.model import CompileSettings, DataSettings, FitSettings, Project, TrainingSettings
from core.storage import templates
from tests.core.convert import block_nets, nets
from tests.core.convert.random_projects import random_project

PROJECTS = 2_000
CHUNK = 500
HAND_MADE = (
    nets.cnn, nets.residual, nets.two_inputs, nets.shared, nets.dict_structures, nets.list_outputs, nets.renamed_ops,
    nets.initial_state, nets.attention, nets.wrappers, nets.embedding, nets.mixed_precision,
    block_nets.several_ends, block_nets.model_blocks,
)  # fmt: skip


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def assert_comes_back(made: Project, catalog: Catalog, said: str = "") -> None:
    """Compared are the network with its blocks, the compile settings and the policy: what the code says."""
    read = read_code(generate(made, catalog=catalog), catalog=catalog)
    assert not read.notes and not read.placeholders, (said, read.notes)
    assert_equal(made, read.project, said)


def assert_equal(made: Project, read: Project, said: str = "") -> None:
    training = replace(
        TrainingSettings(), compile=made.training.compile if made.training.compile.loss else CompileSettings()
    )
    expected = replace(made, training=training, description="")
    found = compare(expected, read)
    assert not found.entries, (
        said,
        [(entry.name, *(item.line for item in entry.differences)) for entry in found.entries],
    )
    assert read.graph.name == made.graph.name and set(read.blocks) == set(made.blocks)
    assert read.training.compile == training.compile
    assert read.dtype_policy == made.dtype_policy


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, PROJECTS, CHUNK))
def test_random_projects_come_back(first: int, catalog: Catalog) -> None:
    for seed in range(first, first + CHUNK):
        assert_comes_back(random_project(seed), catalog, f"seed {seed}")


@pytest.mark.parametrize("make", HAND_MADE)
def test_hand_made_projects_come_back(make: object, catalog: Catalog) -> None:
    assert callable(make)
    assert_comes_back(make(), catalog)


@pytest.mark.parametrize("name", [info.name for info in templates.names()])
def test_templates_come_back_from_code_scripts_and_notebooks(name: str, catalog: Catalog) -> None:
    made = templates.load(name)
    assert_comes_back(made, catalog)
    for read in (
        read_code(training_script(made), catalog=catalog),
        read_notebook(training_notebook(made), catalog=catalog),
    ):
        assert_equal(
            made, replace(read.project, training=replace(TrainingSettings(), compile=read.project.training.compile))
        )
        fit, found = made.training.fit, read.project.training.fit
        assert (found.epochs, found.batch_size, found.shuffle) == (fit.epochs, fit.batch_size, fit.shuffle)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_applications_come_back_whole_and_folded(part: int, catalog: Catalog) -> None:
    for name in names()[part::4]:
        made = application(name)
        assert_comes_back(made, catalog, name)
        assert_comes_back(fold_all(made, catalog), catalog, f"{name} folded")


def test_the_draw_covers_what_documents_can_say() -> None:
    """A generator that forgot a part would prove less than it says."""
    drawn = [random_project(seed) for seed in range(300)]
    graphs = [made.graph for made in drawn]
    types = {layer.type for graph in graphs for layer in graph.layers.values()}
    assert len({name for name in types if name.startswith("keras.layers.")}) > 40
    assert len({name for name in types if name.startswith("keras.ops.")}) > 10
    assert {block.kind for made in drawn for block in made.blocks.values()} == {"function", "model"}
    assert any(layer.repeat != 1 for graph in graphs for layer in graph.layers.values())
    assert any(len(graph.nodes) > len(graph.layers) for graph in graphs), "no shared layer"
    assert any(made.dtype_policy for made in drawn)
    assert {type(graph.outputs).__name__ for graph in graphs} == {"NoneType", "tuple", "FrozenMap"}
    assert random_project(7) == random_project(7)
    assert FitSettings() == drawn[0].training.fit and DataSettings() == drawn[0].training.data
