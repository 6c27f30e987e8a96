"""Does the data fit the model: inputs, targets, classes and loss, in sentences with numbers and with edits that fix it.

The same checks serve the problems panel (shapes from the analysis) and the start of a run (shapes of the built model).
Nothing is reshaped or re-encoded behind the user's back. Codes: DT01 number of inputs, DT02 shape or type of an input, DT03
number of targets, DT04 shape of a target, DT05 gaps in the data, DT06 no loss, LO07 form of the labels, LO08 number of
classes, LO12 classes as quantities. Does not belong here: what is wrong with the model itself (analysis).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from core.analysis.problems import Fix, Problem, Severity, quoted
from core.analysis.results import Analysis, Shape
from core.data.dataset import TEXT, DataSummary, FeatureInfo, TargetInfo, shape_text
from core.graph.edits import ProjectEdit, on_graph, set_params
from core.graph.model import CompileSettings, Graph, Project
from core.graph.naming import snake_case
from core.graph.queries import input_nodes, output_sources, upstream
from core.graph.values import FrozenMap, KerasObject, Value
from core.texts import text

Item = TypeVar("Item")

SPARSE = frozenset({"sparse_categorical_crossentropy"})
CATEGORICAL = frozenset({"categorical_crossentropy", "categorical_focal_crossentropy", "categorical_hinge"})
BINARY = frozenset({"binary_crossentropy", "binary_focal_crossentropy", "bce"})


@dataclass(frozen=True, slots=True)
class Port:
    """One input or output of the model. ``shape`` has no batch; ``node`` is a node of the main graph, if known."""

    name: str
    shape: Shape
    node: str | None = None
    dtype: str = "float32"


@dataclass(frozen=True, slots=True)
class Interface:
    """What goes into a model and comes out, in order."""

    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]


def interface(analysis: Analysis) -> Interface | None:
    """The interface of the analysed main graph; None while a shape in it is not known."""
    graph = analysis.project.graph
    sources = output_sources(graph)
    used = upstream(graph, (source.node for source in sources))
    inputs, outputs = [], []
    for node_id in input_nodes(graph):
        result = analysis.nodes.get(node_id)
        if graph.inputs is None and node_id not in used:
            continue
        if result is None or not result.outputs:
            return None
        spec = result.outputs[0]
        inputs.append(Port(graph.name_of(node_id), spec.shape[1:], node_id, spec.dtype))
    for source in sources:
        result = analysis.nodes.get(source.node)
        if result is None or result.outputs is None or source.output >= len(result.outputs):
            return None
        outputs.append(Port(graph.name_of(source.node), result.outputs[source.output].shape[1:], source.node))
    return Interface(tuple(inputs), tuple(outputs)) if inputs and outputs else None


def problems(project: Project, summary: DataSummary, analysis: Analysis) -> tuple[Problem, ...]:
    """What does not fit between the project's data and its model; empty while the model's shapes are not known."""
    found = interface(analysis)
    return check(project, summary, found) if found is not None else ()


def check(project: Project, summary: DataSummary, model: Interface) -> tuple[Problem, ...]:
    """What does not fit between the data, the model's interface and the loss."""
    return (
        *check_inputs(project.graph, summary, model),
        *_check_gaps(summary),
        *_check_targets(project, summary, model),
    )


def assign(ports: Sequence[str], names: Mapping[str, Item]) -> list[Item] | None:
    """The data's items in the order of the model's ports: by name if all names agree, else in order.

    None where the numbers differ.
    """
    if len(ports) != len(names):
        return None
    if set(ports) == set(names):
        return [names[port] for port in ports]
    return list(names.values())


def loss_of(loss: Value, index: int, port: str) -> Value:
    """The loss of one output: ``loss`` may be one for all, a tuple in output order or a map by output name."""
    if isinstance(loss, tuple):
        return loss[index] if index < len(loss) else None
    return loss.get(port) if isinstance(loss, FrozenMap) else loss


