"""Spelling Chinese titles in Latin letters, so that ``juanji`` and ``jj`` find 卷积.

The table covers the characters that the catalogue's own titles use (a test proves it). Does not belong here: search.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def spellings(texts: Iterable[str], syllables: Mapping[str, str]) -> tuple[str, ...]:
    """For each text with Chinese characters: its full pinyin and its initials, without repetition, in order."""
    made: dict[str, None] = {}
    for text in texts:
        if any(is_chinese(character) for character in text):
            parts = spelled(text, syllables)
            made["".join(parts)] = None
            made["".join(part[0] for part in parts)] = None
    return tuple(made)


def spelled(text: str, syllables: Mapping[str, str]) -> list[str]:
    """One syllable for each Chinese character (a listed word of several characters decides readings), other letters
    and digits as they are, lower-case. KeyError names a character that the table lacks."""
    parts: list[str] = []
    position = 0
    while position < len(text):
        word = next(
            (text[position : position + size] for size in (4, 3, 2) if text[position : position + size] in syllables),
            "",
        )
        if len(word) > 1:
            parts += syllables[word].split()
            position += len(word)
            continue
        character = text[position]
        if is_chinese(character):
            parts.append(syllables[character])
        elif character.isalnum():
            parts.append(character.lower())
        position += 1
    return parts


def is_chinese(character: str) -> bool:
    """Whether the character is a CJK ideograph of the basic block."""
    return "\u4e00" <= character <= "\u9fff"
