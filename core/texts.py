"""Sentences that can be said in another language later: the English text, and what it was made of.

``text("{name} needs {count} inputs.", name=..., count=...)`` is the English sentence, an ordinary ``str`` that anything
may print, compare or store; it also remembers its template and its values, so that a window can look the template up
in a translation and fill the same values in. A value may itself be such a text, or a tuple of them under ``joined``.

Does not belong here: translations and languages (gui.i18n).
Invariant: templates are literals, so that reading the source finds them all (tools.translations).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_FIELD = re.compile(r"\{[a-z_]\w*(![rsa])?(:[,.0-9]{0,4}[a-z%]?)?\}")
"""A field as :func:`unpacked` takes it: no attributes, no items, no width that fills the memory."""

_CHINESE = re.compile("[一-鿿，。；：？（）“”、]")


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


class Part(str):
    """A sentence as a part of another one: with a small first letter, or without its full stop."""

    __slots__ = ("small", "whole")
    whole: str
    small: bool

    def __new__(cls, whole: str, small: bool) -> Part:
        made = super().__new__(cls, whole[:1].lower() + whole[1:] if small else whole.rstrip("."))
        made.whole, made.small = whole, small
        return made

    def __reduce__(self) -> tuple[type[Part], tuple[str, bool]]:
        return Part, (self.whole, self.small)


def text(template: str, /, **values: object) -> Text:
    """The text with its ``{name}`` fields filled; a field without a value raises KeyError.

    A value that is an exception stands for what it says: its traceback is not kept.
    """
    return Text(
        template,
        {name: carried(value) if isinstance(value, BaseException) else value for name, value in values.items()},
    )


def carried(error: BaseException) -> str:
    """What an exception was raised with, still to be translated."""
    said = error.args[0] if len(error.args) == 1 else None
    return said if isinstance(said, str) else str(error)


def joined(parts: Iterable[str], separator: str = " ") -> Joined:
    """The parts as one text; those that can be translated stay so."""
    return Joined(separator, tuple(parts))


def continued(sentence: str) -> Part:
    """The sentence behind a colon: its first letter is small. A translation keeps its own."""
    return Part(sentence, True)


def clause(sentence: str) -> Part:
    """The sentence inside another one: without its full stop, in a translation without its own."""
    return Part(sentence, False)


def packed(sentence: str) -> object:
    """The text as plain JSON, for another process; :func:`unpacked` makes it again."""
    if isinstance(sentence, Joined):
        return {"parts": [packed(part) for part in sentence.parts], "separator": sentence.separator}
    if isinstance(sentence, Part):
        return {"whole": packed(sentence.whole), "small": sentence.small}
    if isinstance(sentence, Text):
        values = {
            name: value if isinstance(value, int | float) else packed(value if isinstance(value, str) else str(value))
            for name, value in sentence.values.items()
        }
        return {"template": sentence.template, "values": values, "text": str(sentence)}
    return str(sentence)


def unpacked(data: object) -> str:
    """The text of :func:`packed`; data of any other kind become a plain string.

    A template is used only where it says what the text says: what another process sends is not trusted to be formatted.
    """
    match data:
        case {"parts": list(parts), "separator": str(separator)}:
            return joined([unpacked(part) for part in parts], separator)
        case {"whole": whole, "small": bool(small)}:
            return Part(unpacked(whole), small)
        case {"template": str(template), "values": dict(values), "text": str(said)}:
            if re.search(r"[{}]", _FIELD.sub("", template.replace("{{", "").replace("}}", ""))):
                return said
            known: dict[str, object] = {str(name): value if isinstance(value, int | float) else unpacked(value)
                     for name, value in values.items()}  # fmt: skip
            try:
                made = Text(template, known)
            except (KeyError, IndexError, ValueError):
                return said
            return made if made == said else said
    return str(data)


def filled(shown: str, change: Callable[[str], str]) -> str:
    """The same text with every plain string inside it changed, as where a name is put in late."""
    if isinstance(shown, Joined):
        return joined((filled(part, change) for part in shown.parts), shown.separator)
    if isinstance(shown, Part):
        return Part(filled(shown.whole, change), shown.small)
    if isinstance(shown, Text):
        values = {name: filled(value, change) if isinstance(value, str) else value
                  for name, value in shown.values.items()}  # fmt: skip
        return Text(shown.template, values)
    return change(shown)


def translated(shown: str, translate: Callable[[str], str]) -> str:
    """The text with every template, also of texts inside it, put through ``translate``; a plain string stays as it is.

    A translation whose fields do not fit is not used.
    """
    if isinstance(shown, Joined):
        return shown.separator.join(translated(part, translate) for part in shown.parts)
    if isinstance(shown, Part):
        found = translated(shown.whole, translate)
        return str(shown) if found == shown.whole else found if shown.small else found.rstrip(".。")
    if not isinstance(shown, Text):
        return shown
    if not shown.values:
        return translate(shown.template)
    values = {
        name: translated(value, translate) if isinstance(value, str) else value for name, value in shown.values.items()
    }
    made = translate(shown.template)
    for name, value in shown.values.items():
        if isinstance(value, Text | Joined | Part):
            made = _closed(made, name, str(values[name]))
    try:
        return made.format(**values)
    except (KeyError, IndexError, ValueError, AttributeError):
        return shown.template.format(**values)


def _closed(template: str, name: str, phrase: str) -> str:
    """No space between Chinese and a phrase in Chinese: a template has one, for names in Latin letters."""
    field = re.escape(f"{{{name}}}")
    if _CHINESE.match(phrase[:1]):
        template = re.sub(rf"(?<=[一-鿿]) (?={field})", "", template)
    if _CHINESE.match(phrase[-1:]):
        template = re.sub(rf"(?<={field}) (?=[一-鿿])", "", template)
    return template
