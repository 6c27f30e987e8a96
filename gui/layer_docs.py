"""Help for one layer: what it does, its inputs, shapes and parameters; in the language of the interface.

Does not belong here: the texts themselves (core.catalog), and which of them are shown (gui.explaining).
"""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from core.catalog.spec import LayerSpec, ParamSpec, PortSpec
from core.graph.comparison import shown_value
from gui.explaining import about_input, about_parameter, about_requirement, about_shapes, rich
from gui.forms.form import GROUP_TITLES
from gui.i18n import is_chinese, tr
from gui.theme import Theme

MOST_CHOICES = 12


def page(spec: LayerSpec, theme: Theme) -> str:
    """The help as rich text."""
    muted = theme.color("muted").name()
    parts = [_head(spec, muted), _inputs(spec, muted), _parameters(spec, muted)]
    if spec.doc_url:
        parts.append(f"<p><a href='{escape(spec.doc_url)}'>{escape(tr('Look it up at keras.io'))}</a></p>")
    return "".join(parts)


def _head(spec: LayerSpec, muted: str) -> str:
    title = escape(spec.title or spec.class_name)
    if spec.title_zh:
        title += f" <span style='color:{muted}'>· {escape(spec.title_zh)}</span>"
    summary = spec.summary_zh if is_chinese() and spec.summary_zh else spec.summary
    parts = [f"<h2>{title}</h2>", f"<p style='color:{muted}'>{escape(spec.type)}</p>", f"<p>{rich(summary)}</p>"]
    needed = about_requirement(spec)
    if needed:
        parts.append(f"<p>{rich(needed)}</p>")
    return "".join(parts)


def _inputs(spec: LayerSpec, muted: str) -> str:
    """What the layer takes, and the shapes that it makes of it."""
    parts = []
    if spec.inputs:
        rows = "".join(_input_row(spec, port, muted) for port in spec.inputs)
        parts.append(f"<h3>{escape(tr('Inputs'))}</h3><table cellspacing='0' cellpadding='5'>{rows}</table>")
    shapes = about_shapes(spec)
    if spec.ranks or shapes:
        parts.append(f"<h3>{escape(tr('Shapes'))}</h3>")
    if shapes:
        parts.append("<p>" + "<br>".join(f"<code>{escape(line)}</code>" for line in shapes) + "</p>")
        if spec.param("data_format") is not None:
            parts.append(f"<p style='color:{muted}'>{escape(tr('Written with the channels last.'))}</p>")
    if spec.ranks:
        dimensions = ", ".join(str(rank) for rank in spec.ranks)
        parts.append(f"<p>{escape(tr('Dimensions, batch included: {ranks}', ranks=dimensions))}</p>")
    return "".join(parts)


def _input_row(spec: LayerSpec, port: PortSpec, muted: str) -> str:
    needed = tr("required") if port.required else tr("optional")
    return (
        f"<tr><td style='padding-left: 0px'><b>{escape(port.name)}</b></td><td style='color:{muted}'>{escape(needed)}</td>"
        f"<td>{rich(about_input(spec.type, port))}</td></tr>"
    )


def _parameters(spec: LayerSpec, muted: str) -> str:
    """One table for all, so that its columns stand below each other; the groups are those of the inspector's form."""
    params = [*spec.params, *spec.call_params]
    rows = []
    for group, heading in (("main", tr("Parameters")), *((group, tr(title)) for group, title in GROUP_TITLES.items())):
        members = [param for param in params if param.group == group]
        if members:
            rows.append(f"<tr><td colspan='3' style='padding-left: 0px; padding-top: 10px'><h3>{escape(heading)}</h3></td></tr>")
            rows += [_row(spec, param, muted) for param in members]
    return f"<table cellspacing='0' cellpadding='5'>{''.join(rows)}</table>" if rows else ""


def _row(spec: LayerSpec, param: ParamSpec, muted: str) -> str:
    default = tr("required") if param.required else "= " + shown_value(param.default)
    choices = ", ".join(str(choice) for choice in param.choices[:MOST_CHOICES])
    more = f"<br><span style='color:{muted}'>{escape(choices)}</span>" if choices else ""
    return (
        f"<tr><td style='padding-left: 0px'><b>{escape(param.name)}</b></td><td style='color:{muted}'>{escape(default)}</td>"
        f"<td>{rich(about_parameter(spec.type, param))}{more}</td></tr>"
    )


class LayerDocs(QDialog):
    """Shows the help of one layer."""

    def __init__(self, spec: LayerSpec, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help for {layer}", layer=spec.title or spec.class_name))
        self.resize(760, 680)
        self.browser = QTextBrowser()
        self.browser.setOpenExternalLinks(True)
        self.browser.setAccessibleName(tr("Help for {layer}", layer=spec.title or spec.class_name))
        self.browser.setHtml(page(spec, theme))
        self.browser.document().setDocumentMargin(14)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.browser, 1)
        column.addWidget(buttons)
