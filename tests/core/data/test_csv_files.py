"""CSV files as people write them, good and bad: what is found out, and the one sentence where it cannot be."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from core.data import sources
from core.data.csv_files import read_table
from core.data.dataset import Dataset, summarize
from core.errors import DataError
from core.graph.model import DataSettings
from core.graph.values import FrozenMap, Value


def load(path: Path, **options: Value) -> Dataset:
    return sources.load(DataSettings(source=f"csv:{path}", options=FrozenMap(options)))


def refused(path: Path, **options: Value) -> str:
    with pytest.raises(DataError) as caught:
        load(path, **options)
    message = caught.value.message
    assert message and "\n" not in message
    return message


@pytest.fixture
def flowers(tmp_path: Path) -> Path:
    path = tmp_path / "flowers.csv"
    path.write_text("length,width,species\n5.1,3.5,setosa\n7.0,3.2,versicolor\n6.3,3.3,setosa\n4.9,3.0,versicolor\n")
    return path


def test_text_target_becomes_sorted_classes(flowers: Path) -> None:
    data = load(flowers)

    assert data.samples.inputs["features"].dtype == np.float32
    np.testing.assert_allclose(data.samples.inputs["features"][1], [7.0, 3.2])
    assert data.columns["features"] == ("length", "width")
    assert data.class_names == {"species": ("setosa", "versicolor")}
    assert data.samples.targets["species"].tolist() == [0, 1, 0, 1]
    assert data.samples.targets["species"].dtype == np.int32


def test_one_hot_on_request(flowers: Path) -> None:
    target = load(flowers, labels="one-hot").samples.targets["species"]
    assert target.tolist() == [[1, 0], [0, 1], [1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("text", "first_row"),
    [
        ("1;2;3\n4;5;6\n", [1, 2]),
        ("1\t2\t3\n4\t5\t6\n", [1, 2]),
        ("1|2|3\n4|5|6\n", [1, 2]),
        ("1 2 3\n4 5 6\n", [1, 2]),
        ("1, 2, 3\n4, 5, 6\n", [1, 2]),
        ("a;b;c\n1;2;3\n4;5;6\n", [1, 2]),
        ('"a, b","c","d"\n1,2,3\n', [1, 2]),
        ("1,2,3\r\n4,5,6\r\n", [1, 2]),
        ("1,2,3\r4,5,6", [1, 2]),
        ("\n\n1,2,3\n\n4,5,6\n\n", [1, 2]),
        ("+1,-.5e1,3\n4,5,6\n", [1, -5]),
    ],
)
def test_delimiter_header_and_line_ends_are_found_out(tmp_path: Path, text: str, first_row: list[float]) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(text.encode())
    assert load(path).samples.inputs["features"][0].tolist() == first_row


def test_a_comma_inside_the_decimal_sign(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a;b;c\n1,5;2,25;0,5\n3,5;4;0,75\n")
    np.testing.assert_allclose(load(path, decimal=",").samples.inputs["features"], [[1.5, 2.25], [3.5, 4]])
    assert "holds text ('1,5' in row 2)" in refused(path)
    assert "must differ" in refused(path, decimal=",", delimiter=",")


@pytest.mark.parametrize(
    ("encoding", "note"), [("utf-8", False), ("utf-8-sig", False), ("gbk", True), ("gb18030", True), ("utf-16", True)]
)
def test_encodings(tmp_path: Path, encoding: str, note: bool) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes("长度,种类\n1,山鸢尾\n2,维吉尼亚\n3,山鸢尾\n4,维吉尼亚\n".encode(encoding))
    data = load(path)
    assert data.columns["features"] == ("长度",)
    assert set(data.class_names["种类"]) == {"山鸢尾", "维吉尼亚"}
    assert any("was read as" in item for item in data.notes) == note


def test_encoding_by_option(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes("größe,ziel\n1,2\n3,4\n".encode("cp1252"))
    assert load(path, encoding="cp1252").columns["features"] == ("größe",)
    assert "no encoding 'nonsense'" in refused(path, encoding="nonsense")
    assert "not written in utf-8" in refused(path, encoding="utf-8")


def test_no_header_names_columns_by_position(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("1,2,x\n3,4,y\n5,6,x\n7,8,y\n")
    assert load(path).columns["features"] == ("column 1", "column 2")


def test_header_of_a_table_of_text(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("word,kind\ncat,noun\nrun,verb\ncat,noun\n")
    table = read_table(path, FrozenMap())
    assert [column.name for column in table.columns] == ["word", "kind"]
    assert len(read_table(path, FrozenMap({"header": False})).rows) == 4


def test_names_that_repeat_or_are_missing_become_distinct(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a,b,,y\n1,2,3,4\n5,6,7,8\n")
    assert load(path).columns["features"] == ("a", "b", "column 3")
    path.write_text("a,a,y\n1,2,3\n4,5,6\n")
    assert load(path, header=True).columns["features"] == ("a", "a (2)")


def test_target_and_features_by_name_or_position(flowers: Path) -> None:
    data = load(flowers, target="length", features=("width",), task="regression")
    np.testing.assert_allclose(data.samples.targets["length"], [[5.1], [7.0], [6.3], [4.9]], rtol=1e-6)
    assert data.columns["features"] == ("width",)
    assert load(flowers, target=-1).class_names == load(flowers).class_names
    assert "no column 'colour' for the target" in refused(flowers, target="colour")
    assert "both a feature and the target" in refused(flowers, target="width", features=("width",))
    assert "no column is left" in refused(flowers, features=())


def test_several_target_columns_are_one_vector(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a,b,c\n1,2.5,3\n4,5.5,6\n")
    data = load(path, target=("b", "c"))
    assert data.samples.targets["targets"].tolist() == [[2.5, 3], [5.5, 6]]


def test_features_take_a_shape(tmp_path: Path) -> None:
    path = tmp_path / "images.csv"
    path.write_text("label,a,b,c,d\n0,1,2,3,4\n1,5,6,7,8\n0,1,2,3,4\n1,1,1,1,1\n0,2,2,2,2\n1,3,3,3,3\n")
    data = load(path, target="label", shape=(2, 2, 1))
    assert data.samples.inputs["features"].shape == (6, 2, 2, 1)
    assert "cannot take the shape (3, 2)" in refused(path, target="label", shape=(3, 2))


def test_text_among_the_features_is_refused_with_its_place(flowers: Path) -> None:
    message = refused(flowers, target="length")
    assert "'species'" in message and "'setosa' in row 2" in message


def test_text_that_is_asked_for_is_an_input_of_its_own(flowers: Path) -> None:
    data = load(flowers, target="length", features=("species", "width"), task="regression")
    assert {name: array.shape for name, array in data.samples.inputs.items()} == {"features": (4, 1), "species": (4, 1)}
    assert data.samples.inputs["species"].dtype.kind == "U"
    summary = summarize(data)
    assert [(item.name, item.dtype, item.minimum) for item in summary.inputs][1] == ("species", "string", None)
    assert "setosa" in summary.preview[0]


def test_columns_are_listed_even_when_loading_is_refused(flowers: Path) -> None:
    found = sources.columns(DataSettings(source=f"csv:{flowers}", options=FrozenMap({"target": "length"})))
    assert [(item.name, item.kind, item.different) for item in found] == [
        ("length", "numbers", 4),
        ("width", "numbers", 4),
        ("species", "text", 2),
    ]


@pytest.fixture
def gappy(tmp_path: Path) -> Path:
    path = tmp_path / "gaps.csv"
    path.write_text("a,b,y\n1,2,0.5\n,4,1.5\n5,NA,2.5\n7,8,\n9,10,4.5\n")
    return path


def test_gaps_are_reported_with_row_numbers(gappy: Path) -> None:
    message = refused(gappy)
    assert "rows 3, 4, 5" in message and "'a'" in message


def test_gaps_dropped_or_filled(gappy: Path) -> None:
    data = load(gappy, gaps="drop")
    assert data.samples.inputs["features"].tolist() == [[1, 2], [9, 10]]
    assert "3 of 5 rows have gaps and were dropped." in data.notes
    assert "target of gaps.csv is missing in row 5" in refused(gappy, gaps="mean")

    gappy.write_text("a,b,y\n1,2,0.5\n,4,1.5\n5,NA,2.5\n")
    assert load(gappy, gaps="mean").samples.inputs["features"].tolist() == [[1, 2], [3, 4], [5, 3]]
    assert load(gappy, gaps="zero").samples.inputs["features"].tolist() == [[1, 2], [0, 4], [5, 0]]
    assert "'gaps' should be one of" in refused(gappy, gaps="guess")


def test_many_gaps_are_counted_not_listed(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a,y\n" + ",1.5\n" * 30)
    assert "rows 2, 3, 4, 5, 6 and 25 more" in refused(path)
    assert "no row is left" in refused(path, gaps="drop")
    assert "has no mean" in refused(path, gaps="mean")


@pytest.mark.parametrize("value", ["inf", "-Infinity", "1e400", "1e39", "9" * 5000])
def test_values_beyond_float32_are_refused(tmp_path: Path, value: str) -> None:
    path = tmp_path / "data.csv"
    path.write_text(f"a,y\n1,1.5\n{value},2.5\n")
    assert "infinite or too large values in row 3" in refused(path)


def test_large_whole_numbers_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("id,a,y\n1234567891,1,0.5\n1234567892,2,1.5\n")
    assert any("'id'" in note and "identifier" in note for note in load(path).notes)


def test_whole_number_targets_are_classes_when_few(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a,y\n" + "".join(f"{index},{index % 2 + 1}\n" for index in range(12)))
    data = load(path)
    assert data.class_names == {"y": ("1", "2")}
    assert data.samples.targets["y"].tolist() == [0, 1] * 6
    assert len(data.notes) == 2
    assert load(path, task="regression").samples.targets["y"][:2].tolist() == [[1], [2]]
    path.write_text("a,y\n" + "".join(f"{index},{index * 3}\n" for index in range(12)))
    quantity = load(path)
    assert quantity.class_names == {} and quantity.samples.targets["y"].shape == (12, 1)
    assert any("taken as a quantity" in note for note in quantity.notes)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "is empty"),
        (b"   \n \n", "is empty"),
        (b"a,b,y\n1,2,3\n4,5\n", "Row 3 of data.csv has 2 fields; 3 were expected as in row 1"),
        (b"1\n2\n3\n", "a single column"),
        (b"value\n1\n2\n", "a single column, 'value'"),
        (b"PK\x03\x04\0\0\0", "not a text file"),
        (bytes(range(128, 256)) * 3, "neither UTF-8 nor GB 18030"),
        (b'a,b\n"1,2\n', "Row 2 of data.csv is no CSV"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "Row 2 of data.csv"),
    ],
)
def test_broken_files_get_one_sentence(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    assert expected in refused(path)


def test_a_header_alone(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a,b\n")
    assert "a header and no rows" in refused(path, header=True)
    assert "'a' in row 1" in refused(path)


def test_names_for_labels_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "data.csv"
    path.write_text("a,name\n" + "".join(f"{index},person {index}\n" for index in range(150)))
    assert "150 different labels in 150 samples" in refused(path)
    assert "a regression needs numbers" in refused(path, task="regression")


def test_missing_folder_and_special_files(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "gone.csv")
    assert "is not a file" in refused(tmp_path)
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    assert "is not a file" in refused(pipe)


def test_unknown_options_are_noted_not_fatal(flowers: Path) -> None:
    assert "Tables have no option 'view'; it was ignored." in load(flowers, view="image").notes


def test_relative_paths_are_relative_to_the_folder(flowers: Path) -> None:
    settings = DataSettings(source="csv:flowers.csv")
    assert sources.load(settings, flowers.parent).samples.samples == 4
    with pytest.raises(DataError, match="There is no file"):
        sources.load(settings, flowers.parent / "elsewhere")
