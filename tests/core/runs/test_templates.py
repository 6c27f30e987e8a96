"""Every template checks clean, fits its data and trains."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.analysis.analysis import Analyzer
from core.catalog import catalog
from core.data import match, sources
from core.data.interface import interface
from core.graph.model import Project
from core.runs.events import RunMessage
from core.storage import templates
from tests.core.runs.projects import train, with_settings

NAMES = [info.name for info in templates.names()]


def for_epochs(name: str, epochs: int) -> Project:
    project = templates.load(name)
    return with_settings(project, fit=replace(project.training.fit, epochs=epochs))


@pytest.mark.parametrize("name", NAMES)
def test_each_checks_clean_and_fits_its_data(name: str) -> None:
    project = templates.load(name)
    analysis = Analyzer(catalog.load()).analyze(project)
    assert analysis is not None and analysis.problems == ()
    assert interface(analysis) is not None
    assert match.problems(project, sources.inspect(project.training.data), analysis) == ()


@pytest.mark.parametrize("name", NAMES)
def test_each_trains(name: str, tmp_path: Path) -> None:
    trained = train(for_epochs(name, 2), tmp_path)
    assert trained.ended.status == "finished", trained.ended.details
    first, second = trained.ended.history["loss"]
    assert second < first
    assert not [message for message in trained.of(RunMessage) if message.level != "info"]
    assert Path(trained.ended.weights).is_file() and trained.ended.test


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_the_cnn_reads_digits_after_five_epochs(seed: int, tmp_path: Path) -> None:
    project = for_epochs("cnn-digits", 5)
    project = with_settings(
        project,
        fit=replace(project.training.fit, seed=seed),
        data=replace(project.training.data, seed=seed),
    )
    assert train(project, tmp_path).ended.test["accuracy"] > 0.95


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "epochs", "metric", "least"),
    [
        ("mlp-iris", 40, "accuracy", 0.85),
        ("lstm-digits", 8, "accuracy", 0.85),
        ("mlp-diabetes", 30, "r2_score", 0.35),
        ("residual-digits", 4, "accuracy", 0.95),
        ("two-input-digits", 4, "accuracy", 0.95),
        ("unet-digits", 4, "accuracy", 0.95),
    ],
)
def test_the_others_learn_too(name: str, epochs: int, metric: str, least: float, tmp_path: Path) -> None:
    assert train(for_epochs(name, epochs), tmp_path).ended.test[metric] > least


@pytest.mark.slow
def test_the_autoencoder_draws_digits_again(tmp_path: Path) -> None:
    # In units of 0 to 16; the mean image is 3.1 off.
    assert train(for_epochs("autoencoder-digits", 8), tmp_path).ended.test["mean_absolute_error"] < 1.5
