"""The text as PDF: all of it is there, and where it cannot be written it is said."""

import re
import zlib

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFileDialog

from keyboard.editor.printing import pdf_of


def pages_of(pdf):
    return len(re.findall(rb"/Type /Page\b", pdf))


def glyphs_of(pdf):
    """Return how many glyphs the pages show."""
    streams = (zlib.decompress(data) for data in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL) if data[:1] == b"x")
    return sum(len(glyphs) // 4 for stream in streams for glyphs in re.findall(rb"<([0-9a-f]+)> Tj", stream))


def test_a_pdf_has_the_text_on_as_many_pages_as_it_takes(qapp):
    font = QFont()
    short, long = pdf_of("One line", font, "a"), pdf_of("A line\n" * 500, font, "b")
    assert short.startswith(b"%PDF-")
    assert pages_of(short) == 1
    assert pages_of(long) > 5
    assert glyphs_of(long) >= 500 * len("Aline")


@pytest.mark.parametrize("is_writable", [True, False])
def test_the_text_is_exported_or_it_is_said_why_not(story, tmp_path, monkeypatch, answers, is_writable):
    target = tmp_path / "a.pdf" if is_writable else tmp_path / "file" / "a.pdf"
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    story.type("text")
    story.window.printing.export_pdf()
    if is_writable:
        story.until(target.exists)
        assert pages_of(target.read_bytes()) == 1
    else:
        story.until(lambda: answers.asked)
        assert "could not be written" in answers.asked[0]
