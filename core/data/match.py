"""Does the data fit the model: inputs, targets, classes and loss, in sentences with numbers and with edits that fix it.

The same checks serve the start of a run (shapes of the built model) and whoever has only an analysis.
Nothing is reshaped or re-encoded behind the user's back. Codes: DT01 number of inputs, DT02 shape or type of an input, DT05
gaps in the data; those of outputs and losses stand in targets. Does not belong here: what the model takes and gives
(interface), what is wrong with the model itself (analysis).
"""

from __future__ import annotations

from functools import partial

from core.analysis.problems import Fix, Problem, quoted
from core.analysis.results import Analysis
from core.data.dataset import TEXT, DataSummary, FeatureInfo, TargetInfo, shape_text
from core.data.interface import Interface, Port, assign, fits, interface
from core.data.targets import check_targets
from core.graph.edits import on_graph, set_params
from core.graph.model import Graph, Project
from core.graph.values import Value
from core.texts import text


def problems(project: Project, summary: DataSummary, analysis: Analysis) -> tuple[Problem, ...]:
    """What does not fit between the project's data and its model; empty while the model's shapes are not known."""
    found = interface(analysis)
    return check(project, summary, found) if found is not None else ()


def check(project: Project, summary: DataSummary, model: Interface) -> tuple[Problem, ...]:
    """What does not fit between the data, the model's interface and the loss."""
    return (
        *check_inputs(project.graph, summary, model),
        *_check_gaps(summary),
        *check_targets(project, summary, model),
    )


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


def _problem(
    code: str, node: str | None, message: str, parameter: str | None = None, fixes: tuple[Fix, ...] = ()
) -> Problem:
    return Problem("error", code, node, parameter, message, fixes)


def _inputs(number: int) -> str:
    return text("1 input") if number == 1 else text("{number} inputs", number=number)
