"""The messages of the explorer: what the model expects, how it reads, and what it would write.

They go over the same pipe as the others (`messages.py`) and are answered when nothing is left to do for the typing; any key
interrupts the work on them, and it goes on afterwards. Of each type only the newest request of each asker counts.

A text is read from its document's start, as after the model's begin token and without a primer; of a long one the end counts,
as much as fits the model's window. A position is the index of a token in what was read, the begin token being 0.
"""
