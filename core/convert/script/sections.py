"""The steps of a training script, from the project's settings: set-up, data, model, training, evaluation, saving.

Does not belong here: how a script or a notebook is laid out. Invariant: what a run refuses (a callback that writes files, a
fit option that it does not know) has no script either.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.convert.application_facts import load_facts
from core.convert.code_context import Module, output_structure
from core.convert.code_format import Piece, Statement, call, keyword, list_of
from core.convert.code_functions import output_names
from core.convert.code_values import Specs, Values
from core.convert.identifiers import slug
from core.convert.initial_weights import IMAGENET, OPTION, initial_weights
from core.convert.script import data_parts, main_parts
from core.convert.script.data_sections import Data, Ports, data_section
from core.convert.script.plan import Function, Section, Setting
from core.convert.script.sources import path_for_script, source_of
from core.convert.to_code import Parts, parts
from core.errors import ConversionError
from core.graph.expand import expand
from core.graph.model import FitSettings, Graph, Project, Structure
from core.graph.queries import input_nodes, output_sources, structure_sources, upstream
from core.graph.values import FrozenMap, KerasObject, Source, Value
from core.texts import text

CALLBACKS = frozenset({"EarlyStopping", "ReduceLROnPlateau", "TerminateOnNaN", "SwapEMAWeights"})
FIT_OPTIONS = ("steps_per_epoch", "validation_steps", "validation_batch_size", "validation_freq")
_LARGEST_SEED = 2**32
_HEADS = frozenset({"predictions", "conv_preds", "logits", "fc1", "fc2"})
"""Layers of the models of keras.applications that only the classifier has."""
_MOST_WEIGHTS = 10


@dataclass(frozen=True, slots=True)
class ScriptOptions:
    """Where the script will be: ``folder`` is the project's, ``target`` the script's; paths are written from there."""

    folder: Path | None = None
    target: Path | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a script or notebook holds."""

    sections: tuple[Section, ...]
    module: Module
    imports: frozenset[str]
    """Names beyond those of the model: ``Path``, ``csv``, ``io``, ``json``, ``math``, ``re``, ``sklearn``."""


def plan(project: Project, options: ScriptOptions, specs: Specs) -> Plan:
    """The steps of the project's training.

    Raises ConversionError for a project without data or loss, or with settings that a run refuses, and as ``write_code``.
    """
    training = project.training
    if training.compile.loss is None:
        raise ConversionError(
            text("A training script needs a loss; choose one in the training settings. Received: none")
        )
    _check(training.fit)
    made = parts(project, True, specs, main_parts.NAMES)
    ports = _ports(project)
    source = source_of(training.data, options.folder, options.target)
    data = data_section(source, training.data, ports)
    return Plan(
        (
            _setup(project),
            data.section,
            _model(project, made, data, ports, options),
            _training(project, made.module, data),
            _evaluation(project, data),
            _saving(project),
        ),
        made.module,
        data.imports | {"json"} | ({"Path"} if initial_weights(project) else set()),
    )


def _check(fit: FitSettings) -> None:
    if fit.epochs < 1:
        raise ConversionError(text("At least one epoch is needed. Received: epochs={epochs}", epochs=fit.epochs))
    if fit.batch_size < 1:
        raise ConversionError(
            text("A batch holds at least one sample. Received: batch_size={batch_size}", batch_size=fit.batch_size)
        )
    for name in fit.options:
        if name not in (*FIT_OPTIONS, OPTION):
            raise ConversionError(
                text(
                    "A run takes no fit option {name!r}; it takes {known}.",
                    name=name,
                    known=", ".join(sorted(FIT_OPTIONS)),
                )
            )
    for value in fit.callbacks:
        name = value.type.removeprefix("keras.callbacks.") if isinstance(value, KerasObject) else ""
        if name not in CALLBACKS:
            raise ConversionError(
                text(
                    "The callback {shown} is not run from a project; {known} are.",
                    shown=name or repr(value),
                    known=", ".join(sorted(CALLBACKS)),
                )
            )


