"""Can each output learn its target with its loss: form of the labels, number of classes, shapes, with edits that fix it.

Codes: DT03 number of targets, DT04 shape of a target, DT06 no loss, LO07 form of the labels, LO08 number of classes, LO12
classes as quantities. Does not belong here: the inputs (match). Invariant: at most one problem for an output, the first that
stands in the way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from core.analysis.problems import Fix, Problem, Severity, quoted
from core.analysis.results import Shape
from core.data.dataset import DataSummary, TargetInfo, shape_text
from core.data.interface import Interface, Port, assign, fits
from core.graph.edits import ProjectEdit, on_graph, set_params
from core.graph.model import CompileSettings, Project
from core.graph.naming import snake_case
from core.graph.values import FrozenMap, KerasObject, Value
from core.texts import text

SPARSE = frozenset({"sparse_categorical_crossentropy"})
CATEGORICAL = frozenset({"categorical_crossentropy", "categorical_focal_crossentropy", "categorical_hinge"})
BINARY = frozenset({"binary_crossentropy", "binary_focal_crossentropy", "bce"})


def check_targets(project: Project, summary: DataSummary, model: Interface) -> list[Problem]:
    """What does not fit between the model's outputs, the targets and the losses."""
    targets = assign([port.name for port in model.outputs], {item.name: item for item in summary.targets})
    if targets is None:
        return [
            Problem(
                "error",
                "DT03",
                None,
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
        return Fix(text("Use {loss}", loss=loss), use_loss(loss, self.index, self.port.name, self.outputs))


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


def _squeezed(shape: Shape) -> Shape:
    """The shape without a last dimension of one, which Keras adds or takes away by itself."""
    return shape[:-1] if shape and shape[-1] == 1 else shape


def _outputs(number: int) -> str:
    return text("1 output") if number == 1 else text("{number} outputs", number=number)


def _targets(number: int) -> str:
    return text("1 target") if number == 1 else text("{number} targets", number=number)
