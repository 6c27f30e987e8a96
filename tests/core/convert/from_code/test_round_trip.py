"""Code that Netwright writes is read back as the same project, blocks, repeats and frozen parts included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from core.catalog.catalog import Catalog, load
from core.convert.applications import application
from core.convert.from_code.reader import read_code
from core.convert.to_code import generate
from core.graph.model import CompileSettings, Project
from core.graph.queries import check
from core.graph.sameness import said
from core.storage import templates
from tests.core.convert import block_nets, nets
from tests.core.convert.random_projects import random_project

RANDOM = 150
THOROUGH = 2000


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load()


def assert_read_back(project: Project, catalog: Catalog) -> None:
    code = generate(project, catalog=catalog)
    made = read_code(code, "model.py", catalog=catalog)
    if project.training.compile.loss is None:  # code says nothing about compile then
        training = replace(project.training, compile=CompileSettings())
        project = replace(project, training=training)
    assert said(made.project) == said(project), code
    assert made.notes == () and made.placeholders == () and made.upgraded == ()
    assert check(made.project.graph) == []


@pytest.mark.parametrize("name", [info.name for info in templates.names()])
def test_templates(name: str, catalog: Catalog) -> None:
    assert_read_back(templates.load(name), catalog)


@pytest.mark.parametrize("make", nets.ALL)
def test_everything_that_a_document_can_say(make: Callable[[], Project], catalog: Catalog) -> None:
    assert_read_back(make(), catalog)


def test_random_projects(catalog: Catalog) -> None:
    for seed in range(RANDOM):
        assert_read_back(random_project(seed), catalog)


@pytest.mark.slow
def test_many_random_projects(catalog: Catalog) -> None:
    for seed in range(RANDOM, THOROUGH):
        assert_read_back(random_project(seed, steps=8 + seed % 9), catalog)


@pytest.mark.parametrize("name", ["MobileNet", "ConvNeXtTiny", "InceptionResNetV2", "EfficientNetV2B0"])
def test_applications(name: str, catalog: Catalog) -> None:
    assert_read_back(application(name), catalog)


def test_reading_twice_changes_nothing(catalog: Catalog) -> None:
    code = generate(nets.residual(), catalog=catalog)
    assert generate(read_code(code, catalog=catalog).project, catalog=catalog) == code


def test_an_edit_of_generated_code_is_an_edit_of_the_project(catalog: Catalog) -> None:
    code = generate(block_nets.function_blocks(), catalog=catalog)
    assert "depth=1" in code
    made = read_code(code.replace("depth=1", "depth=3"), catalog=catalog).project
    assert made.blocks["stage"].parameters["depth"] == 3
