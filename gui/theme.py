"""The one table of colours, for light and dark, and what Qt needs made from it: palette and style sheet.

Family colours are measured for contrast (text on them >= 4.5:1, they on the canvas >= 3:1) and for distance under
colour-blindness; icons stay mandatory all the same. No other module holds a colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

CONTROLS = Path(__file__).resolve().parent.parent / "resources" / "icons" / "controls"

# Twelve colours are as many as can be told apart: a family of ops is shown as the layers it is akin to.
OP_FAMILY_AS = {
    "arithmetic": "merging",
    "comparison": "merging",
    "elementwise": "activation",
    "reduction": "pooling",
    "shaping": "reshaping",
    "indexing": "reshaping",
    "neural": "activation",
    "linalg": "core",
    "signal": "preprocessing",
    "image": "preprocessing",
    "custom": "core",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """Colour tokens as ``#RRGGBB``. ``families`` maps a family to (colour, text on that colour)."""

    name: str
    canvas: str
    surface: str
    card: str
    field: str
    border: str
    text: str
    muted: str
    accent: str
    accent_text: str
    selection: str
    error: str
    silent: str
    warning: str
    ok: str
    wire: str
    grid: str
    train: str
    validation: str
    best: str
    paper: str
    families: dict[str, tuple[str, str]]
    code: dict[str, str]

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

    def color(self, token: str, alpha: float = 1.0) -> QColor:
        """The colour of a token, with an opacity in [0, 1]."""
        color = QColor(getattr(self, token))
        color.setAlphaF(alpha)
        return color

    def family(self, family: str) -> QColor:
        """The colour of a family of layers or ops; unknown families are shown as input / output."""
        return QColor(self._family(family)[0])

    def family_text(self, family: str) -> QColor:
        """A readable text colour on the family's colour."""
        return QColor(self._family(family)[1])

    def _family(self, family: str) -> tuple[str, str]:
        return self.families.get(OP_FAMILY_AS.get(family, family), self.families["input"])

    def tint(self, family: str, amount: float = 0.08) -> QColor:
        """The card colour mixed with ``amount`` of the family's colour."""
        return mix(QColor(self.card), self.family(family), amount)


def mix(base: QColor, other: QColor, amount: float) -> QColor:
    """``base`` moved towards ``other`` by ``amount`` in [0, 1], in sRGB."""
    return QColor.fromRgbF(
        base.redF() + (other.redF() - base.redF()) * amount,
        base.greenF() + (other.greenF() - base.greenF()) * amount,
        base.blueF() + (other.blueF() - base.blueF()) * amount,
    )


LIGHT = Theme(
    name="light",
    canvas="#F6F7F9",
    surface="#FBFBFC",
    card="#FFFFFF",
    field="#F3F4F7",
    border="#D7DBE2",
    text="#1B1F27",
    muted="#5B6472",
    accent="#2766DA",
    accent_text="#FFFFFF",
    selection="#E6EEFC",
    error="#C62828",
    silent="#B0237E",
    warning="#976500",
    ok="#1B7F4B",
    wire="#7A8494",
    grid="#1B1F27",
    train="#0072B2",
    validation="#D55E00",
    best="#D55E00",
    paper="#FFFFFF",
    families={
        "input": ("#404552", "#FFFFFF"),
        "core": ("#2766DA", "#FFFFFF"),
        "convolution": ("#096B59", "#FFFFFF"),
        "pooling": ("#5D9958", "#141414"),
        "recurrent": ("#6E359E", "#FFFFFF"),
        "attention": ("#DA6C12", "#141414"),
        "normalization": ("#4F91AA", "#141414"),
        "regularization": ("#8D6404", "#FFFFFF"),
        "reshaping": ("#4C230D", "#FFFFFF"),
        "merging": ("#A14B80", "#FFFFFF"),
        "activation": ("#971D10", "#FFFFFF"),
        "preprocessing": ("#26237B", "#FFFFFF"),
    },
    code={
        "keyword": "#7A3E9D",
        "string": "#1B7F4B",
        "number": "#0B6BA8",
        "comment": "#687080",
        "function": "#2766DA",
        "name": "#1B1F27",
    },
)