def _ports(project: Project) -> Ports:
    graph = project.graph
    outputs = output_structure(expand(project).graph)
    inputs = [source.node for source in _flat(graph.inputs)]
    if graph.inputs is None:
        needed = upstream(graph, (source.node for source in output_sources(graph)))
        inputs = [node_id for node_id in input_nodes(graph) if node_id in needed]
    text = any(graph.layer_of(node_id).params.get("dtype") == "string" for node_id in inputs)
    names = dict(zip(structure_sources(outputs), output_names(project), strict=True))
    return Ports(tuple(map(graph.name_of, inputs)), tuple(names[source] for source in _flat(outputs)), text)


def _flat(structure: Structure) -> list[Source]:
    """The sources in the order of ``keras.tree.flatten``: by key in a dict."""
    if isinstance(structure, Source):
        return [structure]
    if isinstance(structure, FrozenMap):
        return [source for key in sorted(structure) for source in _flat(structure[key])]
    return [source for item in structure or () for source in _flat(item)]


# Steps


def _setup(project: Project) -> Section:
    fit = project.training.fit
    about = "Libraries, and the settings of the training."
    settings = [
        Setting("SEED", fit.seed % _LARGEST_SEED, "of weights, dropout and shuffling"),
        Setting("EPOCHS", fit.epochs),
        Setting("BATCH_SIZE", fit.batch_size),
    ]
    for name in FIT_OPTIONS:
        if name in fit.options:
            settings.append(Setting(name.upper(), fit.options[name]))
    return Section("setup", "Set-up", about, settings, lines=[main_parts.SEED])


def _model(project: Project, made: Parts, data: Data, ports: Ports, options: ScriptOptions) -> Section:
    section = Section("model", "Model", "The network, its optimizer, loss and metrics.")
    section.functions += [Function(statements=statements, block=block) for block, statements in made.functions]
    section.lines += [main_parts.BUILD, main_parts.COMPILE]
    fit = project.training.data
    if data.several:
        section.lines.append(main_parts.LIST_TRAINING)
        if fit.validation_split:
            section.lines.append(main_parts.LIST_VALIDATION)
    if any(statements[0].piece == _ADAPT_HEAD for _, statements in made.functions):
        section.lines.append(_adapt(data, ports))
        if data.several and len(ports.inputs) > 1 and not any(item.name == "INPUTS" for item in data.section.settings):
            section.settings.append(Setting("INPUTS", ports.inputs, "of the model"))
    _initial_weights(project, section, options)
    section.lines.append(main_parts.SUMMARY)
    return section


_ADAPT_HEAD = "adapt_layers(model: keras.Model, data)"


def _adapt(data: Data, ports: Ports) -> str:
    if len(ports.inputs) == 1:
        return main_parts.ADAPT_ARRAY if data.held == "arrays" else main_parts.ADAPT
    return main_parts.ADAPT_ARRAYS if data.held == "arrays" else main_parts.ADAPT_LISTS


def _initial_weights(project: Project, section: Section, options: ScriptOptions) -> None:
    entries = initial_weights(project)
    if not entries:
        return
    files = [entry for entry in entries if not entry.startswith(IMAGENET)]
    if len(files) > _MOST_WEIGHTS:
        raise ConversionError(
            text(
                "A script starts from at most {most} files of weights. Received: {count}",
                most=_MOST_WEIGHTS,
                count=len(files),
            )
        )
    if files:
        paths = tuple(path_for_script(entry, options.folder, options.target) for entry in files)
        section.settings.append(Setting("INITIAL_WEIGHTS", paths, "what training starts from"))
    if len(files) < len(entries):
        section.functions += [Function(main_parts.INNER_LAYERS), Function(main_parts.START_FROM)]
    loads = iter(main_parts.LOAD_WEIGHTS)
    known = {fact.name for fact in load_facts()}
    for entry in entries:
        name = entry.removeprefix(IMAGENET)
        if not entry.startswith(IMAGENET):
            section.lines.append(next(loads))
        elif name not in known:
            raise ConversionError(text("There is no model {name!r} in keras.applications.", name=name))
        else:
            top = "True" if _uses_head(project, name) else "False"
            reference = f'keras.applications.{name}(weights="imagenet", include_top={top})'
            section.lines.append(f"start_from(model, {reference})")


