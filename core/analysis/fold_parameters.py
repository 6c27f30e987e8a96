"""What differs between the copies of a piece, as parameters of the block that stands for them.

A value that is the same in all copies stays as it is. Values that differ become an expression over a parameter named
after Keras's; sizes that are a fixed multiple of another size (the four-fold filters at the end of a bottleneck) become
``4 * filters``. Does not belong here: which nodes are copies (fold_search), the block's graph (fold_block).
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from core.errors import ConversionError, EditError
from core.graph.expressions import substitute
from core.graph.values import Expression, FrozenMap, KerasObject, Slice, Source, Value, exact_key
from core.texts import text

_SIZES = frozenset({"filters", "units", "target_shape", "key_dim", "value_dim", "output_dim", "projection_dim"})
"""Parameters that all count features, so that one may be a multiple of another."""
_SHAPES = frozenset({"target_shape", "newshape", "shape", "noise_shape"})
"""Tuples whose items mean different things; other tuples (kernel sizes, paddings) are one parameter as a whole."""
_LARGEST_FACTOR = 64
_RESERVED = frozenset({"name", "x", "i"})
"""What the code of a block calls its own values."""


@dataclass(slots=True)
class _Varying:
    """Values that differ: one for each instance, and where they stand."""

    values: tuple[Value, ...]
    parameter: str
    layer: str
    text: str = ""


@dataclass(slots=True)
class Parameters:
    """Collects what differs. ``count`` is the number of instances, each of which gives one value to a merge."""

    count: int
    _found: list[_Varying] = field(default_factory=list)
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def merge(self, values: Sequence[Value], parameter: str, layer: str) -> Value:
        """One value for all instances. Expressions in it are numbers until :meth:`finish` gives their texts."""
        first = values[0]
        if not _has_expression(first) and all(exact_key(value) == exact_key(first) for value in values[1:]):
            return first
        if isinstance(first, FrozenMap) and all(isinstance(v, FrozenMap) and list(v) == list(first) for v in values):
            return FrozenMap(
                {key: self.merge([value[key] for value in values], key, layer) for key in first}  # type: ignore[index,call-overload]
            )
        if isinstance(first, KerasObject) and all(isinstance(v, KerasObject) and v.type == first.type for v in values):
            params = [value.params for value in values]  # type: ignore[union-attr]
            if all(set(each) == set(params[0]) for each in params):
                return KerasObject(
                    first.type, FrozenMap({key: self.merge([p[key] for p in params], key, layer) for key in params[0]})
                )
        apart = parameter in _SHAPES or any(_has_source(value) for value in values)
        if apart and isinstance(first, tuple) and all(isinstance(v, tuple) and len(v) == len(first) for v in values):
            items = zip(*values, strict=True)
            return tuple(self.merge(item, parameter, layer) for item in items)
        if any(_has_source(value) for value in values):
            raise EditError(
                text("The copies of {name!r} are not called alike, so they cannot be one block.", name=layer)
            )
        return self._placeholder(tuple(values), parameter, layer)

    def _placeholder(self, values: tuple[Value, ...], parameter: str, layer: str) -> Expression:
        family = "size" if parameter in _SIZES else parameter
        key = (family, exact_key(values))
        if key not in self._numbers:
            self._numbers[key] = len(self._found)
            self._found.append(_Varying(values, parameter, layer))
        found = self._found[self._numbers[key]]
        if found.parameter in _SHAPES and parameter not in _SHAPES:  # "filters" says more than "target_shape"
            found.parameter, found.layer = parameter, layer
        return Expression(str(self._numbers[key]))

    def finish(self) -> tuple[Callable[[Value], Value], dict[str, tuple[Value, ...]]]:
        """What puts the texts of the expressions into merged values, and each parameter's values by instance."""
        bases: list[_Varying] = []
        derived: list[tuple[_Varying, _Varying, str]] = []
        for entry in self._found:
            relation = next((found for base in bases if (found := _relation(entry, base)) is not None), None)
            if relation is None:
                bases.append(entry)
            else:
                derived.append(relation)
        _name(bases)
        for entry, base, pattern in derived:
            entry.text = pattern.format(base.text)
        texts = [entry.text for entry in self._found]
        return lambda value: _with_texts(value, texts), {entry.text: entry.values for entry in bases}


