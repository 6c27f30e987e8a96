"""Values that come from outside of the code's own names: settings of other packages, flags, attributes given to models."""

import time

from core.convert.from_code.machine import Machine
from tests.core.convert.from_code.reading import classes, params, read, rows, wires


def test_settings_that_the_code_itself_puts_into_another_package():
    made = read(
        """
        import wandb
        wandb.init(project="p", config={"rate": 0.25, "units": 3})
        config = wandb.config
        config.units = 7
        model = Sequential([Input((4,)), Dense(config.units), Dropout(wandb.config.rate)])
        """
    )
    assert rows(made.project.graph)[1:] == [("Dense", {"units": 7}), ("Dropout", {"rate": 0.25})]


def test_flags_have_their_defaults():
    made = read(
        """
        import tensorflow as tf
        from absl import flags as other
        flags = tf.app.flags
        flags.DEFINE_integer("hidden", 33, "units")
        other.DEFINE_float("rate", default, "of dropout")
        F = flags.FLAGS
        model = Sequential([Input((4,)), Dense(F.hidden)])
        """
    )
    assert rows(made.project.graph)[1] == ("Dense", {"units": 33})


def test_a_size_of_tensorflow_1_has_a_value():
    made = read("x = Input((5, 6))\nmodel = Model(x, Dense(x.shape[-1].value * 2)(x))")
    assert rows(made.project.graph)[1] == ("Dense", {"units": 12})


def test_letters_of_the_string_module():
    made = read(
        "import string\nmodel = Sequential([Input((4,)), Dense(len(string.digits + string.ascii_uppercase))])"
    )
    assert rows(made.project.graph)[1] == ("Dense", {"units": 36})


def test_a_model_keeps_what_the_code_attaches_to_it():
    made = read(
        """
        model = Sequential()
        model.parts = [Dense(3, input_dim=4), Dense(2)]
        for part in model.parts:
            model.add(part)
        """
    )
    assert classes(made) == ["InputLayer", "Dense", "Dense"]


def test_a_model_of_a_name_that_is_not_known_is_one_input():
    made = read(
        """
        from keras import applications
        def build(settings):
            base = getattr(applications, settings.name)(include_top=False)
            return Model(base.input, [Dense(2, name="left")(base.output), Dense(3, name="right")(base.output)])
        """
    )
    assert classes(made) == ["InputLayer", "Dense", "Dense"]
    assert wires(made)["left"] == wires(made)["right"]
    assert not any("Unknown(" in note for note in made.notes)


def test_what_a_foreign_object_holds_is_one_input():
    made = read(
        """
        import zoo
        base = zoo.Backbone("b0")
        model = Model(base.input, [Dense(2, name="left")(base.output), Dense(3, name="right")(base.output)])
        """
    )
    assert classes(made) == ["InputLayer", "Dense", "Dense"]
    assert wires(made)["left"] == wires(made)["right"]


METHODS = """
    class Steps:
        def __init__(self):
            self.mean = 3.0
        def centred(self, x):
            return x - self.mean
        def odd(self, x):
            return elsewhere(x)
    steps = Steps()
    model = Sequential([Input((4,)), Lambda(steps.{method}, name="step"), Dense(2)])
"""


def test_a_lambda_of_a_method_is_written_out():
    made = read(METHODS.format(method="centred"))
    assert classes(made) == ["InputLayer", "subtract", "Dense"]
    assert not any("set function" in note for note in made.notes)


def test_a_lambda_of_a_method_that_is_not_understood_says_so():
    made = read(METHODS.format(method="odd"))
    assert classes(made) == ["InputLayer", "Lambda", "Dense"]
    assert params(made, "step") == {}
    assert [note for note in made.notes if "The method 'odd'" in note]


def test_pooling_without_a_size_has_the_one_it_always_had():
    made = read("model = Sequential([Input((8, 8, 3)), AveragePooling2D(), AveragePooling2D(4)])")
    assert [row for _, row in rows(made.project.graph)][1:] == [{"pool_size": 2}, {"pool_size": 4}]


def test_a_bare_layer_lets_everything_pass():
    made = read("model = Sequential()\nmodel.add(Layer(input_shape=(8, 3)))\nmodel.add(Dense(2))")
    assert classes(made) == ["InputLayer", "Identity", "Dense"]
    assert params(made, "input_layer")["shape"] == (8, 3)


def test_volumes_of_keras_1_had_their_channels_first():
    made = read(
        """
        model = Sequential()
        model.add(Convolution3D(8, 3, 3, 3, border_mode='same', input_shape=(3, 16, 112, 112)))
        model.add(MaxPooling3D((1, 2, 2)))
        model.add(ZeroPadding3D((0, 1, 1)))
        """
    )
    assert [row.get("data_format") for _, row in rows(made.project.graph)][1:] == ["channels_first"] * 3


def test_loading_keras_takes_nothing_from_the_code(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(time, "thread_time", lambda: clock[0])
    m = Machine(None, None, None, None, [])
    m.start()
    m.go_on()
    with m.uncounted():
        clock[0] += 60.0
    m.check_time()
    assert m.go_on()


def test_a_model_that_the_code_saves_and_opens_again_is_that_model():
    made = read(
        """
        from keras.callbacks import ModelCheckpoint
        model = Sequential([Input((4,)), Dense(3)])
        model.compile("adam", "mse")
        model.fit(x, y, callbacks=[ModelCheckpoint("best.h5")])
        del model
        body = keras.models.load_model("best.h5")
        body.save("body.keras")
        again = load_model("body.keras")
        whole = Model(again.input, Dense(2, name="new")(again.output))
        whole.compile("sgd", "mae")
        whole.fit(x, y)
        """
    )
    assert classes(made) == ["InputLayer", "Dense", "Dense"]
    assert made.project.training.compile.loss == "mean_absolute_error"
    assert [note for note in made.notes if "'best.h5'" in note and "saves" in note]


def test_a_model_of_another_file_stays_closed():
    made = read("model = Sequential([Input((4,)), Dense(3)])\nmodel.save('a.h5')\nother = load_model('b.h5')")
    assert classes(made) == ["InputLayer", "Dense"]
    assert any("'b.h5' is not opened" in note for note in made.notes)


def test_modules_of_a_star_import_of_applications():
    made = read(
        "from keras.applications import *\nmodel = Sequential([Input((8, 8, 3)), Lambda(xception.preprocess_input)])"
    )
    assert not any("not defined" in note for note in made.notes)


def test_a_layer_of_another_package_says_what_goes_in():
    made = read(
        """
        import elsewhere
        class Own(keras.layers.Layer):
            def call(self, x):
                return elsewhere.work(x)
        model = Sequential([elsewhere.Wave(4, input_shape=(16, 1)), Dense(3)])
        other = Sequential([Own(input_shape=(5,)), Dense(3)])
        """
    )
    assert params(made, "input_layer_1")["shape"] == (5,)
    made = read("import elsewhere\nmodel = Sequential([elsewhere.Wave(4, input_shape=(16, 1)), Dense(3)])")
    assert params(made, "input_layer")["shape"] == (16, 1)
    assert len(made.placeholders) == 1
