"""The models of ``keras.applications`` as projects: all that the installed Keras exports, found by introspection.

Does not belong here: trained weights. Only the architecture is taken over, and no weight is ever allocated for it.
"""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

from core.analysis.messages import clean
from core.analysis.shapes import without_weights
from core.convert.from_keras import Imported, read_model
from core.errors import ConversionError
from core.graph.model import Project

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


def application(
    name: str,
    *,
    weights: str | None = None,
    include_top: bool = True,
    input_shape: tuple[int | None, ...] | None = None,
    classes: int = 1000,
    **options: Any,
) -> Project:
    """The model as a project; see :func:`read_application`."""
    return read_application(
        name, weights=weights, include_top=include_top, input_shape=input_shape, classes=classes, **options
    ).project


def read_application(
    name: str,
    *,
    weights: str | None = None,
    include_top: bool = True,
    input_shape: tuple[int | None, ...] | None = None,
    classes: int = 1000,
    **options: Any,
) -> Imported:
    """The model as a project, with the report of the import.

    ``input_shape`` is one image without the batch (height, width, channels); None takes the model's own. ``options`` are
    further parameters of the Keras function (``pooling``, ``alpha``...). ConversionError for an unknown name, for weights
    and for what Keras refuses.
    """
    known = functions()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(map(repr, near))}?" if near else f"expected one of {', '.join(known)}."
        raise ConversionError(f"keras.applications has no model {name!r}; {hint}")
    if weights is not None:
        raise ConversionError(
            f"Only the architecture of {name} can be imported, without weights. Received: {weights!r}"
        )
    function = known[name]
    unknown = sorted(set(options) - set(inspect.signature(function).parameters))
    if unknown:
        raise ConversionError(f"keras.applications.{name} has no parameter {unknown[0]!r}.")
    keywords: dict[str, Any] = {"weights": None, "include_top": include_top, **options}
    if input_shape is not None:
        keywords["input_shape"] = input_shape
    if include_top:
        keywords["classes"] = classes
    with without_weights():
        try:
            model = function(**keywords)
        except Exception as error:  # Keras checks its arguments with several kinds of exceptions
            raise ConversionError(f"keras.applications.{name} cannot be made: {clean(str(error))}") from error
        return read_model(model)
