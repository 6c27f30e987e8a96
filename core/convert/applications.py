"""The models of ``keras.applications`` as projects: all that the installed Keras exports, found by introspection.

Does not belong here: how weights reach a model (initial_weights). For a project only the architecture is taken over, and
no weight is ever allocated for it; :func:`imagenet_model` alone makes a real model.
"""

from __future__ import annotations

import contextlib
import difflib
import inspect
import math
import os
import re
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from core.analysis.error_text import clean
from core.analysis.shapes import without_weights
from core.convert.from_keras import read_model
from core.convert.imported import Imported
from core.convert.initial_weights import IMAGENET, with_initial_weights
from core.errors import ConversionError
from core.graph.edits import add_node, insert_on_edge
from core.graph.model import BLOCK_PREFIX, INPUT_TYPE, Block, Graph, Project
from core.graph.naming import new_id, snake_case
from core.graph.queries import edges, input_nodes
from core.graph.values import Source
from core.texts import text

_MARKS = frozenset({"include_top", "weights", "input_shape"})
"""Parameters that every function making a model has, and nothing else in ``keras.applications``."""


def functions() -> dict[str, Callable[..., Any]]:
    """The functions that make the models, by name in alphabetical order; each once, whatever aliases it has."""
    import keras

    homes = [keras.applications]
    homes += [value for _, value in sorted(vars(keras.applications).items()) if isinstance(value, ModuleType)]
    found: dict[str, Callable[..., Any]] = {}
    for home in homes:
        for name, value in sorted(vars(home).items()):
            if inspect.isfunction(value) and set(inspect.signature(value).parameters) >= _MARKS:
                found.setdefault(value.__name__, value)
                if name == value.__name__:
                    found[name] = value
    return dict(sorted(found.items()))


def names() -> tuple[str, ...]:
    """The names of all models: ``ConvNeXtBase``, ... ``Xception``."""
    return tuple(functions())


def application(name: str, *, weights: str | None = None, **options: Any) -> Project:
    """The model as a project; see :func:`read_application`."""
    return read_application(name, weights=weights, **options).project


def read_application(
    name: str,
    *,
    weights: str | None = None,
    include_top: bool = True,
    input_shape: tuple[int | None, ...] | None = None,
    classes: int = 1000,
    as_block: bool = False,
    **options: Any,
) -> Imported:
    """The model as a project, with the report of the import.

    ``weights`` are not loaded here: ``imagenet`` or the path of a file is written into the project as what training
    starts from. ``input_shape`` is one image without the batch (height, width, channels); None takes the model's own.
    With ``as_block`` the model is one nested model (a block) behind an input. ``options`` are further parameters of the
    Keras function (``pooling``, ``alpha``...). ConversionError for an unknown name and for what Keras refuses.
    """
    function = _function(name)
    unknown = sorted(set(options) - set(inspect.signature(function).parameters))
    if unknown:
        raise ConversionError(
            text("keras.applications.{name} has no parameter {unknown!r}.", name=name, unknown=unknown[0])
        )
    keywords: dict[str, Any] = {"weights": None, "include_top": include_top, **options}
    if input_shape is not None:
        keywords["input_shape"] = input_shape
    if include_top:
        keywords["classes"] = classes
    with without_weights(), names_from_start():
        try:
            model = function(**keywords)
        except Exception as error:  # Keras checks its arguments with several kinds of exceptions
            raise ConversionError(
                text("keras.applications.{name} cannot be made: {error}", name=name, error=clean(str(error)))
            ) from error
        imported = read_model(model)
    project = imported.project
    if weights is not None:
        entry = IMAGENET + name if weights == "imagenet" else weights
        if weights == "imagenet":
            project = _scaled_for_imagenet(project)
        project = with_initial_weights(project, (entry,))
    if as_block:
        project = _as_block(project, snake_case(name))
    return replace(imported, project=project, weights="absent" if weights is None else "present")