DARK = Theme(
    name="dark",
    canvas="#1B1E23",
    surface="#22262C",
    card="#262A31",
    field="#1E2228",
    border="#3A404A",
    text="#E7EAEE",
    muted="#9AA3AF",
    accent="#4C8BFA",
    accent_text="#141414",
    selection="#23334F",
    error="#FF6B6B",
    silent="#FF8AD1",
    warning="#F2B84B",
    ok="#4CC38A",
    wire="#8B94A3",
    grid="#E7EAEE",
    train="#56B4E9",
    validation="#E69F00",
    best="#E69F00",
    paper="#FFFFFF",
    families={
        "input": ("#606A79", "#FFFFFF"),
        "core": ("#4888F9", "#141414"),
        "convolution": ("#13A882", "#141414"),
        "pooling": ("#BEF05D", "#141414"),
        "recurrent": ("#8054CB", "#FFFFFF"),
        "attention": ("#F9A233", "#141414"),
        "normalization": ("#92F0F4", "#141414"),
        "regularization": ("#AC840B", "#141414"),
        "reshaping": ("#FECEB5", "#141414"),
        "merging": ("#F079B5", "#141414"),
        "activation": ("#BB4430", "#FFFFFF"),
        "preprocessing": ("#AAACF8", "#141414"),
    },
    code={
        "keyword": "#C792EA",
        "string": "#8FD6A8",
        "number": "#7FC8F8",
        "comment": "#8B94A3",
        "function": "#82AAFF",
        "name": "#E7EAEE",
    },
)

THEMES = {"light": LIGHT, "dark": DARK}


