"""Runs before the program in a package of a Unix system.

There the package looks for its libraries with an environment variable, which is read once and must not reach other programs that
are started from here: a browser that opens a link has libraries of its own. This program's own child processes set it again.
"""

import os

for _name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    os.environ.pop(_name, None)
    if _before := os.environ.pop(f"{_name}_ORIG", ""):
        os.environ[_name] = _before
os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
