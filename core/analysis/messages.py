"""Keras's own errors, turned into one sentence about the user's node.

The rules here know the errors that a designer meets daily; everything else is cleaned and passed on. Names are put in
late (:meth:`Failure.sentence`), because results are shared between layers of equal settings. Does not belong here: finding
errors (shapes, to_keras), how their raw text is cleaned (error_text).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.analysis.custom import runs_own_code
from core.analysis.custom_functions import Untrusted, own_error
from core.analysis.error_text import clean
from core.analysis.problems import quoted
from core.analysis.results import Shape
from core.errors import NetwrightError
from core.graph.model import Layer
from core.graph.values import PythonSource, Value
from core.texts import filled, text

PLACEHOLDER = "netwright_node"
"""The name live layers have during inference; replaced by the user's."""

UNTRUSTED = "ST30"
OWN_FAILS = "ST31"

_ENDS = (".", "!", "?")


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call failed. ``text`` holds :data:`PLACEHOLDER` where the layer's name belongs."""

    code: str
    parameter: str | None
    text: str

    def sentence(self, name: str) -> str:
        """The message with the user's own name."""
        return filled(self.text, lambda said: said.replace(f"'{PLACEHOLDER}'", quoted(name)).replace(PLACEHOLDER, name))


def explain(error: BaseException, layer: Layer, inputs: Sequence[Shape] = (), earlier_calls: int = 0) -> Failure:
    """The failure of a call: ``inputs`` are the shapes that arrived, ``earlier_calls`` how often the layer was called."""
    subject = f"{layer.class_name} '{PLACEHOLDER}'"
    own = runs_own_code(layer, {})
    if own:
        error = own_error(error)
    raw = error.message if isinstance(error, NetwrightError) else str(error)
    said = clean(raw)
    if isinstance(error, Untrusted):
        return Failure(UNTRUSTED, None, _says(subject, said))
    for pattern, rule in _RULES:
        match = pattern.search(said)
        if match:
            made = rule(match, _Case(layer, subject, tuple(inputs), earlier_calls))
            if made is not None:
                return made
    if not said:
        said = text("Keras cannot build it ({error}).", error=type(error).__name__)
    if own and not isinstance(error, NetwrightError):
        parameter = next((name for name, value in layer.params.items() if isinstance(value, PythonSource)), None)
        kind = type(error).__name__
        return Failure(
            OWN_FAILS,
            parameter,
            text("{subject}: its code raises {error}: {reason}", subject=subject, error=kind, reason=_ended(said)),
        )
    parameter = mentioned_parameter(said, layer)
    if own:
        return Failure(OWN_FAILS, parameter, _says(subject, said))
    code = "ST23" if parameter is not None else "ST27"
    return Failure(code, parameter, _says(subject, said))


def _says(subject: str, reason: str) -> str:
    if reason.endswith(_ENDS):
        return text("{subject}: {reason}", subject=subject, reason=reason)
    return text("{subject}: {reason}.", subject=subject, reason=reason)


def mentioned_parameter(said: str, layer: Layer) -> str | None:
    """The parameter of the layer that an error text talks about, if it names one."""
    for match in re.finditer(r"[`'\"](\w+)[`'\"]|\b(\w+)=", said):
        word: str = match[1] or match[2]
        if word in layer.params:
            return word
    for name in layer.params:
        if re.search(rf"\b{re.escape(name)}\b", said):
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


_IDENTIFIED: dict[str, str] = {
    "activation": text("activation"),
    "constraint": text("constraint"),
    "initializer": text("initializer"),
    "loss": text("loss"),
    "metric": text("metric"),
    "optimizer": text("optimizer"),
    "regularizer": text("regularizer"),
}
"""What Keras calls by an identifier, as it names it in its errors."""

Rule = Callable[[re.Match[str], _Case], Failure | None]


def _ended(said: str) -> str:
    return said if said.endswith(_ENDS) else said + "."


def _rank(match: re.Match[str], case: _Case) -> Failure:
    least, wanted, found, shape = match.group(1) == "min_ndim", int(match[2]), int(match[3]), match[4]
    hint = ""
    if found == wanted - 1:
        hint = text("; a Reshape can add the missing dimension")
        if wanted == 3 and case.layer.class_name in ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional"):
            hint = text("; a recurrent layer before it must have return_sequences set, or a Reshape adds the dimension")
    elif found > wanted:
        hint = text("; a Flatten, Reshape or pooling layer before it can remove dimensions")
    takes = text("at least {count} dimensions", count=wanted) if least else text("{count} dimensions", count=wanted)
    axes = _axes_of(case.layer, wanted)
    message = text(
        "{subject} takes {takes}{axes}, but receives {found}: {shape}{hint}.",
        subject=case.subject, takes=takes, axes=axes, found=found, shape=shape, hint=hint,
    )  # fmt: skip
    return Failure("ST04", None, message)