def default_of(values: Sequence[Value], outer: Mapping[str, Value]) -> tuple[Value, bool]:
    """The default of a parameter with these values, and whether instances that have it leave it out.

    A value that most instances have is a default worth its name; else the first stands there and each instance says its
    own. A default knows nothing of the block around, so expressions get their values from ``outer`` there.
    """
    if any(_has_expression(value) for value in values):
        try:
            return substitute(values[0], outer), False
        except ConversionError:
            return None, False
    keys = [exact_key(value) for value in values]
    usual = max(keys, key=keys.count)
    most = keys.count(usual) * 2 > len(keys)
    return values[keys.index(usual)] if most else values[0], most


def _relation(entry: _Varying, base: _Varying) -> tuple[_Varying, _Varying, str] | None:
    """The entry as a multiple or fraction of the base, if it is one in every instance."""
    if entry.parameter != base.parameter and not {entry.parameter, base.parameter} <= _SIZES:
        return None
    pairs = list(zip(entry.values, base.values, strict=True))
    if not all(_is_size(one) and _is_size(other) for one, other in pairs):
        return None
    for pattern, ratios in (
        ("{{factor}} * {}", [divmod(one, other) for one, other in pairs]),  # type: ignore[operator]
        ("{} // {{factor}}", [divmod(other, one) for one, other in pairs]),  # type: ignore[operator]
    ):
        if len(set(ratios)) == 1 and ratios[0][1] == 0 and 1 < ratios[0][0] <= _LARGEST_FACTOR:
            factor = ratios[0][0]
            return entry, base, pattern.replace("{{factor}}", str(factor))
    return None


def _is_size(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _name(entries: Sequence[_Varying]) -> None:
    """Give each a name of its own: the parameter's; with its layer's where several layers have one."""
    taken = set(_RESERVED)
    for entry in entries:
        several = sum(other.parameter == entry.parameter for other in entries) > 1
        layer = _identifier(entry.layer)
        plain = _identifier(entry.parameter) or "value"
        wanted = f"{layer}_{plain}" if several and layer else plain
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted}_{number}"
        taken.add(name)
        entry.text = name


def _identifier(text: str) -> str:
    """The text as a Python identifier, or "" where it does not begin as one."""
    made = re.sub(r"[^0-9A-Za-z]+", "_", text).strip("_").lower()
    return made if made.isidentifier() and not keyword.iskeyword(made) else ""


def _has_expression(value: Value) -> bool:
    if isinstance(value, tuple):
        return any(_has_expression(item) for item in value)
    if isinstance(value, FrozenMap):
        return any(_has_expression(item) for item in value.values())
    if isinstance(value, KerasObject):
        return _has_expression(value.params)
    if isinstance(value, Slice):
        return _has_expression((value.start, value.stop, value.step))
    return isinstance(value, Expression)


def _has_source(value: Value) -> bool:
    if isinstance(value, tuple):
        return any(_has_source(item) for item in value)
    if isinstance(value, FrozenMap):
        return any(_has_source(item) for item in value.values())
    return isinstance(value, Source)


def _with_texts(value: Value, texts: Sequence[str]) -> Value:
    if isinstance(value, Expression):
        return Expression(texts[int(value.text)])
    if isinstance(value, tuple):
        return tuple(_with_texts(item, texts) for item in value)
    if isinstance(value, FrozenMap):
        return FrozenMap({key: _with_texts(item, texts) for key, item in value.items()})
    if isinstance(value, KerasObject):
        return KerasObject(value.type, _with_texts(value.params, texts))  # type: ignore[arg-type]
    return value
