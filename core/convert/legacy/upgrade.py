"""A model config of Keras 1 or 2 in the dialect of Keras 3.15, with a list of all that was changed.

The entrance of this package. Plain data in, plain data out: keras is not imported and nothing of the file is run. A
config of Keras 3 passes through as it is. Does not belong here: reading files (core.reading), making a project of the
result (core.convert.config). Invariants: the input is not changed; whatever cannot be expressed exactly stands in the
notes or stays under its old name with the reason beside it (``netwright_reason``).
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from core.catalog.catalog import Catalog, load
from core.convert.imported import Upgrade
from core.convert.legacy.generation import Generation, generation
from core.convert.legacy.models import Models
from core.convert.legacy.record import Record
from core.convert.legacy.settings import Context
from core.errors import ConversionError
from core.texts import text


@dataclass(frozen=True, slots=True)
class Upgraded:
    """The config in the Keras 3 dialect and what was done to get there.

    ``weights`` says by the name of a layer in ``config`` how its stored weights differ from those of Keras 3:
    ``keras1`` (order and layout of Keras 1), ``th_kernel`` (kernel stored as output, input, rows, columns),
    ``theano_flip`` (kernel stored mirrored in space), ``channels_first``, ``cudnn`` (gates and two biases of cuDNN),
    ``maxout:k`` (MaxoutDense of k features became Dense), ``samplewise`` (two moving averages that are not used),
    ``renamed:old`` (the name that the layer has in the file).
    """

    config: dict[str, Any]
    format: Literal["keras1", "keras2", "keras3"]
    upgraded: tuple[Upgrade, ...] = ()
    notes: tuple[str, ...] = ()
    weights: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def upgrade(
    config: dict[str, Any],
    keras_version: str | None = None,
    backend: str | None = None,
    catalog: Catalog | None = None,
) -> Upgraded:
    """The upgraded config. ConversionError, naming the layer at fault, where the config is not that of a model.

    ``keras_version`` and ``backend`` are those that the file names beside the config; ``catalog`` is that of the
    installed Keras if not given.
    """
    found: Generation = generation(config, keras_version)
    if found.format == "keras3":
        return Upgraded(config, "keras3")
    record = Record()
    context = Context(record, found.format == "keras1", catalog or load(), backend or found.backend, found.version)
    try:
        made = Models(context).root(copy.deepcopy(found.model))
    except RecursionError:
        raise ConversionError(text("The model is nested too deeply: no model needs more than a few levels.")) from None
    return Upgraded(made, found.format, record.upgraded, record.notes, record.tags)
