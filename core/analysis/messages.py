"""Keras's own errors, turned into one sentence about the user's node.

Keras wraps errors, colours them and names tensors that no user ever sees. The rules here know the errors that a
designer meets daily; everything else is cleaned and passed on. Names are put in late (:meth:`Failure.sentence`), because
results are shared between layers of equal settings. Does not belong here: finding errors (shapes, to_keras).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.analysis.custom import runs_own_code
from core.analysis.custom_functions import Untrusted, own_error
from core.analysis.problems import quoted
from core.analysis.results import Shape
from core.errors import NetwrightError
from core.graph.model import Layer
from core.graph.values import PythonSource, Value

PLACEHOLDER = "netwright_node"
"""The name live layers have during inference; replaced by the user's."""

MAX_LENGTH = 400
UNTRUSTED = "ST30"
OWN_FAILS = "ST31"

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_WRAPPED = re.compile(r"Exception encountered when calling [^\n]*?\.\s*\n+(.*?)\n+Arguments received by ", re.S)
_INFERENCE = re.compile(r"Could not automatically infer the output shape.*?Error encountered:\s*(.*)", re.S)
_TENSOR = re.compile(r"<KerasTensor shape=(\([^)]*\)), dtype=(\w+)[^>]*>")
_NOISE = (
    (re.compile(r" with name 'None'"), ""),
    (re.compile(r"<(?:[\w.]*\.)?(\w+) object at 0x[0-9a-f]+>"), r"\1"),
    (re.compile(r"<class '(?:[\w.]*\.)?(\w+)'>(?! could not be)"), r"\1"),
    (re.compile(r"\{\{function_node [^}]*\}\}\s*"), ""),
    (re.compile(r"\s*\[Op:\w+\]( name: \S*)?"), ""),
    (re.compile(r"^Exception encountered: *"), ""),
    (re.compile(r"\(most recent call last\).*", re.S), ""),
)


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call failed. ``text`` holds :data:`PLACEHOLDER` where the layer's name belongs."""

    code: str
    parameter: str | None
    text: str

    def sentence(self, name: str) -> str:
        """The message with the user's own name."""
        return self.text.replace(f"'{PLACEHOLDER}'", quoted(name)).replace(PLACEHOLDER, name)


def clean(text: str) -> str:
    """An error text without colours, wrappers and internals, on one line, cut after a sentence."""
    text = _ANSI.sub("", text)
    for pattern in (_WRAPPED, _INFERENCE, _WRAPPED):
        match = pattern.search(text)
        if match:
            text = match.group(1)
    text = _TENSOR.sub(r"a tensor of shape \1 and dtype \2", text)
    for noise, instead in _NOISE:
        text = noise.sub(instead, text)
    text = " ".join(text.split())
    if len(text) <= MAX_LENGTH:
        return text
    cut = text.rfind(". ", 80, MAX_LENGTH)
    return text[: cut + 1] if cut > 0 else text[: MAX_LENGTH - 4] + " ..."


def explain(error: BaseException, layer: Layer, inputs: Sequence[Shape] = (), earlier_calls: int = 0) -> Failure:
    """The failure of a call: ``inputs`` are the shapes that arrived, ``earlier_calls`` how often the layer was called."""
    subject = f"{layer.class_name} '{PLACEHOLDER}'"
    own = runs_own_code(layer, {})
    if own:
        error = own_error(error)
    raw = error.message if isinstance(error, NetwrightError) else str(error)
    text = clean(raw)
    if isinstance(error, Untrusted):
        return Failure(UNTRUSTED, None, f"{subject}: {_ended(text)}")
    for pattern, rule in _RULES:
        match = pattern.search(text)
        if match:
            made = rule(match, _Case(layer, subject, tuple(inputs), earlier_calls))
            if made is not None:
                return made
    if not text:
        text = f"Keras cannot build it ({type(error).__name__})."
    if own and not isinstance(error, NetwrightError):
        parameter = next((name for name, value in layer.params.items() if isinstance(value, PythonSource)), None)
        return Failure(OWN_FAILS, parameter, f"{subject}: its code raises {type(error).__name__}: {_ended(text)}")
    parameter = mentioned_parameter(text, layer)
    if own:
        return Failure(OWN_FAILS, parameter, f"{subject}: {_ended(text)}")
    code = "ST23" if parameter is not None else "ST27"
    return Failure(code, parameter, f"{subject}: {_ended(text)}")


def mentioned_parameter(text: str, layer: Layer) -> str | None:
    """The parameter of the layer that an error text talks about, if it names one."""
    for match in re.finditer(r"[`'\"](\w+)[`'\"]|\b(\w+)=", text):
        word: str = match[1] or match[2]
        if word in layer.params:
            return word
    for name in layer.params:
        if re.search(rf"\b{re.escape(name)}\b", text):
            return name
    return None


@dataclass(frozen=True, slots=True)
class _Case:
    layer: Layer
    subject: str
    inputs: tuple[Shape, ...]
    earlier_calls: int

    def holding(self, *names: str) -> str | None:
        """The first of the names that the user set, else the first."""
        return next((name for name in names if name in self.layer.params), names[0] if names else None)


