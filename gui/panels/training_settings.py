"""The form for compile and fit settings: optimizer, loss, metrics, epochs, batch size, callbacks.

Every optimizer, loss and metric of the installed Keras is offered. Part of the document, so every change can be undone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from core.catalog.spec import ParamKind, ParamSpec
from core.convert.initial_weights import OPTION, with_initial_weights
from core.graph.model import Project, TrainingSettings
from core.graph.queries import output_sources
from core.graph.values import FrozenMap, KerasObject, Value
from core.texts import text
from gui.forms.editors import UNSET, Editor
from gui.forms.form import Form
from gui.forms.object_editor import ObjectEditor, ObjectsEditor
from gui.i18n import tr
from gui.layouts import empty
from gui.session import EditorSession

FIT_SPECS = (
    ParamSpec("epochs", ParamKind.INT, 10, minimum=1, primary=True, help=text("How often all samples are gone through.")),
    ParamSpec("batch_size", ParamKind.INT, 32, minimum=1, primary=True, help=text("Samples for each step of the optimizer.")),
    ParamSpec("shuffle", ParamKind.BOOL, True, help=text("Mix the training samples before each epoch.")),
    ParamSpec("seed", ParamKind.INT, 0, minimum=0, help=text("The same seed starts from the same weights.")),
)
EARLY_STOPPING = ParamSpec(
    "early_stopping",
    ParamKind.INT,
    None,
    nullable=True,
    minimum=1,
    help=text("Stop when the validation loss has not improved for this many epochs; empty: never."),
)
INITIAL = ParamSpec(
    OPTION,
    ParamKind.TEXT,
    None,
    nullable=True,
    help=text(
        "The weights that training starts from: imagenet:VGG16, or a file (.weights.h5, .keras, .h5) relative to the "
        "project; several with a ; between them. Empty: new ones."
    ),
)
STOPPER = "keras.callbacks.EarlyStopping"


class TrainingSettingsForm(QWidget):
    """The settings column of the training panel."""

    def __init__(self, session: EditorSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._shown: TrainingSettings | None = None
        self._outputs: tuple[str, ...] = ()
        self._losses: dict[str, Editor] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._fit = Form((*FIT_SPECS, EARLY_STOPPING, INITIAL), session.catalog)
        self._fit.changed.connect(self._set_fit)
        self._fit.refused.connect(self._refuse)
        self._optimizer = ObjectEditor(ParamSpec("optimizer", ParamKind.OPTIMIZER, required=True), session.catalog)
        self._optimizer.changed.connect(lambda value: self._set_compile("optimizer", value))
        self._optimizer.refused.connect(self._refuse)
        self._loss_place = QVBoxLayout()
        self._metrics = ObjectsEditor(
            ParamSpec("metrics", ParamKind.METRIC, required=True), session.catalog, ParamKind.METRIC
        )
        self._metrics.changed.connect(lambda value: self._set_compile("metrics", value))
        self._column.addWidget(self._fit)
        self._titled(tr("Optimizer"), self._optimizer)
        self._column.addLayout(self._loss_place)
        self._titled(tr("Metrics"), self._metrics)
        session.project_changed.connect(lambda _change: self._show())
        session.graph_reset.connect(self._show)
        self._show()

    def _titled(self, title: str, widget: QWidget) -> None:
        label = QLabel(title)
        label.setProperty("role", "heading")
        self._column.addWidget(label)
        self._column.addWidget(widget)

    def _refuse(self, text: str) -> None:
        self._session.status.emit(text, "warning")

    # What is shown

    def _show(self) -> None:
        graph = self._session.project.graph
        outputs = tuple(dict.fromkeys(graph.name_of(source.node) for source in output_sources(graph)))
        settings = self._session.project.training
        if outputs != self._outputs or not self._losses:
            self._outputs = outputs
            self._build_losses()
            self._shown = None
        if settings is self._shown:
            return
        self._shown = settings
        stopper = next((c for c in settings.fit.callbacks if isinstance(c, KerasObject) and c.type == STOPPER), None)
        given = {spec: getattr(settings.fit, spec.name) for spec in FIT_SPECS}
        shown: dict[str, Value] = {spec.name: value for spec, value in given.items() if value != spec.default}
        if stopper is not None:
            shown["early_stopping"] = stopper.params.get("patience", 0)
        entries = settings.fit.options.get(OPTION, ())
        texts = (entries,) if isinstance(entries, str) else entries if isinstance(entries, tuple) else ()
        if texts:
            shown[OPTION] = "; ".join(map(str, texts))
        self._fit.show_params([FrozenMap(shown)])
        self._optimizer.show_value(settings.compile.optimizer, is_set=True)
        for name, editor in self._losses.items():
            editor.show_value(self._loss_of(settings.compile.loss, name), is_set=True)
        metrics = settings.compile.metrics
        self._metrics.setEnabled(not isinstance(metrics, FrozenMap))
        self._metrics.show_value(metrics if isinstance(metrics, tuple) else (), is_set=True)

    def _build_losses(self) -> None:
        empty(self._loss_place)
        self._losses = {}
        names = self._outputs if len(self._outputs) > 1 else ("",)
        for name in names:
            label = QLabel(tr("Loss of {name}", name=name) if name else tr("Loss"))
            label.setProperty("role", "heading")
            editor = ObjectEditor(ParamSpec("loss", ParamKind.LOSS, nullable=True), self._session.catalog)
            editor.changed.connect(lambda value, name=name: self._set_loss(name, value))
            editor.refused.connect(self._refuse)
            self._loss_place.addWidget(label)
            self._loss_place.addWidget(editor)
            self._losses[name] = editor

    def _loss_of(self, loss: Value, name: str) -> Value:
        if isinstance(loss, FrozenMap):
            return loss.get(name) if name else next(iter(loss.values()), None)
        if isinstance(loss, tuple):
            position = self._outputs.index(name) if name in self._outputs else 0
            return loss[position] if position < len(loss) else None
        return loss

    # What is changed

    def _apply(self, change: Callable[[TrainingSettings], TrainingSettings], name: str) -> None:
        def edit(project: Project) -> Project:
            return replace(project, training=change(project.training))

        self._session.apply_project(edit, tr("Set {name}", name=name))

    def _set_fit(self, name: str, value: object) -> None:
        if name == EARLY_STOPPING.name:
            self._set_early_stopping(value)
            return
        if name == OPTION:
            entries = [entry.strip() for entry in value.split(";")] if isinstance(value, str) else []
            self._session.apply_project(
                lambda project: with_initial_weights(project, entries), tr("Set {name}", name=name)
            )
            return
        if value is UNSET:
            value = next(spec.default for spec in FIT_SPECS if spec.name == name)
        self._apply(lambda old: replace(old, fit=replace(old.fit, **{name: value})), name)  # type: ignore[arg-type]

    def _set_early_stopping(self, value: object) -> None:
        def change(old: TrainingSettings) -> TrainingSettings:
            kept = tuple(c for c in old.fit.callbacks if not (isinstance(c, KerasObject) and c.type == STOPPER))
            if isinstance(value, int):
                params: FrozenMap[str, Value] = FrozenMap({"patience": value, "restore_best_weights": True})
                kept = (*kept, KerasObject(STOPPER, params))
            return replace(old, fit=replace(old.fit, callbacks=kept))

        self._apply(change, EARLY_STOPPING.name)

    def _set_compile(self, name: str, value: object) -> None:
        self._apply(lambda old: replace(old, compile=replace(old.compile, **{name: value})), name)  # type: ignore[arg-type]

    def _set_loss(self, name: str, value: object) -> None:
        def change(old: TrainingSettings) -> TrainingSettings:
            if not name:
                return replace(old, compile=replace(old.compile, loss=value))  # type: ignore[arg-type]
            losses = {output: self._loss_of(old.compile.loss, output) for output in self._outputs}
            losses[name] = value  # type: ignore[assignment]
            return replace(old, compile=replace(old.compile, loss=FrozenMap(losses)))

        self._apply(change, "loss")
