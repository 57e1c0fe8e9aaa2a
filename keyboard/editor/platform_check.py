"""Checks whether a window can be opened here, before Qt is loaded, because Qt would end the process if not."""

import ctypes
import os
import sys
from dataclasses import dataclass

_WITHOUT_DISPLAY = ("offscreen", "minimal", "vnc")
# Debian's package for each library that Qt's xcb platform (plugins/platforms/libqxcb.so) and its OpenGL need of the system.
_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
_PACKAGES_FOR_X = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


@dataclass(frozen=True)
class MissingLibrary:
    """A shared library that Qt needs and the system lacks, and Debian's package that has it."""

    file: str
    package: str


def no_window_reason() -> str:
    """Return one sentence for why no window can be opened and what to do about it, or "" if one can."""
    if not sys.platform.startswith("linux"):
        return ""
    no_display = "There is no display to open a window on; start this in a graphical session, or set DISPLAY to one."
    if _needs_display() and not _names_display():
        return no_display
    if missing := missing_libraries():
        files = ", ".join(library.file for library in missing)
        packages = " ".join(library.package for library in missing)
        return f"Qt needs {files}; on Debian and Ubuntu `sudo apt-get install {packages}` installs them."
    return no_display if _needs_display() and not _display_answers() else ""


def missing_libraries() -> tuple[MissingLibrary, ...]:
    """Return the libraries that Qt needs and the system lacks."""
    wanted = _PACKAGES | (_PACKAGES_FOR_X if _needs_display() and not os.environ.get("WAYLAND_DISPLAY") else {})
    return tuple(MissingLibrary(file, package) for file, package in wanted.items() if not _loads(file))


def _needs_display() -> bool:
    return not os.environ.get("QT_QPA_PLATFORM", "").startswith(_WITHOUT_DISPLAY)


def _names_display() -> bool:
    return bool(os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY"))


def _display_answers() -> bool:
    """Return whether a Wayland compositor is named, or the X server that is named answers."""
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    is_refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not is_refused


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True
