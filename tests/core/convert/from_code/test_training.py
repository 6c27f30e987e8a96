"""What compile and fit say becomes the training settings."""

from __future__ import annotations

import pytest

from core.graph.values import FrozenMap, KerasObject
from tests.core.convert.from_code.reading import classes, read

MODEL = "model = Sequential([Dense(3, input_shape=(4,))])\n"


def test_compile_and_fit_of_keras_1() -> None:
    made = read(
        MODEL
        + """
model.compile(loss='mse', optimizer=keras.optimizers.SGD(lr=0.1, momentum=0.9, decay=1e-3, nesterov=True), metrics=['acc'])
stop = keras.callbacks.EarlyStopping('val_loss', patience=3)
save = keras.callbacks.ModelCheckpoint('best.h5')
history = model.fit(x, y, nb_epoch=12, batch_size=64, validation_split=0.25, shuffle=False, class_weight={0: 1.0, 1: 2.5},
                    callbacks=[stop, save])
"""
    )
    settings = made.project.training
    schedule = {"initial_learning_rate": 0.1, "decay_steps": 1, "decay_rate": 0.001}
    assert settings.compile.optimizer == KerasObject(
        "keras.optimizers.SGD",
        FrozenMap(
            {
                "momentum": 0.9,
                "nesterov": True,
                "learning_rate": KerasObject("keras.optimizers.schedules.InverseTimeDecay", FrozenMap(schedule)),
            }
        ),
    )
    assert (settings.compile.loss, settings.compile.metrics) == ("mean_squared_error", ("accuracy",))
    fit = settings.fit
    assert (fit.epochs, fit.batch_size, fit.shuffle) == (12, 64, False)
    assert settings.data.validation_split == 0.25 and fit.class_weight == FrozenMap({"0": 1.0, "1": 2.5})
    assert fit.callbacks == (KerasObject("keras.callbacks.EarlyStopping", FrozenMap({"patience": 3})),)
    assert any("ModelCheckpoint is not taken over" in note for note in made.notes)


@pytest.mark.parametrize(
    ("text", "type_name"),
    [
        ("'adam'", "Adam"),
        ("keras.optimizers.RMSprop()", "RMSprop"),
        ("keras.optimizers.legacy.Adagrad(0.1)", "Adagrad"),
        ("tf.train.AdamOptimizer(0.001)", "Adam"),
        ("tf.optimizers.Nadam", "Nadam"),
    ],
)
def test_optimizers_of_every_home(text: str, type_name: str) -> None:
    made = read(f"import tensorflow as tf\n{MODEL}model.compile(optimizer={text}, loss='mae')")
    optimizer = made.project.training.compile.optimizer
    assert isinstance(optimizer, KerasObject) and optimizer.type == f"keras.optimizers.{type_name}"


def test_losses_by_output_and_as_objects() -> None:
    made = read(
        """
        x = Input((4,))
        model = Model(x, {'a': Dense(1)(x), 'b': Dense(2)(x)})
        model.compile('adam', loss={'a': keras.losses.Huber(delta=2.0), 'b': keras.losses.categorical_crossentropy},
                      loss_weights={'a': 1.0, 'b': 0.2}, metrics={'b': [keras.metrics.AUC(), 'accuracy']})
        """
    )
    compile = made.project.training.compile
    assert isinstance(compile.loss, FrozenMap) and compile.loss["b"] == "categorical_crossentropy"
    assert compile.loss["a"] == KerasObject("keras.losses.Huber", FrozenMap({"delta": 2.0}))
    assert compile.loss_weights == FrozenMap({"a": 1.0, "b": 0.2})
    assert compile.metrics == FrozenMap({"b": (KerasObject("keras.metrics.AUC"), "accuracy")})


def test_what_is_not_known_stands_in_a_note() -> None:
    made = read(MODEL + "model.compile(optimizer=chosen, loss='made_up')\nmodel.fit(x, y, epochs=count)")
    settings = made.project.training
    assert settings.compile.loss is None and settings.fit.epochs == 10
    notes = "\n".join(made.notes)
    assert "'chosen' is not defined" in notes and "no loss 'made_up'" in notes and "'count' is not defined" in notes


def test_policy_and_seed() -> None:
    made = read("keras.mixed_precision.set_global_policy('mixed_float16')\nkeras.utils.set_random_seed(7)\n" + MODEL)
    assert made.project.dtype_policy == "mixed_float16" and made.project.training.fit.seed == 7


def test_a_function_that_is_only_handed_on_still_gives_its_model() -> None:
    made = read(
        """
        def create_model(learning_rate, hidden=10):
            model = Sequential()
            model.add(Dense(hidden, activation='relu', input_dim=784))
            model.add(Dense(10, activation='softmax'))
            model.compile(optimizer=Adam(learning_rate=learning_rate), loss='categorical_crossentropy')
            return model
        classifier = KerasClassifier(build_fn=create_model, epochs=10)
        """
    )
    assert classes(made) == ["InputLayer", "Dense", "Dense"]
    assert any("'learning_rate' of create_model() is not given" in note for note in made.notes)
    assert made.project.training.compile.loss == "categorical_crossentropy"
