"""Text for the user in the language of the interface: English in the code, translations in resources/translations.

``tr("Add {name}", name=...)`` translates first and fills in the values afterwards, so that a translation may order
them as its language wants. Layer and parameter names stay Keras's own and do not pass through here.
"""

from __future__ import annotations

import json
from pathlib import Path

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
FOLDER = Path(__file__).resolve().parent.parent / "resources" / "translations"


class _Translator:
    """The table in use; English needs none."""

    def __init__(self) -> None:
        self.language = "en"
        self.table: dict[str, str] = {}


_current = _Translator()


def set_language(language: str) -> None:
    """Use ``en`` or ``zh_CN`` for every text asked for from now on; an unknown language means English."""
    _current.language = language if language in LANGUAGES else "en"
    path = FOLDER / f"{_current.language}.json"
    _current.table = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def language() -> str:
    """The language in use."""
    return _current.language


def is_chinese() -> bool:
    """True if summaries and titles should be shown in Chinese."""
    return _current.language == "zh_CN"


def tr(text: str, /, **values: object) -> str:
    """The text in the language in use, with ``{name}`` fields filled from ``values``."""
    found = _current.table.get(text, text)
    return found.format(**values) if values else found