def ui_font(size: float = 10.0, *, bold: bool = False) -> QFont:
    """The interface font (the system's, with Chinese fall-backs) at ``size`` points of 1/96 inch pixels."""
    font = QFont()
    font.setFamilies(
        ["Noto Sans", "Segoe UI", "SF Pro Text", "DejaVu Sans", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei"]
    )
    font.setPixelSize(round(size * 4 / 3))
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def mono_font(size: float = 9.5) -> QFont:
    """The fixed-width font for code, shapes and numbers."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setFamilies(
        ["JetBrains Mono", "Cascadia Mono", "DejaVu Sans Mono", "Menlo", "Consolas", "Noto Sans Mono CJK SC"]
    )
    font.setPixelSize(round(size * 4 / 3))
    return font


def system_theme() -> Theme:
    """Light or dark as the desktop asks; light where it does not say."""
    hints = QGuiApplication.styleHints()
    return DARK if hints.colorScheme().name == "Dark" else LIGHT


def palette(theme: Theme) -> QPalette:
    """A complete palette for Fusion; bare Linux ignores ``setColorScheme``, so it is always set."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, token in (
        (role.Window, "surface"),
        (role.WindowText, "text"),
        (role.Base, "card"),
        (role.AlternateBase, "field"),
        (role.Text, "text"),
        (role.Button, "card"),
        (role.ButtonText, "text"),
        (role.BrightText, "error"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "accent_text"),
        (role.ToolTipBase, "card"),
        (role.ToolTipText, "text"),
        (role.PlaceholderText, "muted"),
        (role.Link, "accent"),
        (role.LinkVisited, "accent"),
        (role.Mid, "border"),
        (role.Dark, "border"),
        (role.Midlight, "field"),
        (role.Light, "card"),
        (role.Shadow, "border"),
        (role.Accent, "accent"),
    ):
        made.setColor(which, theme.color(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, mix(theme.color("muted"), theme.color("surface"), 0.35))
    return made


def style_sheet(theme: Theme) -> str:
    """What a palette cannot say: spacing, borders and corners of the standard widgets."""
    t = theme
    arrow = (CONTROLS / f"down-{theme.name}.svg").as_posix()
    check = (CONTROLS / f"check-{theme.name}.svg").as_posix()
    dot = (CONTROLS / f"dot-{theme.name}.svg").as_posix()
    cross = (CONTROLS / f"close-{theme.name}.svg").as_posix()
    return f"""
    QMainWindow, QDialog {{ background: {t.surface}; }}
    QMainWindow::separator {{ background: {t.border}; width: 1px; height: 1px; }}
    QToolTip {{ background: {t.card}; color: {t.text}; border: 1px solid {t.border}; padding: 5px 7px; }}
    QMenuBar {{ background: {t.surface}; padding: 2px 6px; }}
    QMenuBar::item {{ padding: 5px 9px; border-radius: 5px; }}
    QMenuBar::item:selected {{ background: {t.selection}; color: {t.text}; }}
    QMenu {{ background: {t.card}; border: 1px solid {t.border}; padding: 5px; }}
    QMenu::item {{ padding: 5px 26px 5px 12px; border-radius: 5px; }}
    QMenu::item:selected {{ background: {t.selection}; color: {t.text}; }}
    QMenu::item:disabled {{ color: {t.muted}; }}
    QMenu::separator {{ height: 1px; background: {t.border}; margin: 5px 8px; }}
    QToolBar {{ background: {t.surface}; border: 0; border-bottom: 1px solid {t.border}; spacing: 4px;
        padding: 5px 8px; }}
    QToolBar::separator {{ width: 1px; background: {t.border}; margin: 5px 5px; }}
    QToolButton {{ border: 0; border-radius: 6px; padding: 5px; }}
    QToolButton:hover {{ background: {t.selection}; }}
    QToolButton:pressed, QToolButton:checked {{ background: {t.selection}; }}
    QToolButton:focus, QPushButton:focus {{ outline: 0; border: 1px solid {t.accent}; }}
    QStatusBar {{ background: {t.surface}; border-top: 1px solid {t.border}; color: {t.muted}; }}
    QStatusBar::item {{ border: 0; }}
    QStatusBar QLabel {{ color: {t.muted}; padding: 2px 6px; }}
    QStatusBar QLabel[role="error"] {{ color: {t.error}; }}
    QDockWidget {{ titlebar-close-icon: none; titlebar-normal-icon: none; }}
    QDockWidget::title {{ background: {t.surface}; padding: 7px 12px; }}
    QTabBar {{ background: {t.surface}; qproperty-drawBase: 0; }}
    QTabBar::tab {{ background: transparent; color: {t.muted}; padding: 7px 14px;
        border-bottom: 2px solid transparent; }}
    QTabBar::tab:selected {{ color: {t.text}; border-bottom: 2px solid {t.accent}; }}
    QTabBar::tab:hover {{ color: {t.text}; }}
    QTabBar::close-button {{ image: url("{cross}"); subcontrol-position: right; margin: 2px; }}
    QTabBar::close-button:hover {{ background: {t.border}; border-radius: 4px; }}
    QTabWidget::pane {{ border: 0; border-top: 1px solid {t.border}; }}
    QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QPlainTextEdit[field="true"] {{
        background: {t.field}; border: 1px solid {t.border}; border-radius: 6px; padding: 4px 8px; min-height: 18px;
        selection-background-color: {t.accent}; selection-color: {t.accent_text}; }}
    QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QPlainTextEdit[field="true"]:focus {{
        border: 1px solid {t.accent}; }}
    QLineEdit[invalid="true"], QComboBox[invalid="true"], QPlainTextEdit[field="true"][invalid="true"] {{
        border: 1px solid {t.error}; }}
    QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {{ color: {t.muted}; }}
    QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{ width: 0; }}
    QComboBox QLineEdit {{ background: transparent; border: 0; padding: 0; min-height: 0; }}
    QComboBox::drop-down {{ border: 0; width: 22px; }}
    QComboBox::down-arrow {{ image: url("{arrow}"); width: 12px; height: 12px; }}
    QComboBox QAbstractItemView {{ background: {t.card}; border: 1px solid {t.border};
        selection-background-color: {t.selection};
        selection-color: {t.text}; outline: 0; }}
    QPushButton {{ background: {t.card}; border: 1px solid {t.border}; border-radius: 6px; padding: 5px 14px; }}
    QPushButton[field="true"] {{ background: {t.field}; padding: 0; }}
    QPushButton[compact="true"] {{ padding: 5px 0; }}
    QPushButton:hover {{ background: {t.selection}; }}
    QPushButton:disabled {{ color: {t.muted}; background: {t.surface}; }}
    QPushButton[primary="true"] {{ background: {t.accent}; color: {t.accent_text}; border: 1px solid {t.accent};
        font-weight: 600; }}
    QPushButton[primary="true"]:hover {{ background: {t.accent}; }}
    QPushButton[primary="true"]:disabled {{ background: {t.border}; border: 1px solid {t.border}; color: {t.muted}; }}
    QListView, QTreeView, QTableView, QTextBrowser, QPlainTextEdit {{ background: {t.surface}; border: 0; outline: 0;
        selection-background-color: {t.selection}; selection-color: {t.text}; }}
    QListView, QTreeView, QTableView {{ border: 1px solid {t.surface}; border-radius: 4px; }}
    QListView:focus, QTreeView:focus, QTableView:focus {{ border: 1px solid {t.accent}; }}
    QCheckBox, QRadioButton {{ border: 1px solid transparent; border-radius: 4px; padding: 1px 3px; }}
    QCheckBox:focus, QRadioButton:focus {{ border: 1px solid {t.accent}; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; background: {t.field};
        border: 1px solid {t.muted}; }}
    QCheckBox::indicator {{ border-radius: 4px; }}
    QRadioButton::indicator {{ border-radius: 8px; }}
    QCheckBox::indicator:checked, QRadioButton::indicator:checked {{ background: {t.accent}; border: 1px solid {t.accent}; }}
    QCheckBox::indicator:checked {{ image: url("{check}"); }}
    QRadioButton::indicator:checked {{ image: url("{dot}"); }}
    QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border: 1px solid {t.border}; }}
    QCheckBox::indicator:checked:disabled, QRadioButton::indicator:checked:disabled {{ background: {t.muted};
        border: 1px solid {t.muted}; }}
    QListView::item, QTreeView::item {{ padding: 3px 6px; border-radius: 5px; }}
    QListView::item:selected, QTreeView::item:selected {{ background: {t.selection}; color: {t.text}; }}
    QListView::item:hover, QTreeView::item:hover {{ background: {t.selection}; }}
    QHeaderView::section {{ background: {t.surface}; color: {t.muted}; border: 0; border-bottom: 1px solid {t.border};
        padding: 5px 8px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
    QScrollBar::handle {{ background: {t.border}; border-radius: 4px; min-height: 28px; min-width: 28px; margin: 1px; }}
    QScrollBar::handle:hover {{ background: {t.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QProgressBar {{ background: {t.border}; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; text-align: center; }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
    QScrollArea {{ border: 0; background: {t.surface}; }}
    QScrollArea > QWidget > QWidget {{ background: {t.surface}; }}
    QLabel[role="title"] {{ font-size: 15px; font-weight: 600; }}
    QLabel[role="heading"] {{ color: {t.muted}; font-size: 11px; font-weight: 600; }}
    QLabel[role="muted"] {{ color: {t.muted}; }}
    QLabel[role="error"] {{ color: {t.error}; }}
    QLabel[role="ok"] {{ color: {t.ok}; }}
    QFrame[role="card"] {{ background: {t.card}; border: 1px solid {t.border}; border-radius: 8px; }}
    QFrame[role="finding"] {{ background: {t.selection}; border: 0; border-left: 3px solid {t.accent};
        border-radius: 4px; }}
    QGroupBox {{ border: 1px solid {t.border}; border-radius: 8px; margin-top: 10px; padding-top: 8px; }}
    QGroupBox::title {{ subcontrol-origin: margin; left: 10px; color: {t.muted}; }}
    """


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application in the theme."""
    app.setStyle("Fusion")
    app.setPalette(palette(theme))
    app.setFont(ui_font())
    app.setStyleSheet(style_sheet(theme))
