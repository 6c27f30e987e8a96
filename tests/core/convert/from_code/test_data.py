"""What code says about the shape of data that it takes from somewhere: windows, columns, splits."""

import pytest

from tests.core.convert.from_code.reading import classes, read, rows

TABLE = """
    import numpy as np
    import pandas as pd
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import StandardScaler
    table = pd.read_csv("table.csv")
"""


def first(text: str) -> dict[str, object]:
    """The parameters of the first two layers, an input and another."""
    (_, entry), (_, layer), *_ = rows(read(TABLE + text).project.graph)
    return {**entry, **layer}


def test_columns_of_a_table_that_are_counted():
    made = first(
        """
        x = table.iloc[:, 3:13].values
        y = table.iloc[:, 13].values
        x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2)
        x_train = StandardScaler().fit_transform(x_train)
        model = Sequential([Dense(x_test.shape[1]), Dense(1)])
        model.compile("adam", "mse")
        model.fit(x_train, y_train)
        """
    )
    assert made == {"shape": (10,), "units": 10}


@pytest.mark.parametrize("part", ["table[:, 0:8]", "table[:500, :8]"])
def test_columns_of_an_array(part: str) -> None:
    assert first(f"x = {part}\n    model = Sequential([Dense(2, input_dim=x.shape[1])])")["shape"] == (8,)


@pytest.mark.parametrize("part", ["table[:, 1:]", "table[:, :-1]", "table[a:b]", "table[3:13]", "table[:, [1, 2]]"])
def test_parts_that_do_not_tell_their_size(part: str) -> None:
    assert first(f"x = {part}\n    model = Sequential([Dense(2, input_shape=(x.shape[1],))])")["shape"] == (None,)


@pytest.mark.parametrize(
    "cut", ["rows[place:(place + back), 0]", "rows[place - back:place, 0]", "rows[place:place + 60, 0]"]
)
def test_windows_that_a_loop_cuts_out_of_a_series(cut: str) -> None:
    made = first(
        f"""
        def windows(rows, back):
            found = []
            for place in range(len(rows) - back):
                found.append({cut})
            return np.array(found)
        x = windows(table.values, 60)
        x = np.reshape(x, (x.shape[0], x.shape[1], 1))
        model = Sequential([LSTM(4, input_shape=(x.shape[1], 1))])
        """
    )
    assert made["shape"] == (60, 1)


def test_a_text_is_not_cut_by_what_is_not_known():
    made = read(
        """
        word = "abcdef"
        part = word[place:place + 3]
        model = Sequential([Input((4,)), Dense(len(part))])
        """
    )
    assert rows(made.project.graph)[1] == ("Dense", {})
    assert classes(made) == ["InputLayer", "Dense"]
