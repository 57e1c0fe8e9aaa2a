"""Spelling: which words of a text are judged, the dictionaries, and the child process that holds one."""
