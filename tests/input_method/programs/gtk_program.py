"""A window of GTK with an entry, a text view and a password field; the system's Python runs it, for the system's IBus module.

Usage: gtk_program.py VERSION FIELD FILE. The text of the field that has the focus goes to FILE at each change.
"""

import sys
from pathlib import Path

import gi

version, focused, file = sys.argv[1:]
gi.require_version("Gtk", f"{version}.0")
from gi.repository import GLib, Gtk  # noqa: E402

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
    Path(f"{file}.new").write_text(text(), "utf-8")
    Path(f"{file}.new").replace(file)


def fill(window: Gtk.Window) -> None:
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    for field in fields.values():
        box.append(field) if version == "4" else box.add(field)
        (view.get_buffer() if field is view else field).connect("changed", write)
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
