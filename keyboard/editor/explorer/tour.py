"""The tour through the explorer, on a sample text that never replaces the user's."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from keyboard.editor.accessibility import describe
from keyboard.editor.arrangement import column, row
from keyboard.editor.explorer.attention_page import AttentionPage
from keyboard.editor.explorer.explorer_panel import ExplorerPanel
from keyboard.editor.explorer.head_grid import HeadChoice
from keyboard.editor.explorer.page import ExplorerPage
from keyboard.editor.explorer.sampling_page import FROM_NOTHING, SamplingPage
from keyboard.editor.explorer.step_page import AT_END, StepPage
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.translation import translated
from keyboard.settings.description import tr

# "Robotics" is two tokens in GPT-2 and SmolLM2 alike. Attention resolves what the last word refers to.
# It stays English in every language, because the models are English.
SAMPLE = "Robotics is easier than it looks.\n\nThe animal did not cross the street because it "
# In SmolLM2-135M, the head that finds what "it" refers to. In GPT-2 the user must look for it.
_PRONOUN_HEAD = HeadChoice(layer=3, head=8)


@dataclass(frozen=True)
class TourStep:
    """One step of the tour; its texts are not translated yet."""

    title: str  # what it is about
    to_try: str  # what the reader can do
    to_see: str  # what happens then
    page: str  # the `export_name` of the page that it is seen on
    prepare: Callable[[ExplorerPage], None] = lambda _page: None  # sets that page up


def _set_up_sampling(
    page: ExplorerPage, *, top_k: int = 40, is_side_by_side: bool = False, is_unconditional: bool = False
) -> None:
    assert isinstance(page, SamplingPage)  # noqa: S101 - the steps name it
    page.controls.top_k.setValue(top_k)
    page.controls.is_side_by_side.setChecked(is_side_by_side)
    page.controls.beginning.setCurrentIndex(FROM_NOTHING if is_unconditional else 0)


def _attention_of_the_pronoun(page: ExplorerPage) -> None:
    assert isinstance(page, AttentionPage)  # noqa: S101 - the step names it
    page.grid.choose(_PRONOUN_HEAD)


def _set_up_steps(page: ExplorerPage, *, is_pair: bool) -> None:
    assert isinstance(page, StepPage)  # noqa: S101 - the steps name it
    page.is_pair.setChecked(is_pair)
    page.look_at(AT_END, _PRONOUN_HEAD.layer or 0, _PRONOUN_HEAD.head or 0)


STEPS = (
    TourStep(
        tr("Looking ahead"),
        tr("Click the most probable next token, then the next one, and one of the others; ◀ leads back."),
        tr(
            "Each new token costs one evaluation, and going back costs none. In the same way the words on the buttons are "
            "evaluated ahead, so that the next three come at once after a tap."
        ),
        "predictions",
    ),
    TourStep(
        tr("The loop at top-k 1"),
        tr("Press Start. Top-k is 1: the model always takes the most probable token."),
        tr(
            "Before long it repeats itself, like a phone's keyboard when you take its first word again and again. The page says "
            "so, and shows what is repeated."
        ),
        "sampling",
        partial(_set_up_sampling, top_k=1),
    ),
    TourStep(
        tr("The way out at 40"),
        tr("Press Start again: the same text continues three times, with k = 1, 3 and 40."),
        tr("The larger the pool, the stronger the colours: less probable tokens are drawn too, and with them the loop ends."),
        "sampling",
        partial(_set_up_sampling, is_side_by_side=True),
    ),
    TourStep(
        tr("Tokens are not words"),
        tr("Walk over the tokens with the mouse or the arrow keys."),
        tr(
            "“Robotics” is two tokens, and most words begin with their space. The stronger a colour, the more the token "
            "surprised the model: the first word of a sentence surprises it more often than the second."
        ),
        "tokens",
    ),
    TourStep(
        tr("What is kept"),
        tr("Continue the text at its end, and watch the map; then change a word in the first line."),
        tr(
            "A key inside a word evaluates nothing; a finished word evaluates a token or two. The rest comes from the KV cache. "
            "After a change, the tokens from there on are evaluated again."
        ),
        "cache",
    ),
    TourStep(
        tr("What “it” looks at"),
        tr("Choose the last “·it” among the tokens. Then choose other heads in the grid, and hide the begin token."),
        tr(
            "In SmolLM2-135M, head 8 of layer 3 looks at “animal”, which “it” stands for. Most heads do other things, and "
            "many look at the begin token when they have nothing to add."
        ),
        "attention",
        _attention_of_the_pronoun,
    ),
    TourStep(
        tr("How the weight is computed"),
        tr("Go down the seven steps, and choose another stage of the table. Then move the slider through the blocks."),
        tr(
            "These are the model's own numbers. The query of “·it” has its highest score with the key of “animal”, so the value "
            "of “animal” counts the most."
        ),
        "steps",
        partial(_set_up_steps, is_pair=False),
    ),
    TourStep(
        tr("Two tokens, one after the other"),
        tr("Choose other tokens with the arrow keys."),
        tr(
            "A token needs the keys and values of all tokens before it. These are in the cache: each token adds only its own, "
            "and nothing is computed twice."
        ),
        "steps",
        partial(_set_up_steps, is_pair=True),
    ),
    TourStep(
        tr("Text from nothing"),
        tr("Press Start; then change the seed and press it again."),
        tr(
            "With no text before it, the model writes any kind of text that it has read. The same seed gives the same text again."
        ),
        "sampling",
        partial(_set_up_sampling, is_unconditional=True),
    ),
    TourStep(
        tr("Temperature"),
        tr("Move the temperature down to 0.2 and up to 2; then move top-k."),
        tr(
            "A low temperature gives everything to the best token, a high one makes the bars alike; a small top-k cuts off the "
            "rest. This evaluates no token: the same logits give other probabilities."
        ),
        "predictions",
    ),
)


class TourBar(QFrame):
    """Leads from page to page, one step at a time, in a bar above the pages of a window that holds the sample."""

    def __init__(self, panel: ExplorerPanel, text_area: TextArea) -> None:
        super().__init__(panel)
        self.setObjectName("explorerSentence")
        self._panel = panel
        self._text_area = text_area
        self.step = 0
        self._title = QLabel(self)
        self._words = QLabel(self, wordWrap=True)
        self.back = QPushButton(self.tr("&Back"), self)
        self.next = QPushButton(self)
        self.end = QPushButton(self.tr("E&nd Tour"), self)
        self.back.clicked.connect(lambda _checked: self._show(self.step - 1))
        self.next.clicked.connect(lambda _checked: self._show(self.step + 1))
        self.end.clicked.connect(lambda _checked: self._end())
        column(self._title, self._words, row(self.end, None, self.back, self.next), owner=self, spacing=4)
        self.hide()
        panel.put_on_top(self)

    def begin(self) -> None:
        """Write the sample into an empty text, and show the first step."""
        if self._text_area.document().isEmpty():
            self._text_area.insert_text(SAMPLE)
            # The sample is not the user's text, so there is nothing to save.
            self._text_area.document().setModified(False)
        self._show(0)
        self.show()
        self.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, place: int) -> None:
        """Show a step, or end the tour after the last."""
        if place >= len(STEPS):
            self._end()
            return
        self.step, step = place, STEPS[place]
        title = self.tr("Tour, {number} of {count}: {title}").format(
            number=self.step + 1, count=len(STEPS), title=translated(step.title)
        )
        self._title.setText(f"<b>{title}</b>")
        try_it, see = translated(step.to_try), translated(step.to_see)
        self._words.setText(self.tr("<b>Try:</b> {what}<br><b>See:</b> {seen}").format(what=try_it, seen=see))
        self.back.setEnabled(self.step > 0)
        self.next.setText(self.tr("&Next") if self.step + 1 < len(STEPS) else self.tr("&Done"))
        self.setAccessibleName(title)
        describe(self, f"{try_it} {see}")
        self._panel.open_page(step.page)
        step.prepare(self._panel.page)

    def _end(self) -> None:
        self.hide()
        self._panel.left.emit()


def holds_sample(text: str) -> bool:
    """Return whether a text is empty or begins with the sample, so that the tour can run in it."""
    return not text or text.startswith(SAMPLE.rstrip())
