"""The interactions that people expect, row by row: the number of the row, and each of its keys, aliases and gestures.

Row 0 holds the keys that belong to no row of their own. A row of the table that is missing here is not asked for; what is
asked for here and missing there fails the test.
"""

from __future__ import annotations

WANTED: tuple[tuple[int, str], ...] = (
    # 1 Quick-add palette
    (1, "Tab"),
    (1, "double-click empty"),
    (1, "Shift+A"),
    (1, "Enter"),
    (1, "Ctrl+Enter"),
    # 2 Insert after selection
    (2, "Tab with one node selected"),
    # 3 Wire to empty space
    (3, "drag port, release on canvas"),
    (3, "Shift+release"),
    # 4 Start wire from body
    (4, "Alt+drag from body, zoomed out"),
    # 5 Drop on wire
    (5, "drag node over wire"),
    (5, "drag palette item over wire"),
    (5, "hold Alt while dropping node"),
    (5, "hold Alt while dropping palette item"),
    # 6 Delete
    (6, "Del"),
    (6, "Backspace"),
    (6, "X"),
    # 7 Delete and heal
    (7, "Ctrl+Del"),
    (7, "Ctrl+Backspace"),
    # 8 Pop out of chain
    (8, "Alt+drag node"),
    (8, "Ctrl+Shift+X"),
    # 9 Cut wires
    (9, "Ctrl+RMB drag"),
    (9, "Alt+LMB drag on empty"),
    (9, "hold Y + drag"),
    # 10 Disconnect
    (10, "Alt+click port"),
    (10, "Alt+click wire"),
    (10, "select wire + Del"),
    # 11 Move wire end
    (11, "drag near wire end"),
    (11, "Ctrl+drag port"),
    # 12 Connect selected
    (12, "Ctrl+L"),
    (12, "Alt+RMB drag from body to body"),
    # 13 Disconnect selected
    (13, "Ctrl+Shift+L"),
    # 14 Reroute dot
    (14, "double-click wire"),
    (14, "Shift+RMB drag across wire"),
    # 15 Duplicate
    (15, "Ctrl+D"),
    (15, "Ctrl+drag"),
    # 16 Duplicate with inputs
    (16, "Ctrl+Shift+D"),
    # 17 Copy, cut, paste
    (17, "Ctrl+C"),
    (17, "Ctrl+X"),
    (17, "Ctrl+V"),
    # 18 Paste with wires
    (18, "Ctrl+Shift+V"),
    # 19 Copy as code or image
    (19, "Ctrl+Shift+C"),
    (19, "menu, image"),
    # 20 Undo, redo
    (20, "Ctrl+Z"),
    (20, "Ctrl+Shift+Z"),
    (20, "Ctrl+Y"),
    (20, "history, click"),
    (20, "history, keys"),
    # 21 Box select, add, toggle
    (21, "LMB drag empty"),
    (21, "LMB drag left to right, contained"),
    (21, "LMB drag right to left, touched"),
    (21, "Shift+LMB drag empty"),
    (21, "Ctrl+LMB drag empty"),
    (21, "B"),
    # 22 Lasso
    (22, "Ctrl+Alt+LMB drag"),
    # 23 Select all, none, invert
    (23, "Ctrl+A"),
    (23, "Esc"),
    (23, "Ctrl+I"),
    (23, "Ctrl+Shift+A"),
    # 24 Select upstream, downstream
    (24, "Ctrl+["),
    (24, "Ctrl+]"),
    (24, "Shift+click left half"),
    (24, "Shift+click right half"),
    # 25 Pan
    (25, "MMB drag"),
    (25, "Space+drag"),
    (25, "two-finger scroll"),
    # 26 Zoom to cursor
    (26, "wheel"),
    (26, "pinch"),
    (26, "Ctrl+wheel"),
    (26, "Ctrl++"),
    (26, "Ctrl+-"),
    # 27 Frame selection, all
    (27, "F"),
    (27, "F with nothing selected"),
    (27, "Home"),
    (27, "."),
    # 28 100 %, fit
    (28, "Ctrl+0"),
    (28, "Ctrl+1"),
    # 29 Auto-layout
    (29, "L"),
    (29, "L with a selection"),
    (29, "toolbar"),
    # 30 Straighten, align
    (30, "Q"),
    (30, "Shift+H"),
    (30, "Shift+V"),
    (30, "left edges"),
    (30, "right edges"),
    (30, "top edges"),
    (30, "bottom edges"),
    (30, "distribute across"),
    (30, "distribute down"),
    (30, "snap while dragging"),
    # 31 Toggle flow direction
    (31, "Ctrl+K"),
    # 32 Bypass layer
    (32, "M"),
    (32, "Ctrl+B"),
    # 33 Freeze, unfreeze
    (33, "Shift+F"),
    (33, "inspector"),
    # 34 Collapse node
    (34, "H"),
    (34, "chevron"),
    # 35 Group to block, ungroup
    (35, "Ctrl+G"),
    (35, "Ctrl+Shift+G"),
    (35, "double-click block"),
    (35, "Enter on block"),
    (35, "Esc in block"),
    (35, "Alt+Up"),
    # 36 Comment frame, note
    (36, "C"),
    (36, "Shift+C"),
    (36, "drag frame"),
    (36, "Alt while dragging"),
    # 37 Replace layer type
    (37, "Shift+S"),
    (37, "right-click > Replace"),
    # 38 Find in graph
    (38, "Ctrl+F"),
    (38, "F3"),
    (38, "Shift+F3"),
    # 39 Next problem, quick-fix
    (39, "F8"),
    (39, "Shift+F8"),
    (39, "Ctrl+."),
    (39, "click badge"),
    # 40 Train, stop
    (40, "F5"),
    (40, "Shift+F5"),
    (40, "Ctrl+Enter"),
    (40, "Ctrl+Alt+Enter"),
    # Also bind
    (0, "F2"),
    (0, "F1"),
    (0, "Shift+?"),
    (0, "Ctrl+Shift+P"),
    (0, "Alt+M"),
    (0, "F6"),
    (0, "Shift+F6"),
    (0, "arrows"),
    (0, "Ctrl+arrows"),
    (0, "Enter"),
    (0, "Ctrl+E"),
    (0, "Ctrl+Shift+E"),
    (0, "Ctrl+`"),
    (0, "F11"),
    (0, "Ctrl+,"),
    (0, "Alt+X"),
    (0, "Alt+S"),
)
