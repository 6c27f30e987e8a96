"""Code that leaves something out: a model that is never defined, functions that nobody calls.

Does not belong here: which model is meant (choosing).
"""

from __future__ import annotations

import ast
from typing import Any

from core.convert.from_code import classes
from core.convert.from_code.machine import Machine
from core.convert.from_code.values import (
    Bound,
    Budget,
    Class,
    Function,
    Instance,
    Layer,
    Model,
    Raised,
    Refused,
    Scope,
    Unknown,
    tensors_in,
)
from core.texts import carried, text

_MODELS = ("keras.Model", "keras.Sequential")


def adopt(m: Machine, node: ast.Attribute, args: list[Any], scope: Scope) -> Bound | None:
    """``model.add(layer)`` where no model is defined: a Sequential model of that name begins."""
    if not isinstance(node.value, ast.Name) or node.attr != "add" or scope.find(node.value.id) is not None:
        return None
    if not args or not isinstance(args[0], (Layer, Unknown, Instance)):
        return None
    name = node.value.id
    model = Model("model", m.auto_name("Sequential"), {}, node.lineno, style="sequential", variable=name)
    m.add_model(model)
    scope.top().names[name] = model
    m.note(text("{name!r} is not defined in this code; it is read as a new Sequential model.", name=name), node.lineno)
    return Bound(model, node.attr)


def apply_functions(m: Machine) -> None:
    """Where the code itself makes no model: its functions and classes that would make one."""
    _trace_instances(m)
    if m.models and any(_has_layers(model) for model in m.models):
        _compile_functions(m)
        return
    parts: list[Function] = []
    for function in _callers_first(m.functions):
        if function.calls or function.owner is not None or function.scope is not m.scope or not _makes_layers(function):
            continue
        if _try(m, function):
            parts.append(function)
    if not any(_has_layers(model) for model in m.models):
        for function in list(m.functions):
            if (
                not function.calls
                and function.owner is None
                and function.scope is m.scope
                and _makes_layers(function, True)
            ):
                _try(m, function)
    whole = not any(_has_layers(model) for model in m.models)
    for value in list(m.scope.names.values()):
        # What functions make may be a part only, augmentation say, of the model that a subclass is.
        if isinstance(value, Class) and not value.instances and (whole or value.keras in _MODELS):
            _try_class(m, value)
    _trace_instances(m)
    if not any(_has_layers(model) for model in m.models):
        for function in parts:
            _try(m, function, as_part=True)
    _compile_functions(m)


def _callers_first(functions: list[Function]) -> list[Function]:
    """Functions that no other function names come first: called for themselves, the others would lack their arguments.

    Of those that nobody names, the ones that make a model themselves are first: the rest may be parts of it.
    """
    named: set[str] = set()
    makers: set[int] = set()
    for function in functions:
        own = {getattr(item, "id", getattr(item, "attr", "")) for item in ast.walk(function.node)}
        named |= own - {function.name}
        if own & {"Model", "Sequential"}:
            makers.add(id(function))
    return sorted(functions, key=lambda function: (function.name in named, id(function) not in makers))


def _has_layers(model: Model) -> bool:
    return bool(model.rows) or bool(tensors_in(model.outputs))


def _trace_instances(m: Machine) -> None:
    for instance in list(m.instances):
        if instance.cls.keras in _MODELS and instance.model is None:
            _guarded(m, lambda instance=instance: classes.model_of(m, instance, instance.line))


def _guarded(m: Machine, work: Any) -> Any:
    """Do something that may fail; an Unknown where it does."""
    if not m.go_on():
        m.stopped = text("it takes too long")
        return Unknown(text("Reading was stopped"))
    try:
        return work()
    except (Raised, Refused) as error:
        return Unknown(carried(error))
    except RecursionError:
        m.depth = 0
        return Unknown(text("It is nested too deeply"))
    except Budget as budget:
        m.note(text("What stands here was not read to its end: {budget}.", budget=budget), m.line)
        return Unknown(text("Reading was stopped"))
    finally:
        m.depth, m.loops = 0, []


_MAKERS = frozenset({"add", "Sequential", "Model", "compile"})


def _makes_layers(function: Function, any_way: bool = False) -> bool:
    """True for a function that returns something, as those do that give a model, or (``any_way``) makes one for itself."""
    node = function.node
    if isinstance(node, ast.Lambda):
        return False
    if any(isinstance(item, ast.Return) and item.value is not None for item in ast.walk(node)):
        return True
    calls = [item.func for item in ast.walk(node) if isinstance(item, ast.Call)] if any_way else []
    return any((item.attr if isinstance(item, ast.Attribute) else getattr(item, "id", "")) in _MAKERS for item in calls)


def _try(m: Machine, function: Function, as_part: bool = False) -> bool:
    """Call a function that nobody calls; what it is not given is unknown.

    True where it makes layers and no model; they are kept only ``as_part``, for code that makes no model at all.
    """
    if m.stopped:
        return False
    before = len(m.models)
    mark = m.mark()
    value = _guarded(m, lambda: m.apply(function, [], {}, function.node.lineno))
    if isinstance(value, Function) and not value.calls and _makes_layers(value):
        # A function that gives a function, which is to be called with a tensor.
        inner = value
        value = _guarded(m, lambda: m.apply(inner, [], {}, inner.node.lineno))
        inner.calls = 0
    if len(m.models) > before:
        name = function.name
        m.note(text("The function {name} is read as if it were called.", name=name), function.node.lineno)
        return False
    is_part = bool(tensors_in(value))
    if not (is_part and as_part):
        m.back_to(mark)  # a part for a model, or a function about something else
    return is_part


def _self(instance: Instance, method: Function) -> Any:
    return instance.cls if method.kind == "class" else instance


def _try_class(m: Machine, cls: Class) -> None:
    if m.stopped:
        return
    mark = m.mark()
    before = len(m.models)

    def made() -> bool:
        return any(_has_layers(model) for model in m.models[before:])

    instance = _guarded(m, lambda: m.apply(cls, [], {}, cls.node.lineno))
    if cls.keras in _MODELS:
        return
    if isinstance(instance, Instance) and not made():
        for item in cls.lineage():
            for value in _callers_first([value for value in item.scope.names.values() if isinstance(value, Function)]):
                if not value.calls and value.owner is not None and _makes_layers(value, True):
                    method = value if value.kind == "static" else Bound(_self(instance, value), value.name, value)
                    _guarded(m, lambda method=method, line=value.node.lineno: m.apply(method, [], {}, line))
                if made():
                    return
    if not made():
        m.back_to(mark)


def _compile_functions(m: Machine) -> None:
    """``def compile_model(model)`` that nobody calls: it is about the model that there is."""
    models = [model for model in m.models if _has_layers(model)]
    if not models or any(model.compiled is not None for model in models):
        return
    for function in m.functions:
        given = function.node.args.args
        if function.calls or function.owner is not None or len(given) - len(function.defaults) != 1:
            continue
        if given[0].arg == "model" and ".compile(" in ast.unparse(function.node):
            _guarded(m, lambda function=function: m.apply(function, [models[-1]], {}, function.node.lineno))
            return
