"""The templates that come with Netwright: whole projects, ready to train.

Each is a project file in resources/templates, listed with its titles in index.json; tools/make_templates.py makes them.
Does not belong here: what is in a template.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from core.errors import FileError
from core.graph.model import Project
from core.storage.files import open_project
from core.texts import text

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "templates"


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """What a list shows of a template; ``name`` is what it is asked for by."""

    name: str
    title: str
    title_zh: str
    summary: str
    summary_zh: str


def names() -> list[TemplateInfo]:
    """All templates in display order. FileError if they are missing."""
    path = FOLDER / "index.json"
    try:
        return [TemplateInfo(**item) for item in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise FileError(text("The list of templates {path} cannot be read.", path=path), details=repr(error)) from error


def load(name: str) -> Project:
    """A template as a project of its own. FileError if there is none of that name."""
    known = [item.name for item in names()]
    if name not in known:
        raise FileError(text("There is no template {name!r}; there are {known}.", name=name, known=", ".join(known)))
    return open_project(FOLDER / f"{name}.netw")[0]
