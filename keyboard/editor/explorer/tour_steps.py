"""The guided tour: eight things to try on a sample text, and what is to be seen then."""

from collections.abc import Callable
from dataclasses import dataclass

from keyboard.editor.explorer.attention_page import AttentionPage
from keyboard.editor.explorer.attention_weights import HeadChoice
from keyboard.editor.explorer.explorer_page import ExplorerPage
from keyboard.editor.explorer.sampling_page import SamplingPage
from keyboard.marked_text import tr

# "Robotics" is two tokens in GPT-2 and SmolLM2 alike. What the last word stands for is a question of attention.
# It stays English in all languages, as the models are.
SAMPLE = "Robotics is easier than it looks.\n\nThe animal did not cross the street because it "
# Of SmolLM2-135M: the head that finds what "it" stands for. In GPT-2 it is another one, to be looked for.
_PRONOUN_HEAD = HeadChoice(layer=3, head=8)


def _as_it_is(_page: ExplorerPage) -> None:
    """Leave the page as the reader has it."""


@dataclass(frozen=True)
class TourStep:
    """One step of the tour; its texts are not translated yet.

    Attributes:
        title: What it is about.
        to_try: What the reader may do.
        to_see: What happens then.
        page: The `export_name` of the page that it is seen on.
        prepare: Sets that page up.
    """

    title: str
    to_try: str
    to_see: str
    page: str
    prepare: Callable[[ExplorerPage], None] = _as_it_is


def _sample_of_one(page: ExplorerPage) -> None:
    _set_up_sampling(page, top_k=1)


def _samples_side_by_side(page: ExplorerPage) -> None:
    _set_up_sampling(page, is_side_by_side=True)


def _unconditional_sample(page: ExplorerPage) -> None:
    _set_up_sampling(page, is_unconditional=True)


def _set_up_sampling(
    page: ExplorerPage, *, top_k: int = 40, is_side_by_side: bool = False, is_unconditional: bool = False
) -> None:
    assert isinstance(page, SamplingPage)  # noqa: S101 - the steps name it
    page.controls.top_k.setValue(top_k)
    page.controls.is_side_by_side.setChecked(is_side_by_side)
    page.controls.set_unconditional(is_on=is_unconditional)


def _attention_of_the_pronoun(page: ExplorerPage) -> None:
    assert isinstance(page, AttentionPage)  # noqa: S101 - the step names it
    page.grid.choose(_PRONOUN_HEAD)


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
            "Before long it repeats itself, as a phone's keyboard does whose first word is taken again and again. The page "
            "says so, and what is repeated."
        ),
        "sampling",
        _sample_of_one,
    ),
    TourStep(
        tr("The way out at 40"),
        tr("Press Start again: the same text goes on three times, with k = 1, 3 and 40."),
        tr("The larger the pool, the stronger the colours: less probable tokens are drawn too, and with them the loop ends."),
        "sampling",
        _samples_side_by_side,
    ),
    TourStep(
        tr("Tokens are not words"),
        tr("Walk over the tokens with the mouse or the arrow keys."),
        tr(
            "“Robotics” is two tokens, and most words begin with their space. The stronger a colour, the more the token "
            "surprised the model: the first word of a sentence does more often than the second."
        ),
        "tokens",
    ),
    TourStep(
        tr("What is kept"),
        tr("Write on at the end of the text, and watch the map; then change a word in the first line."),
        tr(
            "A key inside a word evaluates nothing, and a finished word a token or two; all else is kept in the KV cache. After "
            "the change the tokens from there on are evaluated anew."
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
        tr("Text from nothing"),
        tr("Press Start; then change the seed and press it again."),
        tr(
            "With nothing to go on from, the model writes any kind of text that it has read. The same seed gives the same text "
            "again."
        ),
        "sampling",
        _unconditional_sample,
    ),
    TourStep(
        tr("Temperature"),
        tr("Move the temperature down to 0.2 and up to 2, and then top-k."),
        tr(
            "Low temperatures give all to the best token, high ones make the bars alike; a small top-k cuts the rest off. No "
            "token is evaluated for it: the same numbers are shared out in another way."
        ),
        "predictions",
    ),
)
