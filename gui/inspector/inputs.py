"""What goes into the selected call: wires in their order, to be reordered or removed, and constants where they may stand."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QToolButton, QWidget

from core.catalog.param_text import parse, show
from core.catalog.ports import InPort
from core.catalog.spec import ParamKind, ParamSpec
from core.errors import EditError
from core.graph import edits
from core.graph.model import Graph
from core.graph.values import Path, Source, Value, value_at
from gui.i18n import shown, tr
from gui.session import EditorSession


class Inputs(QWidget):
    """A row for each place: what is wired there, or a field for a constant. Worth showing only if :attr:`is_needed`."""

    def __init__(self, session: EditorSession, node_id: str) -> None:
        super().__init__()
        self._session = session
        self._node = node_id
        node = session.graph.nodes[node_id]
        spec = session.spec_of(session.graph.layers[node.layer])
        ports = [port for port in session.input_ports(node_id, optional=True) if not port.grows]
        constants = {port.name for port in spec.inputs if port.constant} if spec is not None else set()
        fixed = [name for name in constants if name in node.arguments and not isinstance(node.arguments[name], Source)]
        places = [port.path for port in ports]
        places += [(name,) for name in fixed if (name,) not in places]
        self.is_needed = len(places) > 1 or bool(constants)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        heading = QLabel(tr("Inputs"))
        heading.setProperty("role", "heading")
        grid.addWidget(heading, 0, 0, 1, 3)
        for row, path in enumerate(places, 1):
            value = value_at(node.arguments, path)
            label = QLabel(InPort(path, False, False).label)
            label.setProperty("role", "muted")
            grid.addWidget(label, row, 0)
            if isinstance(value, Source):
                grid.addWidget(QLabel(self._name(value)), row, 1)
                if isinstance(path[-1], int) and path[-1] > 0:
                    grid.addWidget(self._up(path), row, 2)
            elif path[0] in constants:
                grid.addWidget(self._field(path, value), row, 1, 1, 2)
            else:
                grid.addWidget(QLabel(tr("not connected")), row, 1)

    def _name(self, source: Source) -> str:
        if source.node not in self._session.graph.nodes:
            return "?"
        name = self._session.graph.name_of(source.node)
        return f"{name} [{source.output}]" if source.output else name

    def _up(self, path: Path) -> QToolButton:
        button = QToolButton()
        button.setText("↑")
        button.setToolTip(tr("Move up in the order of inputs"))
        button.setAccessibleName(tr("Move up in the order of inputs"))
        button.clicked.connect(lambda: self._swap(path))
        return button

    def _swap(self, path: Path) -> None:
        last = path[-1]
        if not isinstance(last, int):
            return
        above = (*path[:-1], last - 1)

        def edit(graph: Graph) -> Graph:
            return edits.swap_arguments(graph, self._node, above, path)

        self._session.apply(edit, tr("Reorder the inputs"))

    def _field(self, path: Path, value: Value) -> QLineEdit:
        spec = ParamSpec(str(path[0]), ParamKind.ARRAY)
        line = QLineEdit("" if value is None else show(spec, value))
        line.setPlaceholderText(tr("a wire, or a number"))
        line.setAccessibleName(str(path[0]))
        line.editingFinished.connect(lambda: self._commit(line, spec, path, value))
        return line

    def _commit(self, line: QLineEdit, spec: ParamSpec, path: Path, old: Value) -> None:
        text = line.text().strip()
        if text == ("" if old is None else show(spec, old)):
            return
        if not text:
            self._session.apply(lambda graph: edits.remove_argument(graph, self._node, path), tr("Remove a constant"))
            return
        try:
            value = parse(spec, text)
        except EditError as error:
            self._session.status.emit(shown(error.message), "warning")
            return
        self._session.apply(lambda graph: edits.set_argument(graph, self._node, path, value), tr("Set a constant"))
