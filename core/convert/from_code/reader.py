"""Keras code as a project: Python source, notebooks and pasted text, read from the syntax tree and never executed.

The entrance of this package. Does not belong here: opening files (core.convert.opening). Invariants: nothing of the code runs
and nothing is imported for it; whatever was not taken over stands in the notes; no code keeps the reader busy for long.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import replace

from core.catalog.catalog import Catalog, load
from core.convert.bypassed_code import marked, with_bypassed_calls
from core.convert.from_code import blocks, classes, departed
from core.convert.from_code.adopting import adopt, apply_functions
from core.convert.from_code.assembling import Assembly
from core.convert.from_code.calling import apply
from core.convert.from_code.choosing import chosen, loose_parts, others_note
from core.convert.from_code.cleaning import Cleaned, Line, clean, lines_of
from core.convert.from_code.expressions import evaluate
from core.convert.from_code.flow import Break, Continue, Return
from core.convert.from_code.lambdas import tell
from core.convert.from_code.machine import Machine
from core.convert.from_code.notebook import notebook_cells
from core.convert.from_code.parameters import Unsaid, document_value
from core.convert.from_code.statements import run
from core.convert.from_code.training import training_settings
from core.convert.from_code.values import Budget, Model, Raised, Refused
from core.convert.imported import Imported
from core.convert.initial_weights import with_initial_weights
from core.errors import ConversionError
from core.graph.model import Graph, Project
from core.graph.values import FrozenMap, Value
from core.texts import joined, text

MOST_BYTES = 5 * 2**20
_KERAS1 = re.compile(
    r"\b(border_mode|nb_epoch|nb_filter|nb_row|nb_col|subsample|dim_ordering|W_regularizer|output_dim=|Convolution[123]D\(\s*\w+,\s*\w+,\s*\w+)"
)

_FENCED = re.compile(r"```|~~~")
_FROM_FILE = re.compile(r"\bload_model\b|\bmodel_from_(json|yaml)\b")


def read_code(text: str, name: str = "code", model: str | None = None, catalog: Catalog | None = None) -> Imported:
    """The project of a Python source or of text that holds one.

    ``model`` names the model to take (its variable or its name) where there are several; without it the one that is
    trained last, compiled last, or largest is taken. ConversionError where there is no code at all.
    """
    _check_size(text)
    if text.lstrip("\ufeff \t\r\n").startswith("{") and re.search(r'"(cells|worksheets)"\s*:\s*\[', text):
        return read_notebook(text, name, model, catalog)
    text, bypassed = with_bypassed_calls(text)
    return marked(_read([lines_of(text)], name, model, catalog), bypassed)


def read_notebook(
    source: str, name: str = "notebook", model: str | None = None, catalog: Catalog | None = None
) -> Imported:
    """The project of a Jupyter notebook (its JSON); as :func:`read_code`."""
    _check_size(source, 20)
    made = _read(notebook_cells(source), name, model, catalog)
    if made.project.graph.nodes or not _FENCED.search(source):
        return made
    other = _read(notebook_cells(source, with_text=True), name, model, catalog)
    if not other.project.graph.nodes:
        return made
    note = text("The code cells make no model; the code that stands in the text of the notebook was read, too.")
    return replace(other, notes=(note, *other.notes))


def _check_size(source: str, times: int = 1) -> None:
    size = len(source.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES * times:
        raise ConversionError(
            text(
                "The code is too long: {size:.1f} MiB, at most {most} MiB are read.",
                size=size / 2**20,
                most=MOST_BYTES * times // 2**20,
            )
        )


def _read(parts: Sequence[list[Line]], name: str, wanted: str | None, catalog: Catalog | None) -> Imported:
    code = _joined([clean(part) for part in parts])
    if not code.tree.body and any(row.text.strip() for part in parts for row in part):
        raise ConversionError(text("There is no Python code in this text that can be read."))
    known = catalog or load()
    try:
        made = _run_through(code, name, wanted, known, avoid_files=False)
        if not made.project.graph.nodes and _FROM_FILE.search(code.text):
            other = _run_through(code, name, wanted, known, avoid_files=True)
            made = other if other.project.graph.nodes else made
        return made
    except RecursionError as error:
        raise ConversionError(text("The code is nested too deeply to be read.")) from error


def _run_through(
    code: Cleaned, name: str, wanted: str | None, catalog: Catalog, *, avoid_files: bool, channels_first: bool = False
) -> Imported:
    m = _machine(code, name, catalog)
    m.avoid_files, m.channels_first = avoid_files, channels_first
    if code.left_out:
        m.note(text("Lines that are no Python were left out: {places}.", places=_ranges(code.left_out)))
    _run(m, code.tree)
    apply_functions(m)
    if m.channels_late and not channels_first:
        # The generator of a GAN, say, does not tell the order of axes that its discriminator tells.
        return _run_through(code, name, wanted, catalog, avoid_files=avoid_files, channels_first=True)
    return _imported(m, name, wanted)


def _joined(parts: Sequence[Cleaned]) -> Cleaned:
    """The cells of a notebook as one module; syntax trees keep their lines."""
    if len(parts) == 1:
        return parts[0]
    body: list[ast.stmt] = []
    places: list[str] = []
    texts: list[str] = []
    for part in parts:
        for node in part.tree.body:
            ast.increment_lineno(node, len(places))
        body.extend(part.tree.body)
        places.extend(part.places)
        texts.append(part.text)
    return Cleaned(ast.Module(body, []), "\n".join(texts), places, [place for part in parts for place in part.left_out])


def _ranges(places: Sequence[str]) -> str:
    shown = list(dict.fromkeys(places))
    listed = joined(shown[:8], ", ")
    return text("{shown} and {count} more", shown=listed, count=len(shown) - 8) if len(shown) > 8 else listed


def _machine(code: Cleaned, name: str, catalog: Catalog) -> Machine:
    m = Machine(catalog, evaluate, run, apply, code.places, code.text)
    stem = name.rpartition("/")[2].rpartition("\\")[2].partition(".")[0]
    m.module = stem if stem.isidentifier() else "code"
    m.keras1 = _KERAS1.search(code.text) is not None
    m.verbatim = _is_ours(code.tree)
    m.adopt = adopt
    m.layer_of, m.model_of, m.inherited = classes.layer_of, classes.model_of, classes.inherited
    m.replace = departed.replaced
    m.block_call, m.repeat, m.freeze = blocks.block_call, blocks.repeat, blocks.freeze
    m.start()
    return m


def _is_ours(tree: ast.Module) -> bool:
    """True for code in the dialect that Netwright writes: its model is made by ``build_model() -> keras.Model``."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "build_model" and node.returns is not None:
            return ast.unparse(node.returns) == "keras.Model" and not node.args.args
    return False


