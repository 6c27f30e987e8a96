"""The user's own library of blocks, kept across projects: one project file for each block, with the blocks it uses.

Does not belong here: how a block gets into a project (graph.edits).
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from core.errors import FileError
from core.graph.model import Block, Project
from core.graph.queries import blocks_used
from core.graph.values import FrozenMap
from core.storage.files import open_project, save_project
from core.storage.places import places
from core.texts import text

SUFFIX = ".netw"


def default_folder() -> Path:
    """Where the library of this user is."""
    return places().config / "blocks"


def save_block(project: Project, name: str, folder: Path | None = None) -> Path:
    """Put a block of the project into the library, replacing one of the same name. FileError if it cannot be written."""
    if name not in project.blocks:
        raise FileError(text("There is no block named {name!r} in this project.", name=name))
    folder = folder if folder is not None else default_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(
            text(
                "The folder {folder} for the library cannot be made: {reason}.",
                folder=folder,
                reason=error.strerror,
            )
        ) from error
    kept = _with_used(project, name)
    path = folder / f"{_file_name(name)}{SUFFIX}"
    save_project(Project(blocks=FrozenMap(kept), description=name), path, None, overwrite=True)
    return path


def _with_used(project: Project, name: str) -> dict[str, Block]:
    inner = blocks_used(replace(project, graph=project.blocks[name].graph))
    return {key: block for key, block in project.blocks.items() if key == name or key in inner}


def _file_name(name: str) -> str:
    """A file name that every system takes; names that differ only in odd characters get different numbers."""
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", name)[:60] or "block"
    return (
        plain if plain == name else f"{plain}-{sum(ord(letter) * (at + 7) for at, letter in enumerate(name)) % 99991}"
    )


def load_blocks(folder: Path | None = None) -> dict[str, Project]:
    """The library: name of a block to a project that holds it and what it uses. Files that cannot be read are left out."""
    folder = folder if folder is not None else default_folder()
    found: dict[str, Project] = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            project, _ = open_project(path)
        except FileError:
            continue
        if project.description in project.blocks:
            found[project.description] = project
    return found


def remove_block(name: str, folder: Path | None = None) -> None:
    """Take a block out of the library. FileError if it is not there."""
    folder = folder if folder is not None else default_folder()
    path = folder / f"{_file_name(name)}{SUFFIX}"
    try:
        path.unlink()
    except OSError as error:
        raise FileError(
            text("The block {name!r} cannot be removed from the library: {reason}.", name=name, reason=error.strerror)
        ) from error
