"""Pictures by each road - dot, pygraphviz, our own - and none of them ever hangs."""

from __future__ import annotations

import os
import stat
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from core.convert import diagram
from core.convert.diagram import draw, render
from core.convert.dot_reader import read_dot
from core.convert.svg_writer import dot_to_svg
from core.convert.to_dot import DotOptions, to_dot
from core.errors import ConversionError
from tests.core.convert import nets

HEADS = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}


@pytest.fixture(scope="module")
def drawing() -> str:
    return to_dot(nets.residual())


@pytest.fixture
def no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("NETWRIGHT_DOT", raising=False)


def program(folder: Path, script: str) -> str:
    path = folder / "dot"
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
def test_pygraphviz_draws_without_a_program(drawing: str, format: str, no_path: None) -> None:
    picture = draw(drawing, format)
    assert picture.engine == "pygraphviz" and not picture.note
    assert picture.data.startswith(HEADS[format])


def test_the_program_dot_comes_first(drawing: str, tmp_path: Path) -> None:
    dot = program(tmp_path, 'cat > "$0.in"; printf "%s" "$*"')
    picture = draw(drawing, "png", dot_path=dot)
    assert picture.engine == "dot"
    assert picture.data == f"-Tpng -Gdpi={diagram.RESOLUTION}".encode()
    assert (tmp_path / "dot.in").read_text() == drawing


def test_the_environment_names_a_program(drawing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWRIGHT_DOT", program(tmp_path, "cat > /dev/null; echo here"))
    assert render(drawing, "svg") == b"here\n"


@pytest.mark.parametrize("script", ["exit 3", "cat > /dev/null", "echo broken >&2; exit 1"])
def test_a_program_that_fails_hands_over(drawing: str, tmp_path: Path, script: str) -> None:
    assert draw(drawing, "svg", dot_path=program(tmp_path, script)).engine == "pygraphviz"


def test_a_program_that_is_not_there_hands_over(drawing: str, tmp_path: Path) -> None:
    assert draw(drawing, "svg", dot_path=str(tmp_path / "none")).engine == "pygraphviz"


def test_own_svg_is_the_last_resort(drawing: str) -> None:
    picture = draw(drawing, "svg", dot_path="", use_pygraphviz=False)
    assert picture.engine == "netwright" and "own layout" in picture.note
    assert ElementTree.fromstring(picture.data).tag.endswith("svg")


def test_without_graphviz_a_png_says_what_is_missing(drawing: str) -> None:
    with pytest.raises(ConversionError, match=r"\.png diagram needs Graphviz.*pygraphviz.*\.svg"):
        draw(drawing, "png", dot_path="", use_pygraphviz=False)


def test_a_program_that_hangs_is_ended_with_its_children(drawing: str, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    dot = program(tmp_path, f"sleep 60 & echo $! > {pid}; sleep 60")
    start = time.monotonic()
    picture = draw(drawing, "svg", 0.5, dot_path=dot)
    assert time.monotonic() - start < 30
    assert picture.engine == "netwright" and "0.5 s" in picture.note
    with pytest.raises(ConversionError, match=r"did not finish the \.pdf within 0\.5 s"):
        draw(drawing, "pdf", 0.5, dot_path=dot)
    for _ in range(50):
        if not alive(int(pid.read_text())):
            break
        time.sleep(0.1)
    assert not alive(int(pid.read_text()))


def alive(pid: int) -> bool:
    """True if the process runs; one that ended and waits for its parent does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_pygraphviz_that_takes_too_long_is_ended(drawing: str) -> None:
    assert draw(drawing, "svg", 0.001, dot_path="").engine == "netwright"


def test_dot_text_is_a_format_and_others_are_refused(drawing: str) -> None:
    assert render(drawing, "dot").decode() == drawing
    with pytest.raises(ConversionError, match="one of png, svg, pdf, dot"):
        render(drawing, "bmp")


def test_own_svg_holds_every_card_and_label(no_path: None) -> None:
    made = nets.foreign_names()
    root = ElementTree.fromstring(dot_to_svg(to_dot(made, None, DotOptions(direction="LR"))))
    texts = ["".join(item.itertext()) for item in root.iter() if item.tag.endswith("text")]
    for name in ("输入", "class", "卷积", "{name}", 'a "quoted" \\ name  import os'):
        assert name in texts
    assert not [item for item in root.iter() if item.tag.endswith(("script", "image", "a"))]
    width, height = float(root.get("width", "0")), float(root.get("height", "0"))
    assert width > height > 0


def test_own_svg_keeps_cards_apart() -> None:
    root = ElementTree.fromstring(dot_to_svg(to_dot(nets.residual())))
    boxes = []
    for group in (item for item in root if item.tag.endswith("g")):
        rect = group[0]
        x, y, width, height = (float(rect.get(key, "0")) for key in ("x", "y", "width", "height"))
        boxes.append((x, y, x + width, y + height))
    assert len(boxes) == 9
    for place, a in enumerate(boxes):
        for b in boxes[place + 1 :]:
            assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_a_large_drawing_takes_our_layout_a_moment() -> None:
    lines = [f'n{i} [label="layer {i}"];' for i in range(2000)] + [f"n{i} -> n{i + 1};" for i in range(1999)]
    text = "digraph model {\n" + "\n".join(lines) + "\n}"
    start = time.monotonic()
    assert len(dot_to_svg(text)) > 100_000
    assert time.monotonic() - start < 30  # only against a hang; speed is measured by the benchmarks


@pytest.mark.parametrize(
    "text", ["", "digraph", "digraph {", "digraph { a -> }", "{ }", "digraph { a [label=<b }", "digraph { a [b] }"]
)
def test_what_is_no_drawing_is_one_sentence(text: str) -> None:
    with pytest.raises(ConversionError, match="cannot be read"):
        read_dot(text)


def test_the_reader_knows_what_graphviz_writes() -> None:
    graph = read_dot(
        'strict digraph "a b" { graph [rankdir=LR, x=1]; node [shape=box]; // c\n a:p1 /* x */ [label="q\\"x"]'
        ' subgraph cluster_0 { label=in; b; subgraph { c } } a -> b -> c [color="#fff"]; -1.5 }'
    )
    assert set(graph.nodes) >= {"a", "b", "c", "-1.5"}
    assert [(source, target) for source, target, _ in graph.edges] == [("a", "b"), ("b", "c")]
    assert graph.attributes["rankdir"] == "LR"
    assert graph.clusters[0].nodes == ["b", "c"] and graph.clusters[0].attributes == {"label": "in"}


def test_no_process_is_left(drawing: str) -> None:
    before = os.listdir("/proc/self/task")
    render(drawing, "svg")
    assert len(os.listdir("/proc/self/task")) <= len(before) + 1
