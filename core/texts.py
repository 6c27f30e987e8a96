"""Sentences that can be said in another language later: the English text, and what it was made of.

``text("{name} needs {count} inputs.", name=..., count=...)`` is the English sentence, an ordinary ``str`` that anything
may print, compare or store; it also remembers its template and its values, so that a window can look the template up
in a translation and fill the same values in. A value may itself be such a text, or a tuple of them under ``joined``.

Does not belong here: translations and languages (gui.i18n).
Invariant: templates are literals, so that reading the source finds them all (tools.translations).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable


class Text(str):
    """An English text with its ``template`` and ``values``; made by :func:`text`, equal to the plain string."""

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]

    def __new__(cls, template: str, values: dict[str, object]) -> Text:
        made = super().__new__(cls, template.format(**values) if values else template)
        made.template, made.values = template, values
        return made

    def __reduce__(self) -> tuple[type[Text], tuple[str, dict[str, object]]]:
        return Text, (self.template, self.values)


class Joined(str):
    """Several texts behind each other with a separator between them."""

    __slots__ = ("parts", "separator")
    parts: tuple[str, ...]
    separator: str

    def __new__(cls, separator: str, parts: tuple[str, ...]) -> Joined:
        made = super().__new__(cls, separator.join(parts))
        made.separator, made.parts = separator, parts
        return made

    def __reduce__(self) -> tuple[type[Joined], tuple[str, tuple[str, ...]]]:
        return Joined, (self.separator, self.parts)


def text(template: str, /, **values: object) -> Text:
    """The text with its ``{name}`` fields filled; a field without a value raises KeyError."""
    return Text(template, values)


def joined(parts: Iterable[str], separator: str = " ") -> Joined:
    """The parts as one text; those that can be translated stay so."""
    return Joined(separator, tuple(parts))


def translated(shown: str, translate: Callable[[str], str]) -> str:
    """The text with every template, also of texts inside it, put through ``translate``; a plain string stays as it is.

    A translation whose fields do not fit is not used.
    """
    if isinstance(shown, Joined):
        return shown.separator.join(translated(part, translate) for part in shown.parts)
    if not isinstance(shown, Text):
        return shown
    if not shown.values:
        return translate(shown.template)
    values = {
        name: translated(value, translate) if isinstance(value, str) else value for name, value in shown.values.items()
    }
    try:
        return translate(shown.template).format(**values)
    except (KeyError, IndexError, ValueError, AttributeError):
        return shown.template.format(**values)
