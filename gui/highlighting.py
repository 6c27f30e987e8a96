"""Colours for Python, as the theme has them, line by line as they are typed. Does not belong here: where the code stands."""

from __future__ import annotations

import builtins
import keyword
import re
from enum import IntEnum

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gui.theme import Theme


class _Inside(IntEnum):
    """What a line ends in: nothing, or a text in three quotes that goes on."""

    NOTHING = 0
    DOUBLE = 1
    SINGLE = 2


_QUOTES = {_Inside.DOUBLE: '"""', _Inside.SINGLE: "'''"}
_TOKENS = re.compile(
    r"(?P<comment>#.*)"
    r"|(?P<open>[rRbBuUfF]{0,2}(?P<quotes>\"\"\"|'''))"
    r"|(?P<string>[rRbBuUfF]{0,2}(?:\"(?:\\.|[^\"\\])*\"?|'(?:\\.|[^'\\])*'?))"
    r"|(?P<number>\b(?:0[xXoObB][0-9a-fA-F_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?j?)\b)"
    r"|(?P<word>[^\W\d]\w*)"
)
_KEYWORDS = frozenset(keyword.kwlist)
_BUILTINS = frozenset(name for name in dir(builtins) if not name.startswith("_"))


class PythonHighlighter(QSyntaxHighlighter):
    """Colours keywords, texts, numbers, comments, and the names of functions that are defined or built in."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""
        self._formats = {}
        for kind, color in theme.code.items():
            made = QTextCharFormat()
            made.setForeground(QColor(color))
            self._formats[kind] = made
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        place, inside = 0, max(self.previousBlockState(), 0)
        before = ""
        while True:
            if inside:
                end = text.find(_QUOTES[_Inside(inside)], place)
                stop = len(text) if end < 0 else end + 3
                self.setFormat(place, stop - place, self._formats["string"])
                if end < 0:
                    break
                place, inside = stop, _Inside.NOTHING
            found = _TOKENS.search(text, place)
            if found is None:
                break
            place = found.end()
            kind = found.lastgroup or ""
            if found["open"]:
                inside = _Inside.DOUBLE if found["quotes"] == '"""' else _Inside.SINGLE
                kind = "string"
            elif kind == "word":
                word = found["word"]
                is_attribute = text[: found.start()].rstrip().endswith(".")
                kind = ""
                if word in _KEYWORDS:
                    kind = "keyword"
                elif before in ("def", "class") or (word in _BUILTINS and not is_attribute):
                    kind = "function"
                before = word
            if kind:
                self.setFormat(found.start(), found.end() - found.start(), self._formats[kind])
        self.setCurrentBlockState(inside)
