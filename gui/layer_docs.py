"""Help for one layer: what it does, its inputs and parameters, in the words of Keras and with Chinese titles.

Does not belong here: the texts themselves (core.catalog).
"""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from core.catalog.spec import LayerSpec, ParamSpec
from core.graph.comparison import shown_value
from gui.i18n import is_chinese, tr
from gui.theme import Theme


def page(spec: LayerSpec, theme: Theme) -> str:
    """The help as rich text."""
    muted = theme.color("muted").name()
    summary = spec.summary_zh if is_chinese() and spec.summary_zh else spec.summary
    other = spec.summary if is_chinese() and spec.summary_zh else ""
    title = escape(spec.title or spec.class_name)
    if spec.title_zh:
        title += f" <span style='color:{muted}'>· {escape(spec.title_zh)}</span>"
    parts = [f"<h2>{title}</h2>", f"<p style='color:{muted}'>{escape(spec.type)}</p>", f"<p>{escape(summary)}</p>"]
    if other:
        parts.append(f"<p style='color:{muted}'>{escape(other)}</p>")
    if spec.requires:
        parts.append(f"<p>{escape(spec.requires)}</p>")
    if spec.inputs:
        names = ", ".join(port.name + ("" if port.required else "?") for port in spec.inputs)
        parts.append(f"<h3>{tr('Inputs')}</h3><p><code>{escape(names)}</code></p>")
    if spec.ranks:
        dimensions = ", ".join(str(rank) for rank in spec.ranks)
        parts.append(f"<p>{tr('Dimensions, batch included: {ranks}', ranks=dimensions)}</p>")
    params = [*spec.params, *spec.call_params]
    if params:
        rows = "".join(_row(param, muted) for param in params)
        parts.append(f"<h3>{tr('Parameters')}</h3><table cellpadding='5'>{rows}</table>")
    if spec.doc_url:
        parts.append(f"<p><a href='{escape(spec.doc_url)}'>{tr('Look it up at keras.io')}</a></p>")
    return "".join(parts)


def _row(param: ParamSpec, muted: str) -> str:
    default = tr("required") if param.required else "= " + escape(shown_value(param.default))
    choices = ", ".join(str(choice) for choice in param.choices[:12])
    more = f"<br><span style='color:{muted}'>{escape(choices)}</span>" if choices else ""
    return (
        f"<tr><td><b>{escape(param.name)}</b></td><td style='color:{muted}'>{default}</td>"
        f"<td>{escape(param.help)}{more}</td></tr>"
    )


class LayerDocs(QDialog):
    """Shows the help of one layer."""

    def __init__(self, spec: LayerSpec, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Help for {layer}", layer=spec.title or spec.class_name))
        self.resize(680, 620)
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