def _axes_of(layer: Layer, rank: int) -> str:
    name = layer.class_name
    if layer.params.get("data_format") == "channels_first":
        return ""
    if re.search(r"(Conv|Pooling|UpSampling|ZeroPadding|Cropping)\w*[123]D", name):
        if rank == 3:
            return text(" (batch, steps, channels)")
        if rank == 4:
            return text(" (batch, height, width, channels)")
        if rank == 5:
            return text(" (batch, depth, height, width, channels)")
    return text(" (batch, steps, features)") if rank == 3 else ""


def _axis_value(match: re.Match[str], case: _Case) -> Failure:
    axis, wanted, shape = match[1], match[2], match[3]
    if case.earlier_calls:
        return Failure(
            "ST28",
            None,
            text(
                "{subject} is shared: its weights were made for {wanted} on axis {axis} by an earlier call, "
                "but this call receives {shape}.",
                subject=case.subject,
                wanted=wanted,
                axis=axis,
                shape=shape,
            ),
        )
    message = text(
        "{subject} takes {wanted} on axis {axis} of its input, but receives {shape}.",
        subject=case.subject, wanted=wanted, axis=axis, shape=shape,
    )  # fmt: skip
    return Failure("ST04", None, message)


def _too_large(match: re.Match[str], case: _Case) -> Failure:
    shape, window = match[1], match[2]
    pooling = "pool" in match[0]
    dims = [int(number) for number in re.findall(r"\d+", window)]
    sizes = dims if pooling else dims[:-2]
    if match[0].find("`kernel shape") >= 0 and "Depthwise" in case.layer.class_name:
        sizes = dims[:-2]
    parameter = case.holding("pool_size") if pooling else case.holding("kernel_size")
    dilation = re.search(r"dilation_rate[`=:]*\s*[\[(]([^\])]*)[\])]", match.string)
    spread = [int(number) for number in re.findall(r"\d+", dilation[1])] if dilation else []
    dilated = any(number > 1 for number in spread)
    size: str = " x ".join(map(str, sizes))
    if dilated:
        size = text("{size} (dilated by {rate})", size=size, rate=" x ".join(map(str, spread)))
    window_text = text("pooling window {size}", size=size) if pooling else text("kernel {size}", size=size)
    message = text(
        "The {window} of {subject} is larger than its input {shape}: "
        "nothing would be left; make it smaller, pad with padding='same', or pool less before it.",
        window=window_text, subject=case.subject, shape=_shape_text(shape),
    )  # fmt: skip
    return Failure("ST08", parameter, message)


def _shape_text(text: str) -> str:
    """Keras prints shapes as ``(None, 4)`` or ``[None 4]``."""
    return "(" + ", ".join(re.findall(r"None|-?\d+", text)) + ")"


def _merge(match: re.Match[str], case: _Case) -> Failure:
    shapes = [str(shape) for shape in case.inputs] or [match[1], match[2]]
    message = text(
        "{subject} needs inputs whose sizes are equal or 1 on every axis, but receives {shapes}.",
        subject=case.subject, shapes=_listed(shapes),
    )  # fmt: skip
    return Failure("ST05", None, message)


def _concatenate(match: re.Match[str], case: _Case) -> Failure:
    shapes = [str(shape) for shape in case.inputs] or re.findall(r"\([^()]*\)", match.string)
    axis = case.layer.params.get("axis", -1)
    message = text(
        "{subject} needs inputs that differ at most on axis {axis}, but receives {shapes}.",
        subject=case.subject, axis=axis, shapes=_listed(shapes),
    )  # fmt: skip
    return Failure("ST07", None, message)


def _listed(items: Sequence[str]) -> str:
    if len(items) < 2:
        return "".join(items)
    return text("{first} and {last}", first=", ".join(items[:-1]), last=items[-1])