def _run(m: Machine, tree: ast.Module) -> None:
    """Run the module, statement by statement; an error of one does not end the others."""
    for node in tree.body:
        if not m.go_on():
            m.stopped = text("it takes too long")
            m.note(text("Reading was stopped here: the code takes too long."), node.lineno)
            return
        try:
            m.run([node], m.scope)
        except Raised as raised:
            m.note(text("The code raises {raised} here.", raised=raised), node.lineno)
        except (Return, Break, Continue, Refused):
            continue
        except RecursionError:
            m.note(text("What stands here is nested too deeply to be read."), node.lineno)
        except Budget as budget:
            m.note(text("What stands here was not read to its end: {budget}.", budget=budget), m.line or node.lineno)
        finally:
            m.depth, m.loops = 0, []


def _imported(m: Machine, name: str, wanted: str | None) -> Imported:
    model, others = chosen(m, wanted)
    if wanted is not None and model is None:
        names = ", ".join(repr(item.variable or str(item.name)) for item in others) or "none"
        raise ConversionError(
            text("There is no model {wanted!r} in this code; there are: {names}.", wanted=wanted, names=names)
        )
    assembly = Assembly(m)
    graph = _graph(m, assembly, model)
    if model is not None:
        others_note(m, model, others)
    training = training_settings(m, model)
    project = Project(graph=graph, blocks=FrozenMap(assembly.blocks), training=training, dtype_policy=_policy(m, model))
    project = with_initial_weights(project, assembly.weights)
    tell(m)
    standing = set(map(id, m.layers))
    for layer in m.shapeless:
        if "shape" not in layer.params and id(layer) in standing:
            m.note(text("The input {name!r} has no shape.", name=layer.name), layer.line)
    if m.assumed:
        m.note(
            text("Names that this code does not define are read as Keras's: {names}.", names=_ranges(list(m.assumed)))
        )
    if not graph.nodes:
        m.note(text("There is no model and no layer of Keras in this code."))
    return Imported(
        project,
        tuple(assembly.placeholders),
        tuple(m.notes),
        tuple(m.upgrades),
        "python",
        "present" if assembly.weights else "absent",
        _lines(m, assembly, project),
    )


def _lines(m: Machine, assembly: Assembly, project: Project) -> dict[tuple[str, str], int]:
    """Where the nodes of all graphs stand in the user's text."""
    found = {}
    for name, graph in (("", project.graph), *((block.name, block.graph) for block in project.blocks.values())):
        for node_id, line in assembly.lines_of(graph).items():
            place = re.fullmatch(r"line (\d+)", m.place(line))
            if place is not None:
                found[name, node_id] = int(place[1])
    return found


def _graph(m: Machine, assembly: Assembly, model: Model | None) -> Graph:
    try:
        if model is not None:
            return assembly.graph(model, str(model.name).replace("/", "_"))
        calls, layers = loose_parts(m)
        if calls or layers:
            m.note(text("No model is made in this code; its layers stand as they are called."))
        return assembly.fragments(calls, layers, "model")
    except Unsaid as unsaid:
        raise ConversionError(text("The model cannot be read: {unsaid}.", unsaid=unsaid)) from unsaid
    except Budget as budget:
        raise ConversionError(text("The model cannot be read: {budget}.", budget=budget)) from budget


def _policy(m: Machine, model: Model | None) -> Value:
    policy = model.policy if model is not None else m.policy
    try:
        return document_value(m, policy)
    except Unsaid:
        m.note(text("The dtype policy is not known."))
        return None