def _uses_head(project: Project, application: str) -> bool:
    graphs: list[Graph] = [project.graph, *(block.graph for block in project.blocks.values())]
    names = {layer.name for graph in graphs for layer in graph.layers.values()}
    return bool(names & _HEADS) or any("_head_" in name for name in names) or (
        application.startswith("MobileNetV3") and "conv_2" in names
    )  # fmt: skip


def _training(project: Project, module: Module, data: Data) -> Section:
    fit = project.training.fit
    section = Section("training", "Training", "The best weights are kept, by the loss on the validation samples.")
    validation = bool(project.training.data.validation_split)
    if not validation:
        section.about = "The best weights are kept, by the loss."
    given: dict[str, str] = {"batch_size": "BATCH_SIZE", "epochs": "EPOCHS"}
    if not fit.shuffle:
        given["shuffle"] = "False"
    if validation:
        given["validation_data"] = "(x_validation, y_validation)"
    if fit.class_weight is not None and fit.class_weight != FrozenMap():
        given["class_weight"] = "class_weight"
        section.lines.append(_class_weights(fit.class_weight, section, data))
    given |= {name: name.upper() for name in FIT_OPTIONS if name in fit.options}
    given["callbacks"] = "[best]"
    if fit.callbacks:
        given["callbacks"] = main_parts.OWN_CALLBACKS
        section.functions.append(Function(statements=_callbacks(module.values(), fit.callbacks)))
    given["verbose"] = "2"
    section.lines.append(main_parts.KEEP_BEST["val_loss" if validation else "loss"])
    arguments: list[Piece] = ["x_train", "y_train", *(keyword(name, value) for name, value in given.items())]
    fitted = Statement(call("model.fit", arguments), head="history = ")
    section.lines.append("\n".join(line[4:] for line in fitted.lines()))
    section.lines.append(main_parts.BEST_EPOCH)
    section.after.append(main_parts.PLOTS)
    return section


def _class_weights(value: Value, section: Section, data: Data) -> str:
    held = "lists" if data.several else "one"
    known = {function.text for function in data.section.functions}
    for content in (data_parts.IS_ONE_HOT, data_parts.CLASS_NUMBERS):
        if value == "balanced" and content not in known:
            section.functions.append(Function(content))
    if value == "balanced":
        section.functions.append(Function(data_parts.BALANCED))
        return main_parts.WEIGH["balanced", held]
    if not isinstance(value, FrozenMap):
        raise ConversionError(
            text("Class weights are 'balanced' or a weight for each class. Received: {value!r}", value=value)
        )
    section.settings.append(Setting("CLASS_WEIGHT", value))
    section.functions.append(Function(data_parts.WEIGHTS_BY_NAME))
    return main_parts.WEIGH["names", held]


def _callbacks(values: Values, callbacks: tuple[Value, ...]) -> list[Statement]:
    """``def make_callbacks()``: the user's own."""
    made: list[Piece] = [
        values.construct(value.type, value.params, function=value.type)
        for value in callbacks
        if isinstance(value, KerasObject)
    ]
    return [
        Statement("make_callbacks()", head="def ", tail=":", depth=0),
        Statement('"""What watches the training, epoch by epoch."""'),
        Statement(list_of(made), head="return "),
    ]


def _evaluation(project: Project, data: Data) -> Section:
    section = Section("evaluation", "Evaluation", "The best weights on samples that training never saw.")
    if data.held == "arrays":
        if project.training.data.test_split:
            section.lines += [main_parts.ARRAYS_TEST, main_parts.LIST_TEST, main_parts.EVALUATE, main_parts.PRINT]
        else:
            section.lines.append(main_parts.ARRAYS_TEST_ONLY)
    elif project.training.data.test_split:
        section.lines += [main_parts.LIST_TEST] if data.several else []
        section.lines += [main_parts.EVALUATE, main_parts.PRINT]
    else:
        section.about = "No samples were set aside for a test."
    return section


def _saving(project: Project) -> Section:
    base = slug(project.graph.name, "model")
    return Section(
        "saving",
        "Saving",
        "The model with its best weights, and the history.",
        [
            Setting("MODEL_FILE", f"{base}.keras"),
            Setting("HISTORY_FILE", f"{base}.history.json"),
        ],
        lines=[main_parts.SAVE, main_parts.HISTORY, main_parts.SAVED],
    )