def loss_name(loss: Value) -> str:
    """The loss's name in Keras's snake case (``mean_squared_error``), "" for none."""
    if isinstance(loss, KerasObject):
        loss = loss.type
    if not isinstance(loss, str):
        return ""
    name = loss.rpartition(".")[2]
    return name if name == name.lower() else snake_case(name)


# Inputs


def check_inputs(graph: Graph, summary: DataSummary, model: Interface) -> list[Problem]:
    """What does not fit between the data and the model's inputs alone."""
    features = assign([port.name for port in model.inputs], {item.name: item for item in summary.inputs})
    if features is None:
        have = ", ".join(f"{item.name} {shape_text(item.shape)}" for item in summary.inputs)
        return [
            _problem(
                "DT01",
                None,
                text(
                    "The model has {needed}, but {name} has {given}: {have}.",
                    needed=_inputs(len(model.inputs)),
                    name=summary.name,
                    given=_inputs(len(summary.inputs)),
                    have=have,
                ),
            )
        ]
    found = []
    for port, feature in zip(model.inputs, features, strict=True):
        if (port.dtype == TEXT) != (feature.dtype == TEXT):
            found.append(_wrong_type(graph, port, feature, summary.name))
        elif not fits(port.shape, feature.shape):
            found.append(_wrong_input(graph, port, feature, summary.name))
    return found


def _wrong_type(graph: Graph, port: Port, feature: FeatureInfo, data: str) -> Problem:
    """Text where numbers are expected, or the other way round."""
    expects, holds = (text("text"), text("numbers")) if port.dtype == TEXT else (text("numbers"), text("text"))
    changes: dict[str, Value] = {"shape": feature.shape, "dtype": feature.dtype}
    fixes: tuple[Fix, ...] = ()
    if port.node is not None and port.node in graph.nodes and graph.layer_of(port.node).is_input:
        edit = on_graph(partial(set_params, layer_ids=(graph.nodes[port.node].layer,), changes=changes))
        fixes = (Fix(text("Let {name} take {holds}", name=port.name, holds=holds), edit),)
    return _problem(
        "DT02",
        port.node,
        text(
            "The input {name} expects {expects} ({dtype}), but {feature!r} of {data} is {holds}.",
            name=quoted(port.name),
            expects=expects,
            dtype=port.dtype,
            feature=feature.name,
            data=data,
            holds=holds,
        ),
        parameter="dtype",
        fixes=fixes,
    )


def _wrong_input(graph: Graph, port: Port, feature: FeatureInfo, data: str) -> Problem:
    fixes: tuple[Fix, ...] = ()
    if port.node is not None and port.node in graph.nodes and graph.layer_of(port.node).is_input:
        layer = graph.nodes[port.node].layer
        edit = on_graph(partial(set_params, layer_ids=(layer,), changes={"shape": feature.shape}))
        fixes = (
            Fix(text("Set the shape of {name} to {shape}", name=port.name, shape=shape_text(feature.shape)), edit),
        )
    return _problem(
        "DT02",
        port.node,
        text(
            "The input {name} expects samples of shape {shape}, but {feature!r} of {data} has the shape {given}.",
            name=quoted(port.name),
            shape=shape_text(port.shape),
            feature=feature.name,
            data=data,
            given=shape_text(feature.shape),
        ),
        parameter="shape",
        fixes=fixes,
    )


def fits(expected: Shape, given: Shape) -> bool:
    """True if samples of the shape ``given`` can go where ``expected`` is; None stands for any size."""
    return len(expected) == len(given) and all(
        size is None or size == other for size, other in zip(expected, given, strict=True)
    )


def _check_gaps(summary: DataSummary) -> list[Problem]:
    arrays: tuple[FeatureInfo | TargetInfo, ...] = (*summary.inputs, *summary.targets)
    return [
        _problem(
            "DT05",
            None,
            text(
                "{name!r} of {summary} has {gaps} values that are not numbers (NaN or infinite); with them the "
                "loss becomes NaN.",
                name=item.name,
                summary=summary.name,
                gaps=item.gaps,
            ),
        )
        for item in arrays
        if item.gaps
    ]


# Targets


