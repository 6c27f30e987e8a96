"""What has to be known to load a saved model that holds the user's own code: one or two sentences for the export.

Does not belong here: writing the model (model_files).
"""

from __future__ import annotations

import ast

from core.analysis.custom import own_sources, own_types
from core.analysis.custom_functions import AVAILABLE, read_function
from core.catalog.custom import split_type
from core.graph.model import Project
from core.texts import text


def own_code_notes(project: Project) -> tuple[str, ...]:
    """How to load a ``.keras`` file of this project, which builds; nothing where Keras needs no help."""
    names: dict[str, None] = {}
    for type_name in own_types(project):
        parts = split_type(type_name)
        if parts is not None:
            names[parts[1]] = None
    lambdas: dict[str, list[str]] = {}
    for source, layer in own_sources(project).items():
        function = read_function(source)
        if isinstance(function.node, ast.Lambda):
            lambdas[layer] = sorted(function.names & set(AVAILABLE))
        else:
            names[function.name] = None
    if not names and not lambdas:
        return ()
    objects = ", ".join(f"{name!r}: {name}" for name in names)
    arguments = [f"custom_objects={{{objects}}}"] * bool(names) + ["safe_mode=False"] * bool(lambdas)
    notes = [text("To load the file: keras.models.load_model(path, {arguments}).", arguments=", ".join(arguments))]
    for layer, used in lambdas.items():
        if used:
            notes.append(
                text(
                    "The lambda of {layer!r} uses {used}, which Keras does not save with it; write it as a def with "
                    "a name, so that the file can be loaded.",
                    layer=layer,
                    used=_all(used),
                )
            )
    return tuple(notes)


def _all(names: list[str]) -> str:
    said = names[0]
    for name in names[1:]:
        said = text("{names} and {name}", names=said, name=name)
    return said
