"""What the data panel shows of a source, gathered in a background thread: contents, and the options it can have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.catalog.spec import ParamKind, ParamSpec
from core.data import sources
from core.data.dataset import DataSummary
from core.data.tables import GAPS
from core.errors import DataError
from core.graph.model import DataSettings
from core.texts import text

TASKS = ("classes", "regression")
LABELS = ("integers", "one-hot")


@dataclass(frozen=True, slots=True)
class Findings:
    """The contents, or one sentence why there are none; and the options that fit the source."""

    settings: DataSettings
    options: tuple[ParamSpec, ...]
    summary: DataSummary | None
    error: str


def read(settings: DataSettings, folder: Path | None) -> Findings:
    """Look at the source. Errors are part of the result, since options may have to be set to mend them."""
    options: tuple[ParamSpec, ...] = ()
    try:
        options = options_of(settings, folder)
        return Findings(settings, options, sources.inspect(settings, folder), "")
    except DataError as error:
        return Findings(settings, options, None, error.message)


def options_of(settings: DataSettings, folder: Path | None) -> tuple[ParamSpec, ...]:
    """The options of the source as parameters, with the choices that this very file has."""
    labels = _choice("labels", LABELS, "integers", text("Class numbers, or one column per class."))
    bundled = next((info for info in sources.bundled() if info.source == settings.source), None)
    if bundled is not None:
        found = []
        if bundled.views:
            found.append(_choice("view", bundled.views, bundled.views[0], text("The form in which the samples come.")))
        if bundled.targets:
            found.append(_choice("target", bundled.targets, bundled.targets[0], text("What is to be learned.")))
        return (*found, labels)
    columns = sources.columns(settings, folder)
    if columns:
        names = tuple(column.name for column in columns)
        return (
            _choice("target", names, names[-1], text("The column to predict.")),
            ParamSpec("features", ParamKind.LIST, None, nullable=True, primary=True,
                      help=text("The columns to predict from, separated by commas; all others if empty.")),
            _choice("task", TASKS, None, text("Whether the target is a class or a quantity.")),
            _choice("gaps", GAPS, "refuse", text("What to do about missing values.")),
            labels,
        )  # fmt: skip
    keys = sources.keys(settings, folder)
    if keys:
        listed = ", ".join(keys)
        return (
            ParamSpec(
                "inputs", ParamKind.LIST, None, nullable=True, primary=True,
                help=text("Arrays to train on: {names}.", names=listed)
            ),
            ParamSpec(
                "targets", ParamKind.LIST, None, nullable=True, primary=True,
                help=text("Arrays to predict: {names}.", names=listed)
            ),
            _choice("task", TASKS, None, text("Whether the target is a class or a quantity.")),
            labels,
        )
    return ()


def _choice(name: str, choices: tuple[str, ...], default: str | None, help: str) -> ParamSpec:
    return ParamSpec(
        name, ParamKind.CHOICE, default, nullable=default is None, choices=choices, primary=True, help=help
    )
