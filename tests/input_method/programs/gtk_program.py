"""A window of GTK with an entry, a text view and a password field; the system's Python runs it, for the system's IBus module.

Usage: gtk_program.py VERSION FIELD FILE. The text of the field that has the focus goes to FILE at each change, and what
it shows beside its text to FILE.preedit.
"""

import sys
from pathlib import Path

import gi
from gi.repository import GLib

version, focused, file = sys.argv[1:]
GLib.set_prgname("gtk_program")
gi.require_version("Gtk", f"{version}.0")
from gi.repository import Gtk  # noqa: E402

entry, view, password = Gtk.Entry(), Gtk.TextView(), Gtk.Entry()
password.set_visibility(False)
password.set_input_purpose(Gtk.InputPurpose.PASSWORD)
fields = {"entry": entry, "view": view, "password": password}


def text() -> str:
    if focused == "view":
        content = view.get_buffer()
        return content.get_text(*content.get_bounds(), True)
    return fields[focused].get_text()


def write(*_: object) -> None:
    keep(file, text())


def write_preedit(_field: Gtk.Widget, preedit: str) -> None:
    keep(f"{file}.preedit", preedit)


def keep(path: str, content: str) -> None:
    Path(f"{path}.new").write_text(content, "utf-8")
    Path(f"{path}.new").replace(path)


def fill(window: Gtk.Window) -> None:
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    for field in fields.values():
        box.append(field) if version == "4" else box.add(field)
        (view.get_buffer() if field is view else field).connect("changed", write)
        is_wrapped = version == "4" and field is not view
        (field.get_delegate() if is_wrapped else field).connect("preedit-changed", write_preedit)
    window.set_child(box) if version == "4" else window.add(box)
    window.set_default_size(500, 300)
    window.present() if version == "4" else window.show_all()
    fields[focused].grab_focus()
    write()


if version == "4":
    application = Gtk.Application()
    application.connect("activate", lambda application: fill(Gtk.ApplicationWindow(application=application, title="program")))
    application.run([])
else:
    fill(Gtk.Window(title="program"))
    GLib.MainLoop().run()
