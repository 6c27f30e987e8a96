"""Files of Qt Linguist: what is written is read again, what others wrote is read, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui import linguist
from gui.linguist import Message, messages, written

# XML holds no surrogates, and two code points not at all; other control characters are written as bytes.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufffe\uffff"))


def file_of(body: str) -> bytes:
    """A file with one context that holds ``body``."""
    text = f'<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1"><context>{body}</context></TS>'
    return text.encode("utf-8")


@given(st.dictionaries(TEXTS, st.builds(Message, TEXTS, st.booleans(), TEXTS)))
def test_what_is_written_is_read_again(found: dict[str, Message]) -> None:
    assert messages(written(found, "zh_CN").encode("utf-8")) == found


def test_the_file_looks_like_this() -> None:
    found = {
        "Use {name}": Message("使用 {name}"),
        "add": Message("", finished=False),
        'Zoom <in>\nand "out"': Message("缩放", finished=False, note="A menu's entry."),
    }
    assert (
        written(found, "zh_CN")
        == """\
<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Netwright</name>
    <message>
        <source>add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use {name}</source>
        <translation>使用 {name}</translation>
    </message>
    <message>
        <source>Zoom &lt;in&gt;
and &quot;out&quot;</source>
        <translatorcomment>A menu&apos;s entry.</translatorcomment>
        <translation type="unfinished">缩放</translation>
    </message>
</context>
</TS>
"""
    )


def test_files_of_others_are_read() -> None:
    found = messages(
        file_of(
            """
    <name>Other</name>
    <message>
        <location filename="../a.py" line="3"/><location line="+4"/>
        <source>Open</source><extracomment>A button.</extracomment>
        <translation><![CDATA[打开]]></translation>
    </message>
    <message><source>Gone</source><translation type="vanished">没有了</translation></message>
    <message><source>Old</source><translation type="obsolete">旧的</translation></message>
    <message><source>A<byte value="x1b"/>B<byte value="9"/></source><translation>一<byte value="x1b"/>二</translation></message>
    <message><source>No translation</source></message>
    <message><translation>没有原文</translation></message>
"""
        )
    )
    assert found == {"Open": Message("打开"), "A\x1bB\t": Message("一\x1b二")}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "well-formed"),
        (b"<TS><context>", "well-formed"),
        (b"\x89PNG\r\n\x1a\n", "well-formed"),
        (b"<svg/>", "'svg'"),
        (b'<!DOCTYPE TS [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><TS>&b;</TS>', "entities"),
        (b"<TS>" + b" " * linguist.LARGEST + b"</TS>", "more"),
        (file_of('<message><source>A<byte value="xg"/></source><translation>b</translation></message>'), "xg|literal"),
    ],
)
def test_anything_else_is_refused(data: bytes, says: str, tmp_path: Path) -> None:
    file = tmp_path / "sample.ts"
    file.write_bytes(data)
    with pytest.raises(ValueError, match=says):
        linguist.read(file)


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    file = tmp_path / "large.ts"
    with file.open("wb") as out:
        out.truncate(linguist.LARGEST * 1000)
    with pytest.raises(ValueError, match="bytes"):
        linguist.read(file)
