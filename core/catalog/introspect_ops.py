"""From the functions of ``keras.ops`` to specs: which arguments are tensors, and the kinds of the others.

An op works on symbolic tensors when its function asks ``any_symbolic_tensors((x1, x2))``; the names in that call are
its tensor arguments, whatever the docstring says. So the function's syntax tree is read; nothing is called. What only
makes tensors from shapes, takes functions, or leaves Keras is no node and gets no spec.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import ModuleType
from typing import Any

from core.catalog import docstrings, overlay, pinyin
from core.catalog.introspect import param_spec
from core.catalog.overlay import Overlay
from core.catalog.spec import LayerSpec, OutputSpec, PortSpec

_TAKES_FUNCTIONS = re.compile(r"f|fun|function|pyfunc|body|branches|.*_fn|.*_fun")
# They leave Keras (numpy, plain ints), only make tensors from sizes, or refuse symbolic tensors (the windows).
_NO_NODES = frozenset(
    {
        "convert_to_numpy", "shape", "dtype", "is_tensor", "size", "ndim", "arange", "full",
        "bartlett", "blackman", "hamming", "hanning", "kaiser",
    }
)  # fmt: skip
_LIST = re.compile(r"^\W*(an? )?(optional )?(list|tuple|sequence)( or (list|tuple|sequence))? of\b(?!.*\bint)", re.I)


def op_specs(words: Overlay) -> tuple[LayerSpec, ...]:
    """A spec for each op that takes tensors, in palette order; ``image.resize`` and its like keep their submodule."""
    import keras

    named = {name: getattr(keras.ops, name) for name in dir(keras.ops)}
    named |= {f"image.{name}": getattr(keras.ops.image, name) for name in dir(keras.ops.image)}
    functions = {
        name: value
        for name, value in sorted(named.items())
        if callable(value) and not isinstance(value, ModuleType) and not name.rpartition(".")[2].startswith("_")
    }
    position = {name: index for index, name in enumerate(words.ops)}
    made = (op_spec(name, functions, words, position) for name in functions)
    families = [family.id for family in overlay.OP_FAMILIES]
    return tuple(sorted(filter(None, made), key=lambda spec: (families.index(spec.family), spec.order, spec.type)))


def op_spec(
    name: str, functions: Mapping[str, Callable[..., Any]], words: Overlay, position: Mapping[str, int]
) -> LayerSpec | None:
    """The spec of one op, or None when it is nothing that a node can call."""
    function = functions[name]
    parameters = inspect.signature(function).parameters
    entry = words.ops.get(name, {})
    tensors = tensor_arguments(function, functions)
    if not tensors or name in _NO_NODES or any(map(_TAKES_FUNCTIONS.fullmatch, parameters)):
        return None
    # Keras also asks about a few arguments that are settings for anyone but a tensor acrobat, and forgets some tensors.
    tensors = (tensors | set(entry.get("tensors", ()))) - set(entry.get("settings", ()))
    helps = docstrings.arguments(function.__doc__)
    short = name.rpartition(".")[2]
    ports, params = [], []
    for argument, parameter in parameters.items():
        text = helps.get(argument, "")
        if argument in tensors:
            ports.append(_port(argument, parameter, text))
        elif parameter.kind is not parameter.VAR_KEYWORD:
            params.append(param_spec(short, argument, parameter.default, text, entry))
    spec = LayerSpec(
        type=f"keras.ops.{name}",
        kind="op",
        family=entry.get("family") or _family(name, function),
        order=position.get(name, len(position)),
        params=tuple(params),
        inputs=tuple(ports),
        outputs=tuple(_output(output) for output in entry.get("outputs", ("output",))),
        summary=docstrings.summary(function.__doc__),
        title=short,
        title_zh=entry.get("zh", ""),
        summary_zh=entry.get("about", ""),
        aliases=tuple(entry.get("aliases", ())),
        operation=operation_class(function),
        pinyin=pinyin.spellings((entry.get("zh", ""), *entry.get("aliases", ())), words.syllables),
    )
    return replace(spec, starter=overlay.starter_params(spec, entry))


def _output(text: str) -> OutputSpec:
    """``values``, or ``counts if return_counts``."""
    name, _, when = text.partition(" if ")
    return OutputSpec(name, when)


def tensor_arguments(function: Callable[..., Any], functions: Mapping[str, Callable[..., Any]]) -> frozenset[str]:
    """The names of the arguments that may be symbolic tensors, read from the function's source."""
    tree = _tree(function)
    parameters = set(inspect.signature(function).parameters)
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "any_symbolic_tensors":
            found |= _names(node.args) & parameters
    if found:
        return frozenset(found)
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Call):
            call = node.value
            if isinstance(call.func, ast.Call):  # return Diff(n=n, axis=axis)(a)
                return frozenset(_names(call.args) & parameters)
            if isinstance(call.func, ast.Name) and call.func.id in functions:  # return absolute(x)
                target = functions[call.func.id]
                if target is not function:
                    return tensor_arguments(target, functions) & parameters
    return frozenset()


def operation_class(function: Callable[..., Any]) -> str:
    """The full name of the class whose ``symbolic_call`` the function makes; empty for a mere synonym (``abs``)."""
    module = inspect.unwrap(function).__module__
    for node in ast.walk(_tree(function)):
        made: ast.expr | None = None
        if isinstance(node, ast.Attribute) and node.attr == "symbolic_call":
            made = node.value
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Call):
            made = node.value.func
        if isinstance(made, ast.Call) and isinstance(made.func, ast.Name) and made.func.id[:1].isupper():
            return f"{module}.{made.func.id}"
    return ""


def _tree(function: Callable[..., Any]) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))


def _names(nodes: list[ast.expr]) -> set[str]:
    return {item.id for node in nodes for item in ast.walk(node) if isinstance(item, ast.Name)}


def _port(name: str, parameter: inspect.Parameter, text: str) -> PortSpec:
    if parameter.kind is parameter.VAR_POSITIONAL:
        return PortSpec(name, "list", True, 1, 0, variadic=True, constant=True, help=text)
    required = parameter.default is parameter.empty
    if name == "xs" or _LIST.match(text):
        pair = "real" in text and "imag" in text
        return PortSpec(name, "list", required, 2 if pair else 1, 2 if pair else 0, constant=True, help=text)
    return PortSpec(name, "tensor", required, constant=True, help=text)


def _family(name: str, function: Callable[..., Any]) -> str:
    """Where an op goes that the overlay does not name (a newer Keras): by the module that defines it."""
    module = inspect.unwrap(function).__module__.rpartition(".")[2]
    known = {"nn": "neural", "linalg": "linalg", "image": "image", "math": "signal"}
    return "image" if name.startswith("image.") else known.get(module, "elementwise")
