"""The inspector: name, parameters, findings and costs of what is selected; of the whole model when nothing is.

The form is generated from the catalogue. Several layers are edited at once: what they have in common is shown, and an
edit reaches them all in one undo step.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from core.analysis.messages import UNTRUSTED
from core.analysis.problems import Fix, Problem
from core.catalog.spec import LayerSpec, ParamSpec
from core.graph import edits
from core.graph.inner_models import holdable
from core.graph.model import Graph
from gui.canvas.glyphs import family_icon
from gui.elided_button import ElidedButton
from gui.forms import function_editor, object_editor  # noqa: F401  (fill the table of editors)
from gui.forms.editors import UNSET
from gui.forms.form import Form
from gui.forms.line import Line
from gui.i18n import is_chinese, shown, tr
from gui.inspector.block_forms import BlockCallForm, BlockForm
from gui.inspector.facts import Facts
from gui.inspector.inputs import Inputs
from gui.inspector.model_form import ModelForm
from gui.layouts import discard, empty
from gui.session import EditorSession
from gui.theme import Theme, ui_font

HEAD_MARGINS = 16 + 14 + 24 + 12
"""What of the panel's width the header's texts cannot use: margins, the icon, and what lies between."""
NAME_PADDING = 34
"""What a field takes around its text, and the space before the class."""


class Inspector(QWidget):
    """The panel on the right. ``review_wanted`` carries a node whose code is not trusted yet."""

    review_wanted = Signal(str)

    def __init__(self, session: EditorSession, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._form: Form | None = None
        self._call_form: Form | None = None
        self._form_key: tuple[str, ...] = ()
        self._class_name = ""
        self._icon = QLabel()
        self._icon.setFixedWidth(24)
        self.name = Line()
        self.name.setAccessibleName(tr("Name"))
        self.name.setFont(ui_font(11.5, bold=True))
        self.name.setMinimumWidth(60)
        self._class = QLabel()
        self._class.setProperty("role", "muted")
        self._summary = QLabel()
        self._summary.setWordWrap(True)
        self._summary.setProperty("role", "muted")
        self._summary.setOpenExternalLinks(True)
        self._summary.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._titles = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._titles.addWidget(self.name, 1)
        self._titles.addWidget(self._class)
        head = QHBoxLayout()
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(self._titles, 1)
        self._findings = QVBoxLayout()
        self._findings.setSpacing(8)
        self._forms = QVBoxLayout()
        self._extras = QVBoxLayout()
        self._facts = Facts(session)
        body = QWidget()
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(16, 14, 14, 14)
        self._body.setSpacing(10)
        self._body.addLayout(head)
        self._body.addWidget(self._summary)
        self._body.addLayout(self._findings)
        self._body.addLayout(self._forms)
        self._body.addLayout(self._extras)
        self._body.addWidget(self._facts)
        self._body.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self.setMinimumWidth(276)
        self.name.editingFinished.connect(self._commit_name)
        session.selection_changed.connect(lambda _selection: self._show())
        session.project_changed.connect(lambda _change: self._show())
        session.analysis_changed.connect(lambda _analysis: self._show_analysis())
        session.scope_changed.connect(lambda _scope: self._show())
        session.own_code_changed.connect(self._show_other_specs)
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon in another theme."""
        self._theme = theme
        self._show()

    def edit_name(self) -> None:
        """Put the cursor into the name of the selected layer."""
        if self.name.isEnabled():
            self.name.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.name.selectAll()

    def focus_first(self) -> None:
        """Put the cursor into the first parameter."""
        if self._form is not None and self._form.editors:
            next(iter(self._form.editors.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # What is shown

    def _show_other_specs(self) -> None:
        """A class of the user may have other parameters than before."""
        self._form_key = ("",)
        self._show()

    def _show(self) -> None:
        layers = [self._session.graph.layers[layer_id] for layer_id in self._session.selected_layers()]
        if not layers:
            self._show_model()
            return
        specs = [self._session.spec_of(layer) for layer in layers]
        first = layers[0]
        spec = specs[0] if all(found is specs[0] for found in specs) else None
        self._icon.setVisible(True)
        self._icon.setPixmap(family_icon(self._session.family_of(first), self._theme).pixmap(20, 20))
        one = len(layers) == 1
        self.name.setEnabled(one)
        if not self.name.hasFocus() or not one or not self.name.isModified():
            self.name.setText(first.name if one else tr("{count} layers", count=len(layers)))
        self._show_class(first.class_name if spec is not None or one else tr("several types"))
        self._summary.setText(self._summary_of(spec) if spec is not None else "")
        self._summary.setVisible(bool(self._summary.text()))
        self._build_forms([found for found in specs if found is not None], complete=all(specs))
        if self._form is not None:
            self._form.set_models(holdable(self._session.project, self._session.scope))
            self._form.show_params([layer.params for layer in layers])
        if self._call_form is not None:
            nodes = [self._session.graph.nodes[node_id] for node_id in self._session.selected_nodes()]
            self._call_form.show_params([node.arguments for node in nodes])
        self._show_extras()
        self._show_analysis()

    def _show_model(self) -> None:
        graph = self._session.graph
        self._icon.clear()
        self._icon.setVisible(False)
        self.name.setEnabled(True)
        if not self.name.isModified():
            self.name.setText(self._session.scope or graph.name)
        self._show_class(tr("Block") if self._session.scope else tr("Model"))
        self._summary.setText(tr("Select a layer to see and change its parameters."))
        self._summary.setVisible(True)
        self._build_forms([], complete=False)
        self._show_extras()
        self._show_analysis()

    def _show_class(self, text: str) -> None:
        """The class beside the name, or below it where both have no room; cut only where it is wider than the panel."""
        self._class_name = text
        self._class.setToolTip(text)
        self._place_class()

    def _place_class(self) -> None:
        room = max(self.width(), self.minimumWidth()) - HEAD_MARGINS
        metrics = self._class.fontMetrics()
        beside = self.name.fontMetrics().horizontalAdvance(self.name.text()) + NAME_PADDING
        fits = beside + metrics.horizontalAdvance(self._class_name) <= room
        direction = QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom
        self._titles.setDirection(direction)
        self._titles.setSpacing(6 if fits else 2)
        self._class.setText(metrics.elidedText(self._class_name, Qt.TextElideMode.ElideRight, room))
        if not self.name.hasFocus():
            self.name.setCursorPosition(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_class()

    def _show_extras(self) -> None:
        """What a spec does not know: inputs and their order, blocks, the model's interface."""
        empty(self._extras)
        session = self._session
        nodes = session.selected_nodes()
        if len(nodes) == 1:
            layer = session.graph.layer_of(nodes[0])
            block = session.project.blocks.get(layer.block) if layer.block is not None else None
            if block is not None:
                self._extras.addWidget(BlockCallForm(session, layer, block))
            inputs = Inputs(session, nodes[0])
            if inputs.is_needed:
                self._extras.addWidget(inputs)
            else:
                inputs.deleteLater()
        elif not nodes:
            block = session.project.blocks.get(session.scope)
            self._extras.addWidget(BlockForm(session, block) if block is not None else ModelForm(session))

    def _summary_of(self, spec: LayerSpec) -> str:
        text = spec.summary_zh if is_chinese() and spec.summary_zh else spec.summary
        if not spec.doc_url:
            return text
        # A label keeps the link colour it was made with; the theme may have changed since.
        color = self._theme.color("accent").name()
        return f'{text} <a href="{spec.doc_url}" style="color: {color}">{tr("Learn more")}</a>'

    def _build_forms(self, specs: list[LayerSpec], *, complete: bool) -> None:
        key = tuple(sorted({spec.type for spec in specs})) if complete else ()
        if key == self._form_key and (self._form is not None or not key):
            return
        self._form_key = key
        for form in (self._form, self._call_form):
            if form is not None:
                discard(form)
        self._form = self._call_form = None
        if not key:
            return
        params = common_params(specs)
        if params:
            self._form = Form(params, self._session.catalog, owner=specs[0].type)
            self._form.changed.connect(self._set_param)
            self._form.refused.connect(lambda text: self._session.status.emit(text, "warning"))
            self._forms.addWidget(self._form)
        if len(key) == 1 and specs[0].call_params:
            self._call_form = Form(
                specs[0].call_params, self._session.catalog, owner=specs[0].type, advanced=tr("Arguments of the call")
            )
            self._call_form.changed.connect(self._set_call_param)
            self._call_form.refused.connect(lambda text: self._session.status.emit(text, "warning"))
            self._forms.addWidget(self._call_form)

    def _show_analysis(self) -> None:
        empty(self._findings)
        nodes = self._session.selected_nodes()
        if len(nodes) == 1:
            for problem in self._session.problems_of(nodes[0])[:3]:
                self._findings.addWidget(self._card(problem))
        self._facts.show_nodes(nodes)

    def _card(self, problem: Problem) -> QWidget:
        card = QFrame()
        card.setProperty("role", "finding")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(12, 10, 10, 10)
        text = QLabel(shown(problem.message))
        text.setWordWrap(True)
        layout.addWidget(text)
        if problem.code == UNTRUSTED and problem.node is not None:
            row = QHBoxLayout()
            button = QPushButton(tr("Read and trust…"))
            button.setProperty("primary", True)
            button.clicked.connect(lambda: self.review_wanted.emit(problem.node))
            row.addWidget(button)
            row.addStretch(1)
            layout.addLayout(row)
        if problem.fixes:
            # Below each other: a label names layers and values, and there is room for one of them.
            for position, fix in enumerate(problem.fixes[:3]):
                button = ElidedButton(shown(fix.label))
                button.setProperty("primary", position == 0)
                button.clicked.connect(lambda checked=False, fix=fix: self._apply(fix))
                layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    # What is changed

    def _apply(self, fix: Fix) -> None:
        self._session.apply_project(fix.edit, shown(fix.label))

    def _commit_name(self) -> None:
        self.name.setModified(False)
        layers = self._session.selected_layers()
        text = self.name.text()
        if len(layers) == 1:
            old = self._session.graph.layers[layers[0]].name
            if text != old and not self._session.apply(
                lambda graph: edits.rename(graph, layers[0], text), tr("Rename to {name}", name=text)
            ):
                self.name.setText(old)
        elif not layers and self._session.scope:
            self._session.rename_block(text)
        elif not layers and text.strip() and text != self._session.graph.name:
            self._session.apply(lambda graph: edits.set_model_name(graph, text), tr("Rename the model"))

    def _set_param(self, name: str, value: object) -> None:
        layers = self._session.selected_layers()

        def edit(graph: Graph) -> Graph:
            if value is UNSET:
                return edits.reset_params(graph, layers, (name,))
            return edits.set_params(graph, layers, {name: value})  # type: ignore[dict-item]

        label = tr("Reset {name}", name=name) if value is UNSET else tr("Set {name}", name=name)
        stepping = isinstance(value, int) and not isinstance(value, bool)
        key = ("param", name, tuple(layers)) if stepping else None
        self._session.apply(edit, label, key)

    def _set_call_param(self, name: str, value: object) -> None:
        nodes = self._session.selected_nodes()

        def edit(graph: Graph) -> Graph:
            for node_id in nodes:
                if value is not UNSET:
                    graph = edits.set_argument(graph, node_id, (name,), value)  # type: ignore[arg-type]
                elif name in graph.nodes[node_id].arguments:
                    graph = edits.remove_argument(graph, node_id, (name,))
            return graph

        self._session.apply(edit, tr("Set {name}", name=name))


def common_params(specs: list[LayerSpec]) -> tuple[ParamSpec, ...]:
    """The parameters that all the specs have, alike in name and kind, in the order of the first."""
    if not specs:
        return ()

    def in_all(param: ParamSpec) -> bool:
        found = [spec.param(param.name) for spec in specs]
        return all(other is not None and other.kind is param.kind for other in found)

    return tuple(param for param in specs[0].params if in_all(param))
