"""Reading model files that may come from a stranger, in a limited child process.

Gives plain data (dicts of JSON, arrays of numbers) or one sentence; nothing of a file becomes a live object, no other
file is opened. Does not belong here: what the data mean (convert). Imports nothing of Netwright but the errors.
"""
