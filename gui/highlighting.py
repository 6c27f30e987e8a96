"""Colours for Python, as the theme has them. Does not belong here: what the code is, where it stands."""

from __future__ import annotations

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gui.theme import Theme


class PythonHighlighter(QSyntaxHighlighter):
    """Colours Python with Pygments' lexer; the whole text is lexed once for each change."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._lines: list[list[tuple[int, int, str]]] = []
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

    def lex(self, text: str) -> None:
        """Find the tokens of the whole text; call before the text is set."""
        from pygments.lexers import PythonLexer
        from pygments.token import Comment, Keyword, Name, Number, Operator, String

        self._lines = [[] for _ in range(text.count("\n") + 2)]
        row = column = 0
        for token, value in PythonLexer(stripnl=False, ensurenl=False).get_tokens(text):
            kind = ""
            if token in Keyword or token in Operator.Word:
                kind = "keyword"
            elif token in String:
                kind = "string"
            elif token in Number:
                kind = "number"
            elif token in Comment:
                kind = "comment"
            elif token in Name.Function or token in Name.Builtin:
                kind = "function"
            for position, part in enumerate(value.split("\n")):
                if position:
                    row, column = row + 1, 0
                if kind and part:
                    self._lines[row].append((column, len(part), kind))
                column += len(part)

    def highlightBlock(self, text: str) -> None:
        number = self.currentBlock().blockNumber()
        if number < len(self._lines):
            for start, length, kind in self._lines[number]:
                self.setFormat(start, length, self._formats[kind])
