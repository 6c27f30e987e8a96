"""Whether the parameters of a layer fit what the catalogue knows: present, known, of the right kind and range.

The catalogue is found by introspection and may be wrong in single cases; findings marked ``sure`` False are dropped by
the analysis where Keras itself accepts the layer. Does not belong here: shapes, wires.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from core.analysis.problems import Fix, quoted
from core.catalog.param_text import expected, show
from core.catalog.spec import LayerSpec, ParamKind, ParamSpec
from core.graph import edits
from core.graph.model import Layer
from core.graph.values import Array, Expression, KerasObject, PythonSource, Raw, Value
from core.texts import joined, text

# Every layer takes these, whether its own signature shows them or not.
EVERYWHERE = frozenset({"name", "dtype", "trainable", "autocast", "activity_regularizer"})
_UNCHECKED = (KerasObject, Expression, PythonSource, Raw, Array)

MakeFix = Callable[[str, edits.GraphEdit], Fix]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a parameter; ``make_fixes`` needs the place (main graph or block) to become edits."""

    code: str
    parameter: str
    message: str
    repairs: tuple[tuple[str, edits.GraphEdit], ...] = ()


def check_parameters(layer: Layer, spec: LayerSpec, given_in_call: frozenset[str] = frozenset()) -> tuple[Finding, ...]:
    """What is wrong with the layer's own parameters. ``given_in_call`` are the arguments of an op's call."""
    subject = f"{layer.class_name} {quoted(layer.name)}"
    findings: list[Finding] = []
    known = {param.name: param for param in spec.params}
    for param in spec.params:
        if param.required and param.name not in layer.params and param.name not in given_in_call:
            findings.append(_missing(layer, spec, param, subject))
    ports = {port.name for port in spec.inputs} | {param.name for param in spec.call_params}
    for name, value in layer.params.items():
        if name in known:
            reason = wrong_value(known[name], value)
            if reason is not None:
                findings.append(_wrong(layer, known[name], value, reason, subject))
        elif name not in EVERYWHERE and not (spec.kind == "op" and name in ports):
            findings.append(
                Finding(
                    "ST22",
                    name,
                    text("{subject} has no parameter {name!r}.", subject=subject, name=name),
                    (
                        (
                            text("Remove {name}", name=name),
                            partial(edits.reset_params, layer_ids=(layer.id,), names=(name,)),
                        ),
                    ),
                )
            )
    return tuple(findings)


def _missing(layer: Layer, spec: LayerSpec, param: ParamSpec, subject: str) -> Finding:
    repairs: tuple[tuple[str, edits.GraphEdit], ...] = ()
    if param.name in spec.starter:
        value = spec.starter[param.name]
        edit = partial(edits.set_params, layer_ids=(layer.id,), changes={param.name: value})
        repairs = ((text("Set {name} to {value}", name=param.name, value=show(param, value)), edit),)
    message: str
    if param.kind in _CHECKS:
        message = text(
            "{subject} needs {parameter!r}: {wanted}.", subject=subject, parameter=param.name, wanted=expected(param)
        )
    else:
        message = text("{subject} needs {parameter!r}.", subject=subject, parameter=param.name)
    return Finding("ST21", param.name, joined((message, spec.requires)) if spec.requires else message, repairs)


def _wrong(layer: Layer, param: ParamSpec, value: Value, reason: str, subject: str) -> Finding:
    repairs: tuple[tuple[str, edits.GraphEdit], ...] = ()
    if not param.required:
        edit = partial(edits.reset_params, layer_ids=(layer.id,), names=(param.name,))
        repairs = ((text("Reset {name} to {value}", name=param.name, value=show(param, param.default)), edit),)
    shown = show(param, value)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    message = text(
        "{subject}: {parameter} must be {wanted}. Received: {shown}",
        subject=subject, parameter=param.name, wanted=reason, shown=shown,
    )  # fmt: skip
    return Finding("ST23", param.name, message, repairs)


def wrong_value(param: ParamSpec, value: Value) -> str | None:
    """What was expected, where the value is of the wrong kind or out of range; None where it fits."""
    if isinstance(value, _UNCHECKED):
        return None
    if value is None:
        fits = param.nullable or param.default is None
        return None if fits else expected(param)
    check = _CHECKS.get(param.kind)
    return None if check is None or check(param, value) else expected(param)


def _int(param: ParamSpec, value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and _in_range(param, value)


def _number(param: ParamSpec, value: Value) -> bool:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return plain and not (isinstance(value, float) and math.isnan(value)) and _in_range(param, value)  # type: ignore[arg-type]


def _in_range(param: ParamSpec, value: float) -> bool:
    low = param.minimum is None or value >= param.minimum
    return low and (param.maximum is None or value <= param.maximum)


def _int_or_tuple(param: ParamSpec, value: Value) -> bool:
    if not isinstance(value, tuple):
        return _int(param, value)
    right_length = len(value) == param.length if param.length else len(value) > 0
    return right_length and all(_int(param, item) for item in value)


def _tuple(param: ParamSpec, value: Value) -> bool:
    if not isinstance(value, tuple) or (param.length and len(value) != param.length):
        return False
    return all(_number(param, item) if param.item == "float" else _int(param, item) for item in value)


def _range(param: ParamSpec, value: Value) -> bool:
    if isinstance(value, tuple):
        return len(value) == 2 and all(_number(param, item) for item in value)
    return _number(param, value)


def _axes(param: ParamSpec, value: Value) -> bool:
    return all(_int(param, item) for item in (value if isinstance(value, tuple) else (value,)))


def _shape(param: ParamSpec, value: Value) -> bool:
    return isinstance(value, tuple) and all(item is None or (_int(param, item)) for item in value)


def _choice(param: ParamSpec, value: Value) -> bool:
    return param.open or not param.choices or value in param.choices


_CHECKS: dict[ParamKind, Callable[[ParamSpec, Value], bool]] = {
    ParamKind.INT: _int,
    ParamKind.FLOAT: _number,
    ParamKind.BOOL: lambda param, value: isinstance(value, bool),
    ParamKind.TEXT: lambda param, value: isinstance(value, str),
    ParamKind.CHOICE: _choice,
    ParamKind.INT_OR_TUPLE: _int_or_tuple,
    ParamKind.TUPLE: _tuple,
    ParamKind.RANGE: _range,
    ParamKind.AXES: _axes,
    ParamKind.SHAPE: _shape,
}
