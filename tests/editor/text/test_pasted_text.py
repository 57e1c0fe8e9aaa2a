"""A clipboard that holds HTML alone: its words come into the text, and nothing else of it."""

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from keyboard.editor.text.text_area import TextArea


@pytest.fixture
def area(qtbot):
    area = TextArea()
    qtbot.addWidget(area)
    area.insertPlainText("here: ")
    return area


def copy(html, text=None):
    """Put on the clipboard what another program has copied."""
    data = QMimeData()
    data.setHtml(html)
    if text is not None:
        data.setText(text)
    QApplication.clipboard().setMimeData(data)


@pytest.mark.parametrize(
    ("html", "pasted"),
    [
        ("<p>One <b>two</b></p><p>three &lt;b&gt; 🙂</p>", "One two\nthree <b> 🙂"),
        ("<style>p {color: red}</style><script>alert(1)</script>seen<!-- not -->", "seen"),
        ('a <img src="file:///etc/hostname" alt="picture"> b', "a  b"),
        ("one&#0;<br>two", "one\ntwo"),
        ("<pre>def f():\n    return 1</pre>", "def f():\n    return 1"),
    ],
)
def test_the_words_of_html_are_pasted_as_plain_text(area, html, pasted):
    copy(html)
    assert area.canPaste()
    area.paste()
    assert area.whole_text() == "here: " + pasted
    area.undo()
    assert area.whole_text() == "here: "


def test_the_plain_text_is_taken_where_there_is_one(area):
    copy("<b>rich</b>", "plain")
    area.paste()
    assert area.whole_text() == "here: plain"


def test_a_picture_alone_takes_no_selected_text_away(area):
    copy('<img src="a.png">')
    area.selectAll()
    area.paste()
    assert area.whole_text() == "here: "