def _check_targets(project: Project, summary: DataSummary, model: Interface) -> list[Problem]:
    targets = assign([port.name for port in model.outputs], {item.name: item for item in summary.targets})
    if targets is None:
        return [
            _problem(
                "DT03",
                None,
                text(
                    "The model has {needed}, but {name} has {given}; each output needs one.",
                    needed=_outputs(len(model.outputs)),
                    name=summary.name,
                    given=_targets(len(summary.targets)),
                ),
            )
        ]
    found: list[Problem] = []
    for index, (port, target) in enumerate(zip(model.outputs, targets, strict=True)):
        checked = _Target(project, summary.name, port, target, index, len(model.outputs)).check()
        if checked is not None:
            found.append(checked)
    return found


@dataclass(frozen=True, slots=True)
class _Target:
    """One output, the target it is to learn, and the loss between them."""

    project: Project
    data: str
    port: Port
    target: TargetInfo
    index: int
    outputs: int

    def check(self) -> Problem | None:
        name = loss_name(self.loss)
        if not name:
            wanted = {"classes": "sparse_categorical_crossentropy", "one-hot": "categorical_crossentropy"}
            return self._say(
                "DT06",
                text("No loss is chosen for the output {name}; training needs one.", name=quoted(self.port.name)),
                fixes=(self._use(wanted.get(self.target.kind, "mean_squared_error")),),
            )
        if name in SPARSE:
            return self._sparse(name)
        if name in CATEGORICAL:
            return self._categorical(name)
        if name in BINARY:
            return self._binary(name)
        return self._other(name)

    @property
    def loss(self) -> Value:
        return loss_of(self.project.training.compile.loss, self.index, self.port.name)

    def _sparse(self, name: str) -> Problem | None:
        target, shape = self.target, self.port.shape
        if target.kind == "one-hot":
            return self._labels(name, text("class numbers"), text("is one-hot"), "categorical_crossentropy")
        if target.kind == "regression":
            return self._labels(name, text("class numbers"), text("holds quantities"), "mean_squared_error")
        if len(shape) != len(target.shape) + 1 or not fits(shape[:-1], target.shape):
            return self._rank((*target.shape, target.classes))
        units, classes = shape[-1], target.classes or 0
        if units is None or units == classes:
            return None
        if units < classes:
            return self._units(classes, text("has {units} units", units=units), "error")
        return self._units(
            classes,
            text("has {units} units, {more} more than are needed", units=units, more=units - classes),
            "advice",
        )

    def _categorical(self, name: str) -> Problem | None:
        target, shape = self.target, self.port.shape
        if target.kind == "classes":
            return self._labels(
                name, text("one-hot rows"), text("holds class numbers"), "sparse_categorical_crossentropy"
            )
        if target.kind == "regression" and not (target.minimum is not None and 0 <= target.minimum <= 1):
            return self._labels(name, text("one-hot rows"), text("holds quantities"), "mean_squared_error")
        return self._same_shape(shape)

    def _binary(self, name: str) -> Problem | None:
        target, shape = self.target, self.port.shape
        if target.kind != "classes":
            return self._same_shape(shape)
        if _squeezed(shape) != _squeezed(target.shape):
            return self._labels(
                name,
                text("one column of labels for each unit"),
                text("holds class numbers"),
                "sparse_categorical_crossentropy",
            )
        if (target.classes or 0) > 2:
            return self._say(
                "LO08",
                text(
                    "The output {name} has one unit and {loss}, which tell two classes apart, but {target!r} of "
                    "{data} has {classes} classes; that takes one unit for each.",
                    name=quoted(self.port.name),
                    loss=name,
                    target=target.name,
                    data=self.data,
                    classes=target.classes,
                ),
            )
        return None

    def _other(self, name: str) -> Problem | None:
        target, shape = self.target, self.port.shape
        if target.kind != "classes":
            return self._same_shape(shape)
        if _squeezed(shape) != _squeezed(target.shape):
            return self._labels(
                name, text("one number for each unit"), text("holds class numbers"), "sparse_categorical_crossentropy"
            )
        if (target.classes or 0) > 2:
            return self._say(
                "LO12",
                text(
                    "{name} takes the {classes} class numbers of {target!r} for quantities; to tell classes apart "
                    "use one unit for each with sparse_categorical_crossentropy.",
                    name=name,
                    classes=target.classes,
                    target=target.name,
                ),
                "advice",
            )
        return None

    def _same_shape(self, shape: Shape) -> Problem | None:
        if fits(_squeezed(shape), _squeezed(self.target.shape)):
            return None
        if self.target.kind == "one-hot" and len(shape) == 1:
            return self._units(self.target.classes or 0, text("has {units} units", units=shape[0]), "error")
        return self._rank(self.target.shape)

    # Sentences

    def _labels(self, loss: str, expected: str, received: str, better: str) -> Problem:
        return self._say(
            "LO07",
            text(
                "The loss {loss} expects {expected}, but the target {name!r} of {data} {received}; {better} fits.",
                loss=loss,
                expected=expected,
                name=self.target.name,
                data=self.data,
                received=received,
                better=better,
            ),
            fixes=(self._use(better),),
        )

    def _rank(self, expected: Shape) -> Problem:
        return self._say(
            "DT04",
            text(
                "The output {name} has the shape {shape}, but for the target {target!r} of {data} the shape "
                "{expected} is needed.",
                name=quoted(self.port.name),
                shape=shape_text(self.port.shape),
                target=self.target.name,
                data=self.data,
                expected=shape_text(expected),
            ),
        )

    def _units(self, classes: int, have: str, severity: Severity) -> Problem:
        graph, node = self.project.graph, self.port.node
        fixes: tuple[Fix, ...] = ()
        if node is not None and node in graph.nodes and "units" in graph.layer_of(node).params:
            edit = on_graph(partial(set_params, layer_ids=(graph.nodes[node].layer,), changes={"units": classes}))
            fixes = (Fix(text("Give {name} {classes} units", name=self.port.name, classes=classes), edit),)
        return self._say(
            "LO08",
            text(
                "The output {name} {have}, but {target!r} of {data} has {classes} classes; one unit for each was "
                "expected.",
                name=quoted(self.port.name),
                have=have,
                target=self.target.name,
                data=self.data,
                classes=classes,
            ),
            severity,
            parameter="units",
            fixes=fixes,
        )

    def _say(
        self,
        code: str,
        message: str,
        severity: Severity = "error",
        parameter: str | None = None,
        fixes: tuple[Fix, ...] = (),
    ) -> Problem:
        return Problem(severity, code, self.port.node, parameter, message, fixes)

    def _use(self, loss: str) -> Fix:
        return Fix(f"Use {loss}", use_loss(loss, self.index, self.port.name, self.outputs))


