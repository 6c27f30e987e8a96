"""Text for the user in the language of the interface: English in the code, translations in resources/translations.

``tr("Add {name}", name=...)`` translates first and fills in the values afterwards, so that a translation may order
them as its language wants. ``make lupdate`` collects the texts of all ``tr`` calls into the file of a language, which is
one of Qt Linguist.

Does not belong here: layer and parameter names, which stay Keras's own; titles and summaries of layers, families and
templates, which are bilingual where they are defined. Sentences made in core (:mod:`core.texts`) go through ``shown``.
Invariant: a translation that is missing, empty or has wrong fields never stops anything; the English text is shown.
"""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from core.texts import translated
from gui import linguist

log = logging.getLogger(__name__)

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "translations"


class _Translator:
    """The table in use, and the one for Qt's own texts; English needs neither."""

    def __init__(self) -> None:
        self.language = "en"
        self.table: dict[str, str] = {}
        self.qt: QTranslator | None = None


_current = _Translator()


def set_language(language: str) -> None:
    """Use ``en`` or ``zh_CN`` for every text asked for from now on; an unknown language means English.

    Qt's own texts (file dialogs, standard buttons, menus of text fields) follow if there is an application already.
    """
    _current.language = language if language in LANGUAGES else "en"
    _current.table = _load(FOLDER / f"netwright_{_current.language}.ts")
    _translate_qt(_current.language)


def _load(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        return {text: message.translation for text, message in linguist.read(path).items()}
    except (OSError, ValueError):
        log.exception("The translations in %s cannot be read; the texts stay English.", path)
        return {}


def _translate_qt(language: str) -> None:
    app = QCoreApplication.instance()
    if app is None:
        return
    if _current.qt is not None:
        app.removeTranslator(_current.qt)
        _current.qt = None
    qt = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and qt.load(f"qtbase_{language}", folder):
        app.installTranslator(qt)
        _current.qt = qt


def language() -> str:
    """The language in use."""
    return _current.language


def is_chinese() -> bool:
    """True if summaries and titles should be shown in Chinese."""
    return _current.language == "zh_CN"


def tr(text: str, /, **values: object) -> str:
    """The text in the language in use, with ``{name}`` fields filled from ``values``.

    Fields without a value in the English text itself raise KeyError: that is a mistake in the code.
    """
    found = _current.table.get(text) or text
    if not values:
        return found
    try:
        return found.format(**values)
    except (KeyError, IndexError, ValueError, AttributeError):
        return text.format(**values)


def shown(message: str) -> str:
    """A sentence that the core made, in the language in use; one that was not made by :func:`core.texts.text` as it is."""
    return translated(message, lambda template: _current.table.get(template) or template)
