"""What belongs to the model as a whole: how its outputs are returned, under which names, and the dtype policy."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QWidget

from core.catalog.spec import ParamKind, ParamSpec
from core.graph import edits
from core.graph.model import Graph, Project, Structure
from core.graph.queries import input_nodes, output_sources
from core.graph.values import FrozenMap, Source
from core.texts import text
from gui.forms.editors import UNSET, ChoiceEditor
from gui.forms.form import Form
from gui.i18n import tr
from gui.session import EditorSession

BUDGET_SPECS = (
    ParamSpec("parameters", ParamKind.INT, None, nullable=True, minimum=1,
              help=text("How many parameters the model may have.")),
    ParamSpec("flops", ParamKind.INT, None, nullable=True, minimum=1, help=text("How many FLOPs one sample may cost.")),
    ParamSpec("memory_bytes", ParamKind.INT, None, nullable=True, minimum=1,
              help=text("How many bytes weights and the activations of one batch may take.")),
)  # fmt: skip
POLICIES = ("float32", "mixed_float16", "mixed_bfloat16", "float16", "bfloat16", "float64")
AUTOMATIC, CHOSEN, NAMED = 0, 1, 2


class ModelForm(QWidget):
    """Inputs and outputs as the model takes and returns them, and the dtype policy of all layers."""

    def __init__(self, session: EditorSession) -> None:
        super().__init__()
        self._session = session
        graph = session.graph
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        policy = ChoiceEditor(
            ParamSpec("dtype_policy", ParamKind.CHOICE, None, nullable=True, choices=POLICIES, open=True), session.catalog
        )
        policy.show_value(session.project.dtype_policy, is_set=True)
        policy.changed.connect(self._set_policy)
        form.addRow(tr("Dtype policy"), policy)
        inputs = input_nodes(graph)
        if inputs:
            self._kind_row(form, tr("Inputs"), self._kind(graph.inputs), self._set_inputs)
        sources = output_sources(graph)
        if sources:
            self._kind_row(form, tr("Outputs"), self._kind(graph.outputs), self._set_outputs)
        if isinstance(graph.outputs, FrozenMap):
            for key, source in graph.outputs.items():
                line = QLineEdit(key)
                line.setAccessibleName(tr("Name of the output"))
                line.editingFinished.connect(lambda line=line, key=key: self._rename_output(key, line.text().strip()))
                name = graph.name_of(source.node) if isinstance(source, Source) else ""
                form.addRow(QLabel(f"   {name}"), line)

        heading = QLabel(tr("Budget"))
        heading.setProperty("role", "heading")
        form.addRow(heading)
        budget = Form(BUDGET_SPECS, session.catalog)
        budget.changed.connect(self._set_budget)
        budget.refused.connect(lambda text: session.status.emit(text, "warning"))
        budget.show_params([session.project.budget])
        form.addRow(budget)

    def _set_budget(self, name: str, value: object) -> None:
        def edit(project: Project) -> Project:
            if value is UNSET or value is None:
                return replace(project, budget=project.budget.remove((name,)))
            return replace(project, budget=project.budget.set(name, value))  # type: ignore[arg-type]

        self._session.apply_project(edit, tr("Set the budget of {name}", name=name))

    def _kind_row(self, form: QFormLayout, title: str, kind: int, change: object) -> None:
        box = QComboBox()
        box.addItems([tr("automatic"), tr("as chosen"), tr("named")])
        box.setCurrentIndex(kind)
        box.setAccessibleName(title)
        box.activated.connect(change)
        form.addRow(title, box)

    @staticmethod
    def _kind(structure: object) -> int:
        return NAMED if isinstance(structure, FrozenMap) else AUTOMATIC if structure is None else CHOSEN

    def _set_policy(self, value: object) -> None:
        policy = None if value is UNSET else value

        def edit(project: Project) -> Project:
            return replace(project, dtype_policy=policy)  # type: ignore[arg-type]

        self._session.apply_project(edit, tr("Set {name}", name="dtype_policy"))

    def _set_inputs(self, kind: int) -> None:
        def edit(graph: Graph) -> Graph:
            sources = [Source(node_id) for node_id in input_nodes(graph)]
            named: Structure = FrozenMap({graph.name_of(source.node): source for source in sources})
            chosen: Structure = sources[0] if len(sources) == 1 else tuple(sources)
            return edits.set_inputs(graph, None if kind == AUTOMATIC else named if kind == NAMED else chosen)

        self._session.apply(edit, tr("Change how inputs are passed"))

    def _set_outputs(self, kind: int) -> None:
        def edit(graph: Graph) -> Graph:
            sources = output_sources(graph)
            named: dict[str, Structure] = {}
            for source in sources:
                name = graph.name_of(source.node)
                named[f"{name}_{source.output}" if name in named else name] = source
            chosen: Structure = sources[0] if len(sources) == 1 else tuple(sources)
            return edits.set_outputs(graph, None if kind == AUTOMATIC else FrozenMap(named) if kind == NAMED else chosen)

        self._session.apply(edit, tr("Change how outputs are returned"))

    def _rename_output(self, old: str, new: str) -> None:
        def edit(graph: Graph) -> Graph:
            if not isinstance(graph.outputs, FrozenMap) or not new or (new != old and new in graph.outputs):
                return graph
            renamed = {new if key == old else key: source for key, source in graph.outputs.items()}
            return graph if new == old else edits.set_outputs(graph, FrozenMap(renamed))

        self._session.apply(edit, tr("Rename an output"))
