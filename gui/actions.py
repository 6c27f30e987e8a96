"""The one table of commands: id, text, shortcuts, menu, icon, what it does and when it may.

Menus, toolbar, shortcuts and enablement are all made from it. A ``canvas`` action answers to its key only while the
canvas has the focus, so that single letters can be typed elsewhere; a ``code`` action only in the code, where its key goes
before the same key of the window. No other module holds a shortcut. Does not belong here: making what Qt needs of it
(gui.window_actions, gui.menus), what a condition asks (gui.conditions).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gui import activating, blocks, focus, pictures, selecting
from gui.arrangement import toggle_canvas_only
from gui.canvas import aligning, copying, framing, marking, rewiring
from gui.canvas import operations as canvas
from gui.canvas.gestures.box_select import BoxSelect
from gui.canvas.gestures.copies import duplicate_and_follow
from gui.canvas.gestures.stroke import Knife
from gui.conditions import (
    deletable,
    frame_selected,
    has_nodes,
    has_original,
    has_weights,
    idle,
    in_tab,
    running,
    selected,
    two_selected,
    was_imported,
)
from gui.start_from_data import start_from_data

if TYPE_CHECKING:
    from gui.window import MainWindow

Handler = Callable[["MainWindow"], object]
Condition = Callable[["MainWindow"], bool]


@dataclass(frozen=True, slots=True)
class Action:
    """One command. ``text`` is English and translated when shown; ``menu`` is the English title of its menu.

    A menu such as ``Edit/Align`` is a submenu; it stands where its first action would.
    """

    id: str
    text: str
    menu: str
    run: Handler
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled: Condition | None = None
    scope: Literal["window", "canvas", "code"] = "window"
    separator: bool = False
    hint: str = ""


MENUS = ("File", "Edit", "View", "Model", "Train", "Help")


def _in_code(window: MainWindow, run: Callable[[], object]) -> None:
    window.show_panel("code")
    run()


def _new_tab(window: MainWindow) -> None:
    if window.host is not None:
        window.host.new_tab()


def _show_tab(window: MainWindow, step: int) -> None:
    if window.host is not None:
        window.host.show_tab(step)


def _resize(right: int, down: int) -> Handler:
    return lambda window: framing.resize(window.session, right * framing.SIZE_STEP, down * framing.SIZE_STEP)


def _set_bookmark(number: int) -> Handler:
    return lambda window: window.bookmarks.set(number)


def _go_to_bookmark(number: int) -> Handler:
    return lambda window: window.bookmarks.go(number)


_BOOKMARKS = (
    Action("view.bookmark_1", "Go to bookmark 1", "View/Bookmarks", _go_to_bookmark(1), ("Alt+1",)),
    Action("view.bookmark_2", "Go to bookmark 2", "View/Bookmarks", _go_to_bookmark(2), ("Alt+2",)),
    Action("view.bookmark_3", "Go to bookmark 3", "View/Bookmarks", _go_to_bookmark(3), ("Alt+3",)),
    Action("view.bookmark_4", "Go to bookmark 4", "View/Bookmarks", _go_to_bookmark(4), ("Alt+4",)),
    Action("view.bookmark_5", "Go to bookmark 5", "View/Bookmarks", _go_to_bookmark(5), ("Alt+5",)),
    Action("view.bookmark_6", "Go to bookmark 6", "View/Bookmarks", _go_to_bookmark(6), ("Alt+6",)),
    Action("view.bookmark_7", "Go to bookmark 7", "View/Bookmarks", _go_to_bookmark(7), ("Alt+7",)),
    Action("view.bookmark_8", "Go to bookmark 8", "View/Bookmarks", _go_to_bookmark(8), ("Alt+8",)),
    Action("view.bookmark_9", "Go to bookmark 9", "View/Bookmarks", _go_to_bookmark(9), ("Alt+9",)),
    Action("view.set_bookmark_1", "Set bookmark 1", "View/Bookmarks", _set_bookmark(1), ("Ctrl+Shift+1",), separator=True),
    Action("view.set_bookmark_2", "Set bookmark 2", "View/Bookmarks", _set_bookmark(2), ("Ctrl+Shift+2",)),
    Action("view.set_bookmark_3", "Set bookmark 3", "View/Bookmarks", _set_bookmark(3), ("Ctrl+Shift+3",)),
    Action("view.set_bookmark_4", "Set bookmark 4", "View/Bookmarks", _set_bookmark(4), ("Ctrl+Shift+4",)),
    Action("view.set_bookmark_5", "Set bookmark 5", "View/Bookmarks", _set_bookmark(5), ("Ctrl+Shift+5",)),
    Action("view.set_bookmark_6", "Set bookmark 6", "View/Bookmarks", _set_bookmark(6), ("Ctrl+Shift+6",)),
    Action("view.set_bookmark_7", "Set bookmark 7", "View/Bookmarks", _set_bookmark(7), ("Ctrl+Shift+7",)),
    Action("view.set_bookmark_8", "Set bookmark 8", "View/Bookmarks", _set_bookmark(8), ("Ctrl+Shift+8",)),
    Action("view.set_bookmark_9", "Set bookmark 9", "View/Bookmarks", _set_bookmark(9), ("Ctrl+Shift+9",)),
)  # fmt: skip

_FRAME_SIZES = (
    Action("frame.wider", "Make the frame wider", "Model/Resize", _resize(1, 0), ("Alt+Shift+Right",),
           enabled=frame_selected, scope="canvas",
           hint="Move the right edge of the selected frames and notes (also by a drag at an edge)"),
    Action("frame.narrower", "Make the frame narrower", "Model/Resize", _resize(-1, 0), ("Alt+Shift+Left",),
           enabled=frame_selected, scope="canvas",
           hint="Move the right edge of the selected frames and notes (also by a drag at an edge)"),
    Action("frame.taller", "Make the frame taller", "Model/Resize", _resize(0, 1), ("Alt+Shift+Down",),
           enabled=frame_selected, scope="canvas",
           hint="Move the bottom edge of the selected frames and notes (also by a drag at an edge)"),
    Action("frame.lower", "Make the frame lower", "Model/Resize", _resize(0, -1), ("Alt+Shift+Up",),
           enabled=frame_selected, scope="canvas",
           hint="Move the bottom edge of the selected frames and notes (also by a drag at an edge)"),
)  # fmt: skip

ACTIONS: tuple[Action, ...] = (
    Action("file.new", "New", "File", lambda w: w.files.new(), ("Ctrl+N",), "new", hint="Start with an empty canvas"),
    Action("file.application", "New from application…", "File", lambda w: w.applications.open(), ("Ctrl+Shift+N",),
           hint="Start from ResNet50, VGG16 or another model of keras.applications, or add one as a block"),
    Action("file.data", "New from data…", "File", start_from_data,
           hint="Choose a table, arrays or bundled data, and begin with a network that fits"),
    Action("file.open", "Open…", "File", lambda w: w.opening.open(), ("Ctrl+O",), "open",
           hint="Open a project, a Keras model of any version, Python code or a notebook"),
    Action("file.new_tab", "New tab", "File", _new_tab, ("Ctrl+T",), enabled=in_tab,
           hint="Open another project beside this one"),
    Action("file.close_tab", "Close tab", "File", lambda w: w.close(), ("Ctrl+W",), enabled=in_tab),
    Action("file.save", "Save", "File", lambda w: w.files.save(), ("Ctrl+S",), "save", separator=True),
    Action("file.save_as", "Save as…", "File", lambda w: w.files.save_as(), ("Ctrl+Shift+S",)),
    Action("file.export_code", "Export code…", "File", lambda w: w.exports.open("code", w.look), ("Ctrl+E",), "export",
           enabled=has_nodes, separator=True),
    Action("file.export_model", "Export model…", "File", lambda w: w.exports.open("keras", w.look), ("Ctrl+Alt+E",),
           enabled=has_nodes),
    Action("file.export_image", "Export diagram…", "File", lambda w: w.exports.open("diagram", w.look), ("Ctrl+Shift+E",),
           enabled=has_nodes),
    Action("file.export_picture", "Export picture of the canvas…", "File", pictures.export_picture, enabled=has_nodes,
           hint="Save what is selected, or everything, as PNG, SVG or PDF; a PNG holds the project and opens again"),
    Action("file.report", "What the import changed…", "File", lambda w: w.opening.show_report(), enabled=was_imported,
           separator=True, hint="Show what was upgraded, kept as it is, or left out"),
    Action("file.load_weights", "Load the weights of the original", "File", lambda w: w.opening.load_weights(),
           enabled=has_weights),
    Action("file.compare_original", "Compare with the original", "File", lambda w: w.opening.compare(), enabled=has_original,
           hint="Run the file that was opened and this model on the same inputs"),
    Action("file.compare", "Compare with a file…", "File", lambda w: w.comparing.with_file(), separator=True,
           hint="Show what was added, removed and changed since another project, model file or code"),
    Action("file.compare_run", "Compare with a run…", "File", lambda w: w.comparing.with_run(),
           hint="Show what was changed since the project was trained"),
    Action("file.custom_layers", "Add custom layers…", "File", lambda w: w.custom_code.add(), separator=True,
           hint="Use the layers of a Python file of your own"),
    Action("file.settings", "Settings…", "File", lambda w: w.dialogs.show_settings(), ("Ctrl+,",), separator=True,
           hint="Language, theme, wheel, keys, recovery copies, precision"),
    Action("file.quit", "Quit", "File", lambda w: w.window().close(), ("Ctrl+Q",), separator=True),
    Action("edit.undo", "Undo", "Edit", lambda w: w.session.undo(), ("Ctrl+Z",), "undo",
           enabled=lambda w: w.session.document.undo_label is not None),
    Action("edit.redo", "Redo", "Edit", lambda w: w.session.redo(), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo",
           enabled=lambda w: w.session.document.redo_label is not None),
    Action("edit.history", "History", "Edit", lambda w: focus.go_to_panel(w, "history"), ("Ctrl+Alt+Z",),
           hint="Every step since the project was opened, to go back to"),
    Action("edit.cut", "Cut", "Edit", lambda w: copying.cut(w.session), ("Ctrl+X",), enabled=selected, separator=True),
    Action("edit.copy", "Copy", "Edit", lambda w: copying.copy(w.session), ("Ctrl+C",), enabled=selected),
    Action("edit.paste", "Paste", "Edit", lambda w: w.opening.paste(), ("Ctrl+V",),
           hint="Insert copied layers, a model's JSON or Python code"),
    Action("edit.paste_wired", "Paste with wires", "Edit", lambda w: copying.paste(w.session, w.view, with_inputs=True),
           ("Ctrl+Shift+V",), hint="Insert copied layers, wired to what fed the originals"),
    Action("edit.duplicate", "Duplicate", "Edit", lambda w: duplicate_and_follow(w.session, w.view), ("Ctrl+D",),
           enabled=selected, hint="The copies follow the pointer until a click (or drag with Ctrl)"),
    Action("edit.duplicate_wired", "Duplicate with inputs", "Edit",
           lambda w: duplicate_and_follow(w.session, w.view, with_inputs=True), ("Ctrl+Shift+D",), enabled=selected,
           hint="The copies are fed by what feeds the originals"),
    Action("edit.copy_code", "Copy as code", "Edit", pictures.copy_code, ("Ctrl+Shift+C",), enabled=selected,
           hint="Put the selected layers on the clipboard as Keras code"),
    Action("edit.copy_picture", "Copy as picture", "Edit", pictures.copy_picture, enabled=has_nodes,
           hint="Put what is selected, or everything, on the clipboard as a picture"),
    Action("edit.delete", "Delete", "Edit", lambda w: canvas.delete(w.session, w.view), ("Del", "Backspace", "X"),
           enabled=deletable, scope="canvas", separator=True),
    Action("edit.heal", "Delete and reconnect", "Edit", lambda w: canvas.delete_and_heal(w.session), ("Ctrl+Del", "Ctrl+Backspace"),
           enabled=selected, scope="canvas", hint="Delete the layers and join the wires around them"),
    Action("edit.unused", "Delete unused layers", "Edit", lambda w: rewiring.delete_unused(w.session), ("Alt+X",),
           enabled=has_nodes, hint="Delete the layers that no output depends on"),
    Action("edit.rename", "Rename", "Edit", activating.edit_name, ("F2",), enabled=selected),
    Action("edit.parameters", "Edit parameters", "Edit", activating.edit_parameters, ("Return", "Enter"),
           enabled=selected, scope="canvas", hint="Go to the parameters of the selected layer; Escape comes back"),
    Action("edit.select_all", "Select all", "Edit/Select", lambda w: canvas.select_all(w.session), ("Ctrl+A",), scope="canvas",
           separator=True),
    Action("edit.select_none", "Select nothing", "Edit/Select", lambda w: canvas.select_none(w.session), ("Ctrl+Shift+A",),
           scope="canvas", enabled=selected),
    Action("edit.select_invert", "Invert selection", "Edit/Select", lambda w: canvas.select_invert(w.session), ("Ctrl+I",),
           scope="canvas"),
    Action("edit.select_box", "Select by a box", "Edit/Select", lambda w: w.view.armed.take_up(BoxSelect), ("B",),
           scope="canvas", hint="The next drag selects with a box, also from a card; a drag with Ctrl+Alt is a lasso"),
    Action("edit.select_upstream", "Select what leads here", "Edit/Select", lambda w: selecting.select_upstream(w.session),
           ("Ctrl+[",), scope="canvas", enabled=selected, separator=True, hint="Also Shift and a click on the left end of a card"),
    Action("edit.select_downstream", "Select what depends on it", "Edit/Select",
           lambda w: selecting.select_downstream(w.session), ("Ctrl+]",), scope="canvas", enabled=selected,
           hint="Also Shift and a click on the right end of a card"),
    Action("align.straighten", "Straighten", "Edit/Align", lambda w: aligning.straighten(w.session, w.view), ("Q",),
           scope="canvas", enabled=selected, hint="Put the selected layers into one line along the flow"),
    Action("align.row", "Middles in a row", "Edit/Align", lambda w: aligning.align(w.session, w.view, "row"), ("Shift+H",),
           scope="canvas", enabled=two_selected),
    Action("align.column", "Middles in a column", "Edit/Align", lambda w: aligning.align(w.session, w.view, "column"),
           ("Shift+V",), scope="canvas", enabled=two_selected),
    Action("align.left", "Left edges", "Edit/Align", lambda w: aligning.align(w.session, w.view, "left"),
           enabled=two_selected, separator=True),
    Action("align.right", "Right edges", "Edit/Align", lambda w: aligning.align(w.session, w.view, "right"),
           enabled=two_selected),
    Action("align.top", "Top edges", "Edit/Align", lambda w: aligning.align(w.session, w.view, "top"),
           enabled=two_selected),
    Action("align.bottom", "Bottom edges", "Edit/Align", lambda w: aligning.align(w.session, w.view, "bottom"),
           enabled=two_selected),
    Action("align.across", "Equal gaps across", "Edit/Align", lambda w: aligning.distribute(w.session, w.view, "across"),
           enabled=two_selected, separator=True),
    Action("align.down", "Equal gaps down", "Edit/Align", lambda w: aligning.distribute(w.session, w.view, "down"),
           enabled=two_selected),
    Action("edit.find", "Find layers…", "Edit", lambda w: w.find_bar.open(), ("Ctrl+F",), separator=True,
           hint="Search by name, class, problems, parameters or shape, and go from hit to hit"),
    Action("edit.find_next", "Find next", "Edit", lambda w: w.find_bar.go(1), ("F3",)),
    Action("edit.find_previous", "Find previous", "Edit", lambda w: w.find_bar.go(-1), ("Shift+F3",)),
    Action("code.apply", "Take the code into the graph", "Edit", lambda w: w.code.apply(), ("Ctrl+Return", "Ctrl+Enter"),
           scope="code", separator=True, hint="Make the graph what the code says, now"),
    Action("code.find", "Find in the code", "Edit", lambda w: _in_code(w, w.code.find_text), ("Ctrl+F",), scope="code"),
    Action("code.comment", "Comment out or in", "Edit", lambda w: _in_code(w, w.code.toggle_comment), ("Ctrl+/",), scope="code"),
    Action("view.zoom_in", "Zoom in", "View", lambda w: w.view.zoom_in(), ("Ctrl++", "Ctrl+="), "zoom_in"),
    Action("view.zoom_out", "Zoom out", "View", lambda w: w.view.zoom_out(), ("Ctrl+-",), "zoom_out"),
    Action("view.actual", "Actual size", "View", lambda w: w.view.zoom_actual(), ("Ctrl+0",)),
    Action("view.fit", "Show everything", "View", lambda w: w.view.fit_all(), ("Ctrl+1", "Home"), "fit", scope="canvas"),
    Action("view.frame", "Show selection", "View", lambda w: w.view.fit_selection(), ("F", "."), scope="canvas"),
    Action("view.minimap", "Minimap", "View", lambda w: w.toggle_minimap(), ("Alt+M",),
           hint="Show the whole graph in a corner of the canvas"),
    Action("view.next_panel", "Next panel", "View", lambda w: focus.cycle_panels(w, 1), ("F6",), separator=True),
    Action("view.previous_panel", "Previous panel", "View", lambda w: focus.cycle_panels(w, -1), ("Shift+F6",)),
    Action("view.next_tab", "Next tab", "View", lambda w: focus.cycle_tabs(w, 1), ("Ctrl+PgDown",)),
    Action("view.previous_tab", "Previous tab", "View", lambda w: focus.cycle_tabs(w, -1), ("Ctrl+PgUp",)),
    Action("view.next_project", "Next project", "View", lambda w: _show_tab(w, 1), ("Ctrl+Tab",), enabled=in_tab),
    Action("view.previous_project", "Previous project", "View", lambda w: _show_tab(w, -1), ("Ctrl+Shift+Tab",),
           enabled=in_tab),
    Action("view.full_screen", "Canvas only", "View", toggle_canvas_only, ("F11",)),
    Action("view.log", "Log", "View", lambda w: focus.go_to_panel(w, "log"), ("Ctrl+`", "F7"),
           hint="What the program and training runs report"),
    Action("view.commands", "All commands…", "View", lambda w: w.dialogs.show_commands(), ("Ctrl+Shift+P",),
           hint="Search every command by name and run it"),
    *_BOOKMARKS,
    Action("model.add", "Add layer…", "Model", lambda w: w.adding.behind_selection(), ("Tab", "Shift+A"), scope="canvas",
           hint="Search for a layer and add it behind the selected one"),
    Action("model.replace", "Replace layer…", "Model", lambda w: w.adding.replacement(), ("Shift+S",), scope="canvas",
           enabled=selected, hint="Make another type of it; wires and parameters that both have stay"),
    Action("model.layout", "Arrange", "Model", lambda w: canvas.auto_layout(w.session, w.view), ("L",), "layout",
           enabled=has_nodes, scope="canvas", hint="Arrange the selected layers, or all"),
    Action("model.direction", "Flow down or right", "Model", lambda w: canvas.toggle_direction(w.session, w.view), ("Ctrl+K",)),
    Action("model.connect", "Connect selected", "Model", lambda w: canvas.connect_selected(w.session), ("Ctrl+L",),
           enabled=two_selected, separator=True),
    Action("model.disconnect", "Disconnect selected", "Model", lambda w: canvas.disconnect_selected(w.session),
           ("Ctrl+Shift+L",), enabled=selected),
    Action("model.cut_wires", "Cut wires", "Model", lambda w: w.view.armed.take_up(Knife), ("Y",), scope="canvas",
           enabled=has_nodes, hint="The next drag cuts the wires it crosses (also a drag with Ctrl and the right button)"),
    Action("model.take_out", "Take out of the chain", "Model", lambda w: rewiring.take_out(w.session, w.view),
           ("Ctrl+Shift+X",), enabled=selected, hint="The chain closes behind the selected layers (also a drag with Alt)"),
    Action("model.swap", "Swap two inputs", "Model", lambda w: rewiring.swap_inputs(w.session, w.view), ("Alt+S",),
           enabled=has_nodes, hint="Let the first two inputs of a layer, or two selected wires, change places"),
    Action("model.share", "Call again with shared weights", "Model", lambda w: canvas.share(w.session), ("Ctrl+Alt+D",),
           enabled=selected, hint="Add another call of the selected layers: both use the same weights"),
    Action("model.freeze", "Freeze or unfreeze", "Model", lambda w: canvas.toggle_freeze(w.session), ("Shift+F",),
           enabled=selected, scope="canvas", hint="Leave the weights as they are in training; of a block, all inside"),
    Action("model.bypass", "Bypass or take part again", "Model", lambda w: marking.toggle_bypass(w.session, w.banner.ask),
           ("M", "Ctrl+B"), enabled=selected, scope="canvas", hint="Let the selected layers pass their input through"),
    Action("model.collapse", "Collapse or expand", "Model", lambda w: marking.toggle_collapse(w.session), ("H",),
           enabled=selected, scope="canvas", hint="Show the selected layers as small cards"),
    Action("model.frame", "Comment frame", "Model", lambda w: framing.add_frame(w.session, w.view), ("C",), scope="canvas",
           hint="Put a titled frame around what is selected, or at the pointer"),
    Action("model.note", "Note", "Model", lambda w: framing.add_note(w.session, w.view), ("Shift+C",), scope="canvas",
           hint="Write something on the canvas"),
    *_FRAME_SIZES,
    Action("model.output", "Make it an output", "Model", lambda w: canvas.toggle_output(w.session), ("Ctrl+Alt+O",),
           enabled=selected),
    Action("model.group", "Group into a block", "Model", lambda w: blocks.group_selection(w.session), ("Ctrl+G",),
           enabled=selected, separator=True, hint="Make a block of the selected layers"),
    Action("model.group_model", "Group into a nested model", "Model",
           lambda w: blocks.group_selection(w.session, nested=True), ("Ctrl+Alt+G",), enabled=selected),
    Action("model.ungroup", "Write the block out", "Model", lambda w: blocks.ungroup_selection(w.session), ("Ctrl+Shift+G",),
           enabled=selected),
    Action("model.open_block", "Open the block", "Model", activating.open_block, ("Alt+Down",), enabled=selected),
    Action("model.leave_block", "Leave the block", "Model", lambda w: w.session.leave(), ("Alt+Up",),
           enabled=lambda w: bool(w.session.trail)),
    Action("model.fold", "Fold repeated structure", "Model", lambda w: blocks.fold_graph(w.session, w.view), ("Ctrl+Shift+R",),
           enabled=has_nodes),
    Action("model.keep_block", "Keep the block in my library", "Model", lambda w: w.keep_block()),
    Action("model.next_problem", "Next problem", "Model", lambda w: w.problems.go(1), ("F8",), separator=True),
    Action("model.previous_problem", "Previous problem", "Model", lambda w: w.problems.go(-1), ("Shift+F8",)),
    Action("model.fix", "Fix the problem", "Model", lambda w: w.problems.fix_current(), ("Ctrl+.",)),
    Action("train.start", "Train", "Train", lambda w: w.train(), ("F5", "Ctrl+Return", "Ctrl+Enter"), "play", enabled=idle),
    Action("train.stop", "Stop after this epoch", "Train", lambda w: w.training.stop(),
           ("Shift+F5", "Ctrl+Alt+Return", "Ctrl+Alt+Enter"), "stop", enabled=running),
    Action("train.stop_now", "Stop now", "Train", lambda w: w.training.stop_now(), ("Ctrl+Shift+F5",), enabled=running),
    Action("help.layer", "Help for the layer…", "Help", lambda w: w.dialogs.show_layer_docs(), ("F1",),
           hint="What the selected layer does, its inputs and its parameters"),
    Action("help.shortcuts", "Keyboard shortcuts", "Help", lambda w: w.dialogs.show_shortcuts(), ("Shift+?", "?", "Ctrl+/")),
    Action("help.about", "About Netwright", "Help", lambda w: w.dialogs.show_about()),
)  # fmt: skip

TOOLBAR = (
    "file.new", "file.open", "file.save", "",
    "edit.undo", "edit.redo", "",
    "model.layout", "Edit/Align", "view.zoom_in", "view.fit",
)  # fmt: skip

CONTEXT_MENU = (
    "edit.cut", "edit.copy", "edit.paste", "edit.duplicate", "model.share", "",
    "edit.delete", "edit.heal", "",
    "model.open_block", "model.group", "model.ungroup", "",
    "edit.rename", "model.replace", "help.layer", "",
    "model.connect", "model.disconnect", "model.output", "model.freeze", "model.bypass",
    "model.collapse", "model.frame", "edit.copy_code", "",
    "model.layout", "view.frame",
)  # fmt: skip
