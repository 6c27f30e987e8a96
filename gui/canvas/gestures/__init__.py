"""What the mouse does on the canvas, one object per gesture; ``pick`` chooses by what was pressed where.

Invariant: a gesture changes the document at most once, at its end; cancelled, it leaves no trace.
"""
