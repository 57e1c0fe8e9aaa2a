"""The tour through the explorer, on a sample text that takes the place of no other."""

from PySide6.QtCore import QObject, Qt

from keyboard.editor.explorer.explorer_panel import ExplorerPanel
from keyboard.editor.explorer.tour_bar import TourBar
from keyboard.editor.explorer.tour_steps import SAMPLE, STEPS
from keyboard.editor.text.text_area import TextArea


class Tour(QObject):
    """Leads from page to page, in a window whose text is the sample.

    Attributes:
        bar: What to try and what to see, above the pages.
    """

    def __init__(self, panel: ExplorerPanel, text_area: TextArea) -> None:
        super().__init__(panel)
        self._panel = panel
        self._text_area = text_area
        self.bar = TourBar(panel)
        self.bar.hide()
        self.bar.turned.connect(self._turn)
        self.bar.ended.connect(self._end)
        panel.put_on_top(self.bar)

    def begin(self) -> None:
        """Write the sample into an empty text, and show the first step."""
        if self._text_area.document().isEmpty():
            self._text_area.insert_text(SAMPLE)
            # Nothing of it is the user's, so there is nothing to save.
            self._text_area.document().setModified(False)
        self.bar.begin()
        self.bar.show()
        self.bar.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        step = STEPS[self.bar.step]
        self._panel.open_page(step.page)
        step.prepare(self._panel.page)

    def _end(self) -> None:
        self.bar.hide()
        self._panel.left.emit()


def holds_sample(text: str) -> bool:
    """Tell whether a text is empty, or begins as the tour's does: then the tour can be taken in it."""
    return not text or text.startswith(SAMPLE.rstrip())