def _function(name: str) -> Callable[..., Any]:
    known = functions()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
        hint = (
            text("did you mean {near}?", near=" or ".join(map(repr, near)))
            if near
            else text("expected one of {known}.", known=", ".join(known))
        )
        raise ConversionError(text("keras.applications has no model {name!r}; {hint}", name=name, hint=hint))
    return known[name]


def imagenet_model(name: str, include_top: bool) -> Any:
    """The live model with its ImageNet weights, which Keras downloads where they are not in its cache yet.

    ConversionError, saying which file was looked for, if they cannot be had.
    """
    function = _function(name)
    keywords: dict[str, Any] = {"weights": "imagenet", "include_top": include_top}
    try:
        # Keras draws a progress bar on standard output, which belongs to the results of the command line.
        with names_from_start(), contextlib.redirect_stdout(sys.stderr), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it advises about image sizes; the weights are the same
            return function(**keywords)
    except Exception as error:  # the network, the disk, a damaged file: each has its own kind
        said = clean(str(error))
        address = re.search(r"https?://\S+", said)
        file = address[0].rstrip(":").rsplit("/", 1)[-1] if address else text("the weights of {name}", name=name)
        reason = said.rpartition(" -- ")[2] or type(error).__name__
        raise ConversionError(
            text(
                "The ImageNet weights of {name} cannot be downloaded ({reason}); with a network Keras fetches "
                "them, or put {file} into {cache}.",
                name=name,
                reason=reason,
                file=file,
                cache=_cache(),
            ),
            str(error),
        ) from error


def top_layers(name: str) -> frozenset[str]:
    """The names of the layers that only the model with its classifier has."""
    function = _function(name)
    with without_weights(), names_from_start():
        whole = function(weights=None, include_top=True)
    with without_weights(), names_from_start():
        base = function(weights=None, include_top=False)
    rest = {layer.name for layer in base.layers}
    return frozenset(layer.name for layer in whole.layers if layer.weights and layer.name not in rest)


def _cache() -> Path:
    """Where Keras keeps downloaded weights; without KERAS_HOME in the user's own folder."""
    home = os.environ.get("KERAS_HOME")
    return (Path(home) if home else Path.home() / ".keras") / "models"


@contextlib.contextmanager
def names_from_start() -> Iterator[None]:
    """Let Keras number the names of unnamed layers (``conv2d_1``) as in a new process, so that they are the same each time."""
    from keras.src.backend.common import global_state

    counters = "object_name_uids"
    before = global_state.get_global_attribute(counters)
    global_state.set_global_attribute(counters, defaultdict(int))
    try:
        yield
    finally:
        global_state.set_global_attribute(counters, before)


def _scaled_for_imagenet(project: Project) -> Project:
    """EfficientNet's ImageNet weights expect one more Rescaling behind its Normalization, which Keras adds for them only.

    Source: ``keras/src/applications/efficientnet.py``, which divides by the roots of the standard deviations.
    """
    graph = project.graph
    layers = list(graph.layers.values())
    if not graph.name.startswith("efficientnetb") or len(layers) < 3 or layers[2].class_name != "Normalization":
        return project
    edge = next(edge for edge in edges(graph) if graph.nodes[edge.source.node].layer == layers[2].id)
    scale = tuple(1 / math.sqrt(deviation) for deviation in (0.229, 0.224, 0.225))
    node_id = new_id(graph.nodes, "n")
    added = add_node(graph, "keras.layers.Rescaling", params={"scale": scale}, name="rescaling_1", node_id=node_id)
    return replace(project, graph=insert_on_edge(added, edge, node_id))


def _as_block(project: Project, name: str) -> Project:
    """A project whose graph is an input and one nested model: the model that the project was."""
    inner = replace(project.graph, name=name)
    source = inner.layers[inner.nodes[input_nodes(inner)[0]].layer]
    graph = add_node(Graph(name=project.graph.name), INPUT_TYPE, name="image", params=source.params, node_id="n1")
    graph = add_node(graph, BLOCK_PREFIX + name, name=name, arguments={source.name: Source("n1")}, node_id="n2")
    blocks = project.blocks.set(name, Block(name, "model", graph=inner))
    return replace(project, graph=graph, blocks=blocks)