def _reshape(match: re.Match[str], case: _Case) -> Failure | None:
    have, want = (_numbers(match[1]), _numbers(match[2]))
    if have is None or want is None:
        return None
    message = text(
        "{subject} must keep the number of elements: its input {shape} has {count:,}, "
        "its target shape {target} has {wanted:,}.",
        subject=case.subject, shape=_shape_text(match[1]), count=math.prod(have),
        target=_shape_text(match[2]), wanted=math.prod(want),
    )  # fmt: skip
    return Failure("ST09", case.holding("target_shape"), message)


def _numbers(text: str) -> list[int] | None:
    found = re.findall(r"None|-?\d+", text)
    return None if "None" in found or any(int(number) < 0 for number in found) else [int(number) for number in found]


def _unknown_size(match: re.Match[str], case: _Case) -> Failure:
    what = str(case.inputs[0]) if case.inputs else text("an input")
    message = text(
        "{subject} must know the sizes of its input to make its weights, but receives {what} with a size that is "
        "open (None); fix the size in the Input layer, or pool over the open axis first.",
        subject=case.subject, what=what,
    )  # fmt: skip
    return Failure("ST10", None, message)


def _identifier(match: re.Match[str], case: _Case) -> Failure:
    what, given = match[1].removesuffix(" function"), match[2].rstrip(".")
    what = _IDENTIFIED.get(what, what)
    parameter = _parameter_with(case.layer, given)
    if parameter is None:
        message = text(
            "{subject}: {given!r} is no {what} that Keras knows.", subject=case.subject, given=given, what=what
        )
    else:
        message = text(
            "{subject}: {given!r} is no {what} that Keras knows for {parameter!r}.",
            subject=case.subject, given=given, what=what, parameter=parameter,
        )  # fmt: skip
    return Failure("ST23", parameter, message)


def _parameter_with(layer: Layer, given: str) -> str | None:
    def holds(value: Value) -> bool:
        return value == given

    return next((name for name, value in layer.params.items() if holds(value)), None)


def _unknown_parameter(match: re.Match[str], case: _Case) -> Failure:
    names = re.findall(r"'(\w+)'", match[1]) or [match[1]]
    message = text("{subject} has no parameter {names}.", subject=case.subject, names=_quotes(names))
    return Failure("ST22", names[0], message)


def _quotes(names: Sequence[str]) -> str:
    return _listed([repr(name) for name in names])


def _missing_parameter(match: re.Match[str], case: _Case) -> Failure:
    names = re.findall(r"'(\w+)'", match[1])
    if "call()" in match.string or "__init__" not in match.string:
        return _missing_tensor(match, case)
    message = text("{subject} needs {names}.", subject=case.subject, names=_quotes(names))
    return Failure("ST21", names[0] if names else None, message)


def _missing_tensor(match: re.Match[str], case: _Case) -> Failure:
    names = re.findall(r"'(\w+)'", match[1])
    return Failure(
        "ST01", None, text("{subject} needs a tensor for {names}.", subject=case.subject, names=_quotes(names))
    )


def _input_shape(match: re.Match[str], case: _Case) -> Failure:
    message = text("{subject} needs a shape: the sizes of one sample, such as (28, 28, 1).", subject=case.subject)
    return Failure("ST21", "shape", message)


def _broadcast(match: re.Match[str], case: _Case) -> Failure:
    shapes = [str(shape) for shape in case.inputs] or re.findall(r"\[[^\]]*\]", match.string)
    message = text(
        "{subject} cannot combine {shapes}: {size} does not fit {other} on one axis.",
        subject=case.subject, shapes=_listed(shapes), size=match[1], other=match[2],
    )  # fmt: skip
    return Failure("ST05", None, message)


def _no_such_axis(match: re.Match[str], case: _Case) -> Failure | None:
    if "axis" not in case.layer.params or not case.inputs:
        return None
    axis = case.layer.params["axis"]
    message = text(
        "{subject}: axis {axis} is beyond its input {shape} of {count} dimensions.",
        subject=case.subject, axis=axis, shape=case.inputs[0], count=len(case.inputs[0]),
    )  # fmt: skip
    return Failure("ST23", "axis", message)


def _not_recurrent(match: re.Match[str], case: _Case) -> Failure | None:
    if case.layer.class_name != "Bidirectional":
        return None
    message = text(
        "{subject} needs a recurrent layer inside (LSTM, GRU, SimpleRNN or RNN). Received: {kind}",
        subject=case.subject, kind=match[1],
    )  # fmt: skip
    return Failure("ST23", "layer", message)


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