def use_loss(loss: str, index: int, port: str, outputs: int) -> ProjectEdit:
    """An edit that sets the loss of one output, leaving those of the others."""

    def apply(project: Project) -> Project:
        settings: CompileSettings = project.training.compile
        old = settings.loss
        new: Value = loss
        if isinstance(old, FrozenMap):
            new = old.set(port, loss)
        elif outputs > 1:
            every = [loss_of(old, position, "") for position in range(outputs)]
            every[index] = loss
            new = tuple(every)
        return replace(project, training=replace(project.training, compile=replace(settings, loss=new)))

    return apply


def _problem(
    code: str, node: str | None, message: str, parameter: str | None = None, fixes: tuple[Fix, ...] = ()
) -> Problem:
    return Problem("error", code, node, parameter, message, fixes)


def _squeezed(shape: Shape) -> Shape:
    """The shape without a last dimension of one, which Keras adds or takes away by itself."""
    return shape[:-1] if shape and shape[-1] == 1 else shape


def _inputs(number: int) -> str:
    return text("1 input") if number == 1 else text("{number} inputs", number=number)


def _outputs(number: int) -> str:
    return text("1 output") if number == 1 else text("{number} outputs", number=number)


def _targets(number: int) -> str:
    return text("1 target") if number == 1 else text("{number} targets", number=number)