Rule = Callable[[re.Match[str], _Case], Failure | None]


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else text + "."


def _rank(match: re.Match[str], case: _Case) -> Failure:
    least, wanted, found, shape = match.group(1) == "min_ndim", int(match[2]), int(match[3]), match[4]
    axes = _axes_of(case.layer, wanted)
    hint = ""
    if found == wanted - 1:
        hint = "; a Reshape can add the missing dimension"
        if wanted == 3 and case.layer.class_name in ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional"):
            hint = "; a recurrent layer before it must have return_sequences set, or a Reshape adds the dimension"
    elif found > wanted:
        hint = "; a Flatten, Reshape or pooling layer before it can remove dimensions"
    return Failure(
        "ST04",
        None,
        f"{case.subject} takes {'at least ' if least else ''}{wanted} dimensions{axes}, "
        f"but receives {found}: {shape}{hint}.",
    )


def _axes_of(layer: Layer, rank: int) -> str:
    name = layer.class_name
    if layer.params.get("data_format") == "channels_first":
        return ""
    spatial = {3: "steps", 4: "height, width", 5: "depth, height, width"}
    if re.search(r"(Conv|Pooling|UpSampling|ZeroPadding|Cropping)\w*[123]D", name) and rank in spatial:
        return f" (batch, {spatial[rank]}, channels)"
    return " (batch, steps, features)" if rank == 3 else ""


def _axis_value(match: re.Match[str], case: _Case) -> Failure:
    axis, wanted, shape = match[1], match[2], match[3]
    if case.earlier_calls:
        return Failure(
            "ST28",
            None,
            f"{case.subject} is shared: its weights were made for {wanted} on axis {axis} by an earlier call, "
            f"but this call receives {shape}.",
        )
    return Failure("ST04", None, f"{case.subject} takes {wanted} on axis {axis} of its input, but receives {shape}.")


def _too_large(match: re.Match[str], case: _Case) -> Failure:
    shape, window = match[1], match[2]
    pooling = "pool" in match[0]
    dims = [int(number) for number in re.findall(r"\d+", window)]
    sizes = dims if pooling else dims[:-2]
    if match[0].find("`kernel shape") >= 0 and "Depthwise" in case.layer.class_name:
        sizes = dims[:-2]
    word = "pooling window" if pooling else "kernel"
    parameter = case.holding("pool_size") if pooling else case.holding("kernel_size")
    dilation = re.search(r"dilation_rate[`=:]*\s*[\[(]([^\])]*)[\])]", match.string)
    spread = [int(number) for number in re.findall(r"\d+", dilation[1])] if dilation else []
    dilated = any(number > 1 for number in spread)
    reason = f" (dilated by {' x '.join(map(str, spread))})" if dilated else ""
    return Failure(
        "ST08",
        parameter,
        f"The {word} {' x '.join(map(str, sizes))}{reason} of {case.subject} is larger than its input {_shape_text(shape)}: "
        "nothing would be left; make it smaller, pad with padding='same', or pool less before it.",
    )


def _shape_text(text: str) -> str:
    """Keras prints shapes as ``(None, 4)`` or ``[None 4]``."""
    return "(" + ", ".join(re.findall(r"None|-?\d+", text)) + ")"


def _merge(match: re.Match[str], case: _Case) -> Failure:
    shapes = [str(shape) for shape in case.inputs] or [match[1], match[2]]
    return Failure(
        "ST05",
        None,
        f"{case.subject} needs inputs whose sizes are equal or 1 on every axis, but receives {_listed(shapes)}.",
    )


def _concatenate(match: re.Match[str], case: _Case) -> Failure:
    shapes = [str(shape) for shape in case.inputs] or re.findall(r"\([^()]*\)", match.string)
    axis = case.layer.params.get("axis", -1)
    return Failure(
        "ST07",
        None,
        f"{case.subject} needs inputs that differ at most on axis {axis}, but receives {_listed(shapes)}.",
    )


def _listed(items: Sequence[str]) -> str:
    return " and ".join(items) if len(items) < 3 else ", ".join(items[:-1]) + " and " + items[-1]


def _reshape(match: re.Match[str], case: _Case) -> Failure | None:
    have, want = (_numbers(match[1]), _numbers(match[2]))
    if have is None or want is None:
        return None
    return Failure(
        "ST09",
        case.holding("target_shape"),
        f"{case.subject} must keep the number of elements: its input {_shape_text(match[1])} has {math.prod(have):,}, "
        f"its target shape {_shape_text(match[2])} has {math.prod(want):,}.",
    )


def _numbers(text: str) -> list[int] | None:
    found = re.findall(r"None|-?\d+", text)
    return None if "None" in found or any(int(number) < 0 for number in found) else [int(number) for number in found]


