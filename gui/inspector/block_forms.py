"""Forms about blocks: the parameters and repeats of one call, and the definition of the block that is open."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from core.catalog.param_text import parse
from core.catalog.spec import ParamKind, ParamSpec
from core.errors import EditError
from core.graph import edits, freezing, grouping
from core.graph.model import Block, Graph, Layer, Project
from core.graph.values import FrozenMap, Value
from core.texts import text
from gui.forms.editors import UNSET
from gui.forms.form import Form
from gui.i18n import shown, tr
from gui.session import EditorSession

REPEAT = ParamSpec(
    "repeat",
    ParamKind.INT,
    1,
    minimum=1,
    primary=True,
    help=text("How many copies are chained, one behind the other."),
)


def spec_of_parameter(name: str, default: Value) -> ParamSpec:
    """A block's parameter as a spec; its default tells what it holds."""
    kind = ParamKind.ANY
    for type_, found in ((bool, ParamKind.BOOL), (int, ParamKind.INT), (float, ParamKind.FLOAT), (str, ParamKind.TEXT)):
        if isinstance(default, type_):
            kind = found
            break
    return ParamSpec(name, kind, default, nullable=default is None, primary=True)


TRAINED = ParamSpec(
    "trained_layers",
    ParamKind.INT,
    None,
    nullable=True,
    minimum=0,
    help=text("How many of the last layers inside are trained; 0 freezes the whole block, empty trains all of it."),
)


class BlockCallForm(QWidget):
    """What one call of a block sets: its parameters, how often it repeats, and how much of it is trained."""

    def __init__(self, session: EditorSession, layer: Layer, block: Block) -> None:
        super().__init__()
        self._session = session
        self._layer = layer.id
        specs = tuple(spec_of_parameter(name, default) for name, default in block.parameters.items())
        own = tuple(spec for spec in specs if spec.name != TRAINED.name)
        rows = (REPEAT, *own, TRAINED) if block.kind == "function" else (TRAINED,)
        self._form = Form(rows, session.catalog)
        self._form.changed.connect(self._set)
        self._form.refused.connect(lambda text: session.status.emit(text, "warning"))
        shown = layer.params if layer.repeat == 1 else layer.params.set("repeat", layer.repeat)
        trained = freezing.trained_last(session.project, layer)
        self._form.show_params([shown if trained is None else shown.set(TRAINED.name, trained)])
        frozen, count = freezing.frozen_inside(session.project, layer)
        state = QLabel(tr("{frozen} of {count} layers inside are frozen.", frozen=frozen, count=count))
        state.setProperty("role", "muted")
        state.setWordWrap(True)
        state.setVisible(frozen > 0)
        open_it = QPushButton(tr("Open the block"))
        open_it.clicked.connect(lambda: session.enter(block.name))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._form)
        column.addWidget(state)
        column.addWidget(open_it)

    def _set(self, name: str, value: object) -> None:
        if name == TRAINED.name:
            scope, layer = self._session.scope, self._layer
            count = value if isinstance(value, int) else None
            self._session.apply_project(
                lambda project: freezing.train_last(project, scope, layer, count), tr("Choose what is trained")
            )
            return

        def edit(graph: Graph) -> Graph:
            if name == REPEAT.name:
                return edits.set_repeat(graph, self._layer, 1 if value is UNSET else value)  # type: ignore[arg-type]
            if value is UNSET:
                return edits.reset_params(graph, (self._layer,), (name,))
            return edits.set_params(graph, (self._layer,), {name: value})  # type: ignore[dict-item]

        self._session.apply(edit, tr("Set {name}", name=name))


class BlockForm(QWidget):
    """The definition of the block that is open: name, kind, parameters with their defaults."""

    def __init__(self, session: EditorSession, block: Block) -> None:
        super().__init__()
        self._session = session
        self._block = block.name
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        nested = QCheckBox(tr("nested model that owns its weights"))
        nested.setChecked(block.kind == "model")
        nested.clicked.connect(self._set_kind)
        column.addWidget(nested)
        heading = QLabel(tr("Parameters"))
        heading.setProperty("role", "heading")
        column.addWidget(heading)
        specs = tuple(spec_of_parameter(name, default) for name, default in block.parameters.items())
        form = Form(specs, session.catalog)
        form.changed.connect(self._set_default)
        form.refused.connect(lambda text: session.status.emit(text, "warning"))
        form.show_params([FrozenMap({})])
        column.addWidget(form)
        for name in block.parameters:
            column.addWidget(self._remove_button(name))
        self._new = QLineEdit()
        self._new.setPlaceholderText(tr("new parameter, such as filters=64"))
        self._new.setAccessibleName(tr("New parameter"))
        self._new.returnPressed.connect(self._add)
        column.addWidget(self._new)
        note = QLabel(tr("Inside the block write =filters or =filters * 2 where a number goes."))
        note.setWordWrap(True)
        note.setProperty("role", "muted")
        column.addWidget(note)

    def _remove_button(self, name: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        button = QPushButton(tr("Remove {name}", name=name))
        button.clicked.connect(
            lambda: self._session.apply_project(
                lambda project: grouping.remove_block_parameter(project, self._block, name), tr("Remove {name}", name=name)
            )
        )
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return line

    def _set_kind(self, nested: bool) -> None:
        self._session.apply_project(
            lambda project: grouping.set_block_kind(project, self._block, "model" if nested else "function"),
            tr("Change the kind of block"),
        )

    def _set_default(self, name: str, value: object) -> None:
        if value is not UNSET:
            self._apply(name, value)  # type: ignore[arg-type]

    def _add(self) -> None:
        name, _, text = self._new.text().partition("=")
        spec = ParamSpec(name.strip(), ParamKind.ANY)
        try:
            value = parse(spec, text) if text.strip() else 1
        except EditError as error:
            self._session.status.emit(shown(error.message), "warning")
            return
        self._apply(name.strip(), value)

    def _apply(self, name: str, value: Value) -> None:
        def edit(project: Project) -> Project:
            return grouping.set_block_parameter(project, self._block, name, value)

        self._session.apply_project(edit, tr("Set {name}", name=name))
