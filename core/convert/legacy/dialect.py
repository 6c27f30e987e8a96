"""The parts of a Keras 3 config: objects, layers, ops and tensors, spelled as Keras 3.15 writes them.

Does not belong here: how they come from older configs. Invariant: what is made here is plain JSON data.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

LAYERS = "keras.layers"
REASON = "netwright_reason"


@dataclass(frozen=True, slots=True)
class Ref:
    """One tensor: output ``tensor`` of call number ``node`` of a layer."""

    layer: str
    node: int = 0
    tensor: int = 0


@dataclass(frozen=True, slots=True)
class Final(Ref):
    """A tensor under the names and numbers of the result."""


@dataclass(frozen=True, slots=True)
class Given:
    """In the call of a :class:`Part`: the first argument of the call of the old layer."""


@dataclass(frozen=True, slots=True)
class Made:
    """In the call of a :class:`Part`: the output of the part with this index."""

    part: int


@dataclass(slots=True)
class Part:
    """A layer, op or nested model that stands for an old layer or for one step of it.

    ``args`` is None where the part is called as the old layer was; else the arguments, in which :class:`Given`,
    :class:`Made` and :class:`Ref` stand for tensors.
    """

    module: str | None
    class_name: str
    config: dict[str, Any]
    registered_name: str | None = None
    args: list[Any] | None = None
    kwargs: dict[str, Any] | None = None
    reason: str | None = None
    shared: int | None = None
    """The number that tf.keras gave to a layer that stands in several models."""

    @property
    def name(self) -> str:
        """The name of the layer or op."""
        return str(self.config["name"])

    @property
    def is_op(self) -> bool:
        """True for one of ``keras.ops``, which cannot stand in a Sequential."""
        return self.module is not None and self.module.startswith("keras.src.ops")

    def entry(self) -> dict[str, Any]:
        """The JSON of the object itself, as it stands in a Sequential, a wrapper or another layer's settings."""
        made: dict[str, Any] = {
            "module": self.module,
            "class_name": self.class_name,
            "config": self.config,
            "registered_name": self.registered_name,
        }
        if self.reason is not None:
            made[REASON] = self.reason
        if self.shared is not None:
            made["shared_object_id"] = self.shared
        return made


def layer(class_name: str, config: dict[str, Any], args: list[Any] | None = None) -> Part:
    """A layer of Keras 3."""
    return Part(LAYERS, class_name, config, args=args)


def operation(module: str, class_name: str, config: dict[str, Any], args: list[Any], **kwargs: Any) -> Part:
    """An op of Keras 3; ``module`` is the last part of its module (``numpy``, ``nn``, ``core``, ``image``, ``math``)."""
    return Part(f"keras.src.ops.{module}", class_name, config, class_name, args, kwargs)


def placeholder(class_name: str, config: dict[str, Any], reason: str | None, module: str | None = None) -> Part:
    """A class that Keras 3 does not have; ``reason`` is a sentence about what it did and what to use instead."""
    return Part(module, class_name, config, class_name, reason=reason)


def chain(*parts: Part) -> tuple[Part, ...]:
    """Parts that are called one after the other, the first as the old layer was."""
    return tuple(
        part if not index else replace(part, args=[Made(index - 1)], kwargs={}) for index, part in enumerate(parts)
    )


def is_chain(parts: tuple[Part, ...]) -> bool:
    """Whether the parts may stand one after the other in a Sequential."""
    return all(
        not part.is_op and (part.args is None if not index else part.args == [Made(index - 1)])
        for index, part in enumerate(parts)
    )


def keras_object(module: str, class_name: str, config: dict[str, Any]) -> dict[str, Any]:
    """An initializer, regularizer, constraint or policy."""
    return {"module": module, "class_name": class_name, "config": config, "registered_name": None}


def policy(name: str) -> dict[str, Any]:
    """A dtype policy."""
    return keras_object("keras", "DTypePolicy", {"name": name})


def tensor(ref: Ref) -> dict[str, Any]:
    """A tensor of the graph; shapes and dtypes are not known from older configs."""
    history = [ref.layer, ref.node, ref.tensor]
    return {"class_name": "__keras_tensor__", "config": {"shape": None, "dtype": None, "keras_history": history}}


def input_layer(name: str, batch_shape: Any, dtype: str = "float32") -> Part:
    """The Input of a model; ``batch_shape`` starts with the batch size, None for any."""
    config = {"batch_shape": batch_shape, "dtype": dtype, "sparse": False, "ragged": False, "name": name}
    return layer("InputLayer", {**config, "optional": False})
