"""The question whether code may be run: what it is, its whole source, and one button that says yes.

Nothing of the code has run when this is shown. Does not belong here: what follows from the answer (custom_code).
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.highlighting import PythonHighlighter
from gui.i18n import tr
from gui.theme import Theme, mono_font


class TrustDialog(QDialog):
    """Shows facts and source; accepted only by its button, whose default is no."""

    def __init__(
        self, title: str, facts: Sequence[tuple[str, str]], source: str, look: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(760, 620)
        heading = QLabel(title)
        heading.setProperty("role", "title")
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        warning = QLabel(
            tr(
                "This Python code can do everything that you can do on this computer. Nothing of it has run yet. "
                "Trust it only if you know where it comes from and have read it."
            )
        )
        warning.setWordWrap(True)
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        for name, value in facts:
            label = QLabel(value)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            key = QLabel(name)
            key.setProperty("role", "muted")
            form.addRow(key, label)
        self.source = QPlainTextEdit()
        self.source.setReadOnly(True)
        self.source.setFont(mono_font())
        self.source.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.source.setAccessibleName(tr("Python code"))
        PythonHighlighter(self.source.document(), look)
        self.source.setPlainText(source)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.rejected.connect(self.reject)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setText(tr("Cancel"))
        cancel.setDefault(True)
        self.trust = QPushButton(tr("Trust this code"))
        self.trust.setAutoDefault(False)
        self.trust.clicked.connect(self.accept)
        buttons.addButton(self.trust, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addWidget(warning)
        layout.addLayout(form)
        layout.addWidget(self.source, 1)
        layout.addWidget(buttons)
