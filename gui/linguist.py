"""Qt Linguist's files of translations (``.ts``, TS 2.1): reading them, and writing them byte for byte as Qt's tools do.

The program reads the ``.ts`` itself, and no compiled ``.qm``: it costs about ten milliseconds at the start, nothing that is
generated can be missing or old, and Qt's ``lrelease`` asks for system libraries that the program does without.

Does not belong here: looking texts up (gui.i18n), collecting them (tools.translations).
Invariants: ``messages(written(m)) == m``; what Qt's ``lupdate`` and Linguist save again has the same bytes. There is one
context, no plural forms and no places in the source, so that the file changes only when a text or a translation does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CONTEXT = "Netwright"
LARGEST = 8_000_000
"""Bytes that are read at most; the Chinese of the whole program has about 0.4 million."""

_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="{language}" sourcelanguage="en">
<context>
    <name>{context}</name>
"""
_FOOT = "</context>\n</TS>\n"
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}


@dataclass(frozen=True, slots=True)
class Message:
    """One translation, empty if there is none yet; whether the translator is done with it, and what he noted there."""

    translation: str = ""
    finished: bool = True
    note: str = ""


def read(path: Path) -> dict[str, Message]:
    """The messages of a file by their English texts; OSError if it cannot be read, ValueError if it is no such file."""
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    return messages(data)


def messages(data: bytes) -> dict[str, Message]:
    """The messages in the bytes of a file, without those that vanished from the source; else ValueError (for the log)."""
    # Imported here: English, which needs no file, starts without it.
    from xml.etree import ElementTree

    if len(data) > LARGEST:
        raise ValueError(f"more than {LARGEST} bytes")
    if b"<!ENTITY" in data:
        raise ValueError("entities defined")
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise ValueError(f"not well-formed: {error}") from error
    if root.tag != "TS":
        raise ValueError(f"root {root.tag!r}")
    found = {}
    for message in root.iter("message"):
        source, translation = message.find("source"), message.find("translation")
        if source is None or translation is None or translation.get("type") in ("vanished", "obsolete"):
            continue
        note = message.find("translatorcomment")
        found[_text(source)] = Message(
            _text(translation), translation.get("type") != "unfinished", "" if note is None else _text(note)
        )
    return found


def written(found: Mapping[str, Message], language: str) -> str:
    """The text of a file with these messages, in alphabetical order of the English."""
    lines = [_HEAD.format(language=language, context=CONTEXT)]
    for source in sorted(found, key=lambda text: (text.casefold(), text)):
        message = found[source]
        state = "" if message.finished else ' type="unfinished"'
        lines.append(f"    <message>\n        <source>{_protected(source)}</source>\n")
        if message.note:
            lines.append(f"        <translatorcomment>{_protected(message.note)}</translatorcomment>\n")
        lines.append(f"        <translation{state}>{_protected(message.translation)}</translation>\n    </message>\n")
    return "".join([*lines, _FOOT])


def _text(element: Element) -> str:
    """What an element says; characters that XML cannot hold stand in it as ``<byte value="x1b"/>``."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "byte":
            value = child.get("value", "")
            parts.append(chr((int(value[1:], 16) if value.startswith("x") else int(value)) & 0xFF))
        parts.append(child.tail or "")
    return "".join(parts)


def _protected(text: str) -> str:
    """Escaped as Qt does it: also quotes, and every white space but the plain ones."""
    return "".join(_ENTITIES.get(character) or _character(character) for character in text)


def _character(character: str) -> str:
    code = ord(character)
    if code < 0x20 and character not in "\n\t":
        return f'<byte value="x{code:x}"/>'
    return f"&#x{code:x};" if code > 0x7F and character.isspace() else character
