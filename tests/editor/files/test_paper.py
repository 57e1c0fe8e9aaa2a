"""A text on pages: all of it is there, in as many pages as it takes, and a page at a time can be told of."""

import re
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QPageRanges
from PySide6.QtPrintSupport import QPrinter

from keyboard.editor.files.printing import Manuscript, new_printer, pdf_of, print_pages


def nothing(_share):
    pass


def streams_of(pdf):
    return [zlib.decompress(data) for data in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL) if data[:1] == b"x"]


def pages_of(pdf):
    return len(re.findall(rb"/Type /Page\b", pdf))


def glyphs_of(pdf):
    """Return how many glyphs the pages show."""
    return sum(len(glyphs) // 4 for stream in streams_of(pdf) for glyphs in re.findall(rb"<([0-9A-Fa-f]+)> Tj", stream))


def paper_of(text):
    return Manuscript(text, QFont(), "a title")


def test_a_pdf_has_the_text_on_as_many_pages_as_it_takes(qapp):
    short, long = pdf_of(paper_of("One line"), nothing), pdf_of(paper_of("A line\n" * 500), nothing)
    assert short.startswith(b"%PDF-")
    assert pages_of(short) == 1
    assert glyphs_of(short) == len("One line") + len("1")
    assert pages_of(long) > 5
    assert glyphs_of(long) == 500 * len("A line") + sum(len(str(page + 1)) for page in range(pages_of(long)))


@given(st.lists(st.text("ab", max_size=300), max_size=120))
@settings(max_examples=20, deadline=None)
def test_no_letter_is_lost_at_the_end_of_a_line_or_a_page(qapp, words):
    pdf = pdf_of(paper_of("\n".join(words)), nothing)
    numbers = sum(len(str(page + 1)) for page in range(pages_of(pdf)))
    assert glyphs_of(pdf) == sum(map(len, words)) + numbers


def test_a_paragraph_in_hebrew_begins_at_the_right(qapp):
    def first_letter_at(text):
        """Return how far from the left margin it is, in dots of which an inch has 300."""
        page = streams_of(pdf_of(paper_of(text), nothing))[0]
        return float(re.search(rb"([\d.]+) [\d.-]+ Td", page).group(1))

    assert first_letter_at("– hello") == 0
    assert first_letter_at("– שלום") > 5 * 300


def test_it_is_told_how_far_the_pages_are(qapp):
    shares = []
    pdf = pdf_of(paper_of("A line\n" * 500), shares.append)
    assert len(shares) == pages_of(pdf)
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.5
    assert shares[-1] == 1


def test_what_ends_the_work_comes_out_of_it(qapp):
    def stop(share):
        if share > 0.5:
            raise KeyError("enough")

    with pytest.raises(KeyError, match="enough"):
        pdf_of(paper_of("A line\n" * 500), stop)


def printed(tmp_path, prepare, text):
    printer = new_printer("a title")
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    prepare(printer)
    print_pages(paper_of(text), printer, nothing)
    return (tmp_path / "printed.pdf").read_bytes()


def test_a_printer_gets_the_pages_that_it_wants(qapp, tmp_path):
    text = "A line\n" * 500
    assert pages_of(printed(tmp_path, lambda _: None, text)) > 5
    assert pages_of(printed(tmp_path, lambda printer: printer.setPageRanges(QPageRanges.fromString("2-3,5")), text)) == 3


def test_a_printer_may_want_the_last_page_first(qapp, tmp_path):
    def first_page_length(order):
        pdf = printed(tmp_path, lambda printer: printer.setPageOrder(order), "A line\n" * 500)
        return max(len(re.findall(rb"Tj", stream)) for stream in streams_of(pdf)[:1])

    assert first_page_length(QPrinter.PageOrder.LastPageFirst) < first_page_length(QPrinter.PageOrder.FirstPageFirst)