def _unknown_size(match: re.Match[str], case: _Case) -> Failure:
    shape = f" {case.inputs[0]}" if case.inputs else ""
    return Failure(
        "ST10",
        None,
        f"{case.subject} must know the sizes of its input to make its weights, but receives{shape} with a size that is "
        "open (None); fix the size in the Input layer, or pool over the open axis first.",
    )


def _identifier(match: re.Match[str], case: _Case) -> Failure:
    what, given = match[1].removesuffix(" function"), match[2].rstrip(".")
    parameter = _parameter_with(case.layer, given)
    where = f" for {parameter!r}" if parameter else ""
    return Failure("ST23", parameter, f"{case.subject}: {given!r} is no {what} that Keras knows{where}.")


def _parameter_with(layer: Layer, given: str) -> str | None:
    def holds(value: Value) -> bool:
        return value == given

    return next((name for name, value in layer.params.items() if holds(value)), None)


def _unknown_parameter(match: re.Match[str], case: _Case) -> Failure:
    names = re.findall(r"'(\w+)'", match[1]) or [match[1]]
    return Failure("ST22", names[0], f"{case.subject} has no parameter {_listed([repr(name) for name in names])}.")


def _missing_parameter(match: re.Match[str], case: _Case) -> Failure:
    names = re.findall(r"'(\w+)'", match[1])
    if "call()" in match.string or "__init__" not in match.string:
        return _missing_tensor(match, case)
    return Failure(
        "ST21", names[0] if names else None, f"{case.subject} needs {_listed([repr(name) for name in names])}."
    )


def _missing_tensor(match: re.Match[str], case: _Case) -> Failure:
    names = re.findall(r"'(\w+)'", match[1])
    return Failure("ST01", None, f"{case.subject} needs a tensor for {_listed([repr(name) for name in names])}.")


def _input_shape(match: re.Match[str], case: _Case) -> Failure:
    return Failure("ST21", "shape", f"{case.subject} needs a shape: the sizes of one sample, such as (28, 28, 1).")


def _broadcast(match: re.Match[str], case: _Case) -> Failure:
    shapes = [str(shape) for shape in case.inputs] or re.findall(r"\[[^\]]*\]", match.string)
    return Failure(
        "ST05",
        None,
        f"{case.subject} cannot combine {_listed(shapes)}: {match[1]} does not fit {match[2]} on one axis.",
    )


def _no_such_axis(match: re.Match[str], case: _Case) -> Failure | None:
    if "axis" not in case.layer.params or not case.inputs:
        return None
    axis = case.layer.params["axis"]
    return Failure(
        "ST23",
        "axis",
        f"{case.subject}: axis {axis} is beyond its input {case.inputs[0]} of {len(case.inputs[0])} dimensions.",
    )


def _not_recurrent(match: re.Match[str], case: _Case) -> Failure | None:
    if case.layer.class_name != "Bidirectional":
        return None
    return Failure(
        "ST23",
        "layer",
        f"{case.subject} needs a recurrent layer inside (LSTM, GRU, SimpleRNN or RNN). Received: {match[1]}",
    )


_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = (
    (re.compile(r"expected (min_ndim|ndim)=(\d+), found ndim=(\d+)\. Full shape received: (\([^)]*\))"), _rank),
    (
        re.compile(
            r"expected axis (-?\d+) of input shape to have value (\d+), but received input with shape (\([^)]*\))"
        ),
        _axis_value,
    ),
    (
        re.compile(
            r"Computed output size would be (?:zero or )?negative\. Received:? `inputs[. ]shape=([\[(][^\])]*[\])])`, "
            r"`(?:kernel shape|pool_size)=([\[(][^\])]*[\])])`"
        ),
        _too_large,
    ),
    (re.compile(r"Inputs have incompatible shapes\. Received shapes (\(.*?\)) and (\(.*?\))"), _merge),
    (re.compile(r"requires inputs with matching shapes except for the concatenation axis"), _concatenate),
    (
        re.compile(
            r"total size of the tensor must be unchanged\. Received: input_shape=(\(.*?\)), target_shape=(\(.*?\))"
        ),
        _reshape,
    ),
    (re.compile(r"Shapes used to initialize variables must be fully-defined"), _unknown_size),
    (re.compile(r"Could not interpret ([\w ]+?) identifier: (.*)"), _identifier),
    (re.compile(r"Unrecognized keyword arguments passed to \w+: \{(.*)\}"), _unknown_parameter),
    (re.compile(r"got an unexpected keyword argument ('\w+')"), _unknown_parameter),
    (re.compile(r"missing \d+ required (?:positional|keyword-only) arguments?: (.*)"), _missing_parameter),
    (re.compile(r"missing a required argument: (.*)"), _missing_tensor),
    (re.compile(r"You must pass a `shape` argument"), _input_shape),
    (re.compile(r"index out of range|axis -?\d+ is out of bounds"), _no_such_axis),
    (re.compile(r"<class '[\w.]*?(\w+)'> could not be deserialized properly"), _not_recurrent),
    (re.compile(r"the failure dim has value (\d+), which cannot be broadcasted to (\d+)"), _broadcast),
)
