"""Names that TensorFlow takes, while a model runs.

TensorFlow opens a name scope for every layer it traces and takes only ASCII letters, digits and ``_.\\/>-`` there. Keras hands
it the name of the layer as it is, so that ``fit`` of a model with a layer called 卷积, or with a space, fails. Layers keep
their names everywhere else: in metrics, in files, in what is told. Does not belong here: copies of projects with other names
(core.convert.plain_names). Invariant: outside of :meth:`PlainScopes.taken` every name is the user's own.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from core.convert.plain_names import is_plain, metric_with, settings_with
from core.graph.model import TrainingSettings
from core.graph.naming import unique_among

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_./-]")


class PlainScopes:
    """The layers of one live model that TensorFlow would refuse to trace; usually there are none."""

    def __init__(self, model: Any) -> None:
        layers = list({id(layer): layer for layer in (model, *model._flatten_layers(include_self=False))}.values())
        taken = {layer.name for layer in layers}
        self._names: list[tuple[Any, str, str]] = []
        for layer in layers:
            if not is_plain(layer.name):
                plain = unique_among(taken, "model" if layer is model else "layer")
                taken.add(plain)
                self._names.append((layer, layer.name, plain))
        self._is_taken = False
        self._model = model
        if self._names:
            # Optimizers call their slots after the paths of weights, which no file holds.
            for variable in model.variables:
                variable._path = _NOT_PLAIN.sub("_", variable.path)

    @property
    def own(self) -> dict[str, str]:
        """The user's names by those that TensorFlow sees."""
        return {plain: own for _, own, plain in self._names}

    def settings(self, training: TrainingSettings) -> TrainingSettings:
        """The settings for a model that is compiled inside of :meth:`taken`: outputs are called by their plain names."""
        return settings_with(training, {own: name for name, own in self.own.items()})

    def metric(self, name: str) -> str:
        """The user's name of a metric that Keras calls after an output."""
        return metric_with(name, self.own)

    @contextlib.contextmanager
    def taken(self) -> Iterator[None]:
        """Names for TensorFlow; after it the user's own again, whatever happens."""
        with self._changed(True):
            yield

    @contextlib.contextmanager
    def lifted(self) -> Iterator[None]:
        """The user's own names for a moment inside of :meth:`taken`: files are written with them."""
        with self._changed(False):
            yield

    @contextlib.contextmanager
    def _changed(self, wanted: bool) -> Iterator[None]:
        before = self._is_taken
        self._set(wanted)
        try:
            yield
        finally:
            self._set(before)

    def _set(self, wanted: bool) -> None:
        if wanted == self._is_taken:
            return
        for layer, own, plain in self._names:
            layer.name = plain if wanted else own
        if self._names and hasattr(self._model, "output_names"):
            names = {own: plain for _, own, plain in self._names} if wanted else self.own
            self._model.output_names = [names.get(name, name) for name in self._model.output_names]
        self._is_taken = wanted
