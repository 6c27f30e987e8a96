"""Settings that a search would choose, and order of axes that a program tells late."""

import pytest

from tests.core.convert.from_code.reading import classes, read, rows


def test_the_tuner_of_keras_begins_with_these():
    made = read(
        """
        def build(hp):
            model = Sequential([Input((4,))])
            for place in range(hp.Int("depth", 2, 4)):
                model.add(Dense(hp.Int(f"units_{place}", min_value=32, max_value=512, step=32)))
            if hp.Boolean("thin"):
                model.add(Dropout(hp.Float("rate", 0.1, 0.5)))
            model.add(Dense(hp.Choice("last", [3, 5], default=5), activation=hp.Choice("kind", values=["tanh", "relu"])))
            model.compile(optimizer=keras.optimizers.Adam(hp.Float("rate", 1e-4, 1e-2, sampling="log")), loss="mse")
            return model
        """
    )
    units = [("Dense", {"units": 32})] * 2
    assert rows(made.project.graph)[1:] == [*units, ("Dense", {"units": 5, "activation": "tanh"})]
    assert made.project.training.compile.optimizer.params["learning_rate"] == 1e-4
    assert any("units_0" in note and "32" in note for note in made.notes)


def test_trials_of_optuna():
    made = read(
        """
        def objective(trial):
            units = trial.suggest_int("units", 8, 64)
            kind = trial.suggest_categorical("kind", ["elu", "relu"])
            model = Sequential([Input((4,)), Dense(units, activation=kind), Dropout(trial.suggest_float("rate", 0.2, 0.5))])
            return model
        """
    )
    assert rows(made.project.graph)[1:] == [("Dense", {"units": 8, "activation": "elu"}), ("Dropout", {"rate": 0.2})]


@pytest.mark.parametrize("call", ['store.Int("a")', "store.Int(low, 2, 3)", "Choice(['a'])", 'store.Choice("a", some)'])
def test_other_functions_of_such_names_are_not_taken_for_a_search(call: str) -> None:
    made = read(f"model = Sequential([Input((4,)), Dense({call})])")
    assert rows(made.project.graph)[1] == ("Dense", {})
    assert not any("searched" in note for note in made.notes)


def test_templates_of_hyperas():
    made = read(
        """
        from hyperas.distributions import choice, uniform
        model = Sequential()
        model.add(Dense({{choice([64, 128])}}, input_shape=(4,)))
        model.add({{choice([Dropout(0.5), Activation('linear')])}})
        if {{choice(['three', 'four'])}} == 'four':
            model.add(Dense(100))
        model.add(Dropout({{uniform(0.25, 1)}}))
        some = {{1, 2}, {3}} if False else {1}
        """
    )
    assert classes(made) == ["InputLayer", "Dense", "Dropout", "Dropout"]
    assert [row for _, row in rows(made.project.graph)][1:] == [{"units": 64}, {"rate": 0.5}, {"rate": 0.25}]


def test_the_order_of_axes_counts_for_what_was_made_before():
    made = read(
        """
        maker = Sequential()
        maker.add(Dense(64 * 7 * 7, input_dim=10))
        maker.add(Reshape((64, 7, 7)))
        maker.add(UpSampling2D((4, 4)))
        maker.add(Convolution2D(1, 3, 3, border_mode='same'))
        judge = Sequential()
        judge.add(Convolution2D(8, 5, 5, border_mode='same', input_shape=(1, 28, 28)))
        judge.add(Flatten())
        x = Input((10,))
        both = Model(x, judge(maker(x)))
        """
    )
    inside = [rows(block.graph) for block in made.project.blocks.values()]
    formats = [row.get("data_format") for part in inside for name, row in part if name in ("UpSampling2D", "Conv2D")]
    assert formats == ["channels_first"] * 3
    assert len([note for note in made.notes if "channels first" in note]) == 1


def test_a_loss_of_tensors_leaves_no_note_about_settings():
    made = read(
        """
        from keras.losses import mse
        x = Input((4,))
        y = Dense(4)(x)
        loss = keras.backend.mean(mse(x, y) * 3)
        model = Model(x, y)
        model.add_loss(loss)
        """
    )
    assert classes(made) == ["InputLayer", "Dense"]
    assert not made.notes
