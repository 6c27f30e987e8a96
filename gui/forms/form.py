"""A form over parameters: a row each, in groups; several objects can be edited at once.

Knows nothing of layers or sessions: it shows maps of parameters and emits ``changed(name, value or UNSET)``. ``owner`` is
the public path of what has the parameters, so that they can be explained; "" for settings of the program's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from core.catalog.catalog import Catalog
from core.catalog.spec import ParamSpec
from core.graph.values import FrozenMap, Value, exact_key
from gui.explaining import about_parameter, rich
from gui.forms.editors import Editor, editor_for
from gui.i18n import tr

GROUP_TITLES = {
    "regularization": "Regularization and constraints",
    "initializers": "Initializers",
    "advanced": "Advanced",
}
LABEL_WIDTH = 104
# Names with more letters stand above their editor.
LONGEST_BESIDE = 17
LONGEST_COMPACT = 13


class Section(QWidget):
    """A heading that opens and closes what is below it."""

    def __init__(self, title: str, body: QWidget, *, is_open: bool = False) -> None:
        super().__init__()
        self._button = QToolButton()
        self._button.setText(title)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setCheckable(True)
        self._button.setChecked(is_open)
        self._body = body
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 2)
        layout.setSpacing(4)
        layout.addWidget(self._button)
        layout.addWidget(body)
        self._button.toggled.connect(self._toggle)
        self._toggle(is_open)

    def _toggle(self, is_open: bool) -> None:
        self._button.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        self._body.setVisible(is_open)


class Form(QWidget):
    """Rows of label and editor for a tuple of parameter specs; ``advanced`` is another heading of the last group."""

    changed = Signal(str, object)
    refused = Signal(str)

    def __init__(
        self,
        specs: Sequence[ParamSpec],
        catalog: Catalog,
        *,
        owner: str = "",
        compact: bool = False,
        advanced: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._catalog = catalog
        self._owner = owner
        self.editors: dict[str, Editor] = {}
        self._specs = {spec.name: spec for spec in specs}
        self._labels: dict[str, QLabel] = {}
        self._bold: set[str] = set()
        self._compact = compact
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8 if compact else 0, 0, 0, 0)
        layout.setSpacing(4)
        ordered = sorted(specs, key=lambda spec: (not spec.required, not spec.primary))
        main = [spec for spec in ordered if spec.group == "main"]
        if main:
            layout.addWidget(self._grid(main))
        for group, title in GROUP_TITLES.items():
            members = [spec for spec in specs if spec.group == group]
            if members:
                heading = tr(title) if group != "advanced" else f"{advanced or tr(title)}  {len(members)}"
                layout.addWidget(Section(heading, self._grid(members)))

    def _grid(self, specs: Sequence[ParamSpec]) -> QWidget:
        body = QWidget()
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 78 if self._compact else LABEL_WIDTH)
        grid.setColumnStretch(1, 1)
        for row, spec in enumerate(specs):
            label = QLabel(spec.name)
            label.setToolTip(_help(spec, self._owner))
            label.setWordWrap(False)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setContentsMargins(0, 6, 0, 0)
            editor = editor_for(spec, self._catalog)
            editor.setToolTip(_help(spec, self._owner))
            # Read aloud in place of the tooltip, whose markup nobody wants to hear; the focus is with what is inside.
            (editor.focusProxy() or editor).setAccessibleDescription(about_parameter(self._owner, spec))
            editor.changed.connect(lambda value, name=spec.name: self.changed.emit(name, value))
            editor.refused.connect(self.refused)
            label.setBuddy(editor)
            if len(spec.name) > (LONGEST_COMPACT if self._compact else LONGEST_BESIDE):
                grid.addWidget(label, 3 * row, 0, 1, 2)
                grid.addWidget(editor, 3 * row + 1, 0, 1, 2)
            else:
                grid.addWidget(label, 3 * row, 0)
                grid.addWidget(editor, 3 * row, 1)
            below = editor.take_below()
            if below is not None:
                grid.addWidget(below, 3 * row + 2, 0, 1, 2)
            self.editors[spec.name] = editor
            self._labels[spec.name] = label
        return body

    def set_models(self, names: Sequence[str]) -> None:
        """Offer these blocks of the project where a layer can be held; before :meth:`show_params`."""
        for editor in self.editors.values():
            editor.set_models(names)

    def show_params(self, several: Sequence[FrozenMap[str, Value]]) -> None:
        """Show the parameters of one object, or what several have in common."""
        for name, editor in self.editors.items():
            spec = self._specs[name]
            values = [params.get(name, spec.default) for params in several]
            is_set = any(name in params for params in several)
            mixed = len({exact_key(value) for value in values}) > 1
            editor.show_value(values[0] if values else spec.default, is_set=is_set, mixed=mixed)
            if is_set != (name in self._bold):
                self._bold ^= {name}
                # Not by its font: a new theme would take that away.
                self._labels[name].setStyleSheet("font-weight: 700;" if is_set else "")


def _help(spec: ParamSpec, owner: str) -> str:
    default = tr("required") if spec.required else tr("default: {value}", value=repr(spec.default))
    return f"<p><b>{escape(spec.name)}</b> · {escape(default)}</p><p>{rich(about_parameter(owner, spec))}</p>"
