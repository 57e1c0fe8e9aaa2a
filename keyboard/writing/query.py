"""What the typing asks the engine, and what it hears: these records are the engine's messages and the predictor's input alike."""

from typing import Annotated

from msgspec import Meta, Struct

LARGEST_EXACT = 2**53  # beyond it JSON's numbers are no longer exact in every language
_TAIL_LENGTH = 8192
_TAIL_STEP = 4096


class Query(Struct, frozen=True, tag_field="type", tag="suggest", forbid_unknown_fields=True):
    """Ask for the words that fit at the cursor. A newer query makes an older one void.

    Attributes:
        id: Rises with each query; every answer names it. The client sets it.
        text: What stands before the cursor: the whole of it, or a tail of some thousand characters.
        offset: How many characters of the document stand before `text`.
        count: How many suggestions are wanted.
        top_k: The pool they are drawn from: the `top_k` most probable words.
        look_ahead: Whether idle time may be spent on what would follow the suggested words.
        rest: The letters of the word at the cursor that stand after it; words that end in them come first.
        lower_case: Whether the writer begins sentences in lower case.
        automatic_capital: Whether a sentence's first letter becomes a capital by itself; its words then have one too.
        instead_of: The word that another is wanted for, which follows the text; "" where the next word is wanted.
        layout: The keyboard layout in use, whose neighbouring keys are often hit in error: "qwerty", "qwertz", "azerty", "dvorak"
            or "colemak".
        left_alone: Words that the writer has kept as typed, which need no correction in this text.
        languages: The codes of the languages that the text may be in, the likeliest first; none stands for all that ship.
    """

    id: int = 0
    text: str = ""
    offset: Annotated[int, Meta(ge=0, le=LARGEST_EXACT)] = 0
    count: Annotated[int, Meta(ge=1, le=100)] = 3
    top_k: Annotated[int, Meta(ge=1, le=1000)] = 3
    look_ahead: bool = True
    rest: str = ""
    lower_case: bool = False
    automatic_capital: bool = False
    instead_of: str = ""
    layout: str = "qwerty"
    left_alone: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class FollowingWord(Struct, frozen=True, forbid_unknown_fields=True):
    """A word that probably follows the words before it, as it will stand in the text, and how probable it is after them."""

    word: str
    probability: float


class Suggestion(Struct, frozen=True, forbid_unknown_fields=True):
    """One button's word.

    Attributes:
        word: The whole word, as it will stand in the text.
        probability: That this is the next word, given the text and the letters typed; from 0 to 1.
        replace: How many characters before the cursor the insertion replaces.
        insertion: What a tap inserts: the rest of the word and its space, with a space before it where one is owed.
        following: The words that probably follow this one, in order, as far as that was evaluated ahead; a mark without a space
            before it is one of them.
    """

    word: str
    probability: float
    replace: int
    insertion: str
    following: tuple[FollowingWord, ...] = ()


class Correction(Struct, frozen=True, forbid_unknown_fields=True):
    """What the writer probably meant by the letters before the cursor, where they are probably a slip.

    Attributes:
        word: What was meant: a word, or two with a space between them.
        probability: That it was meant, given the text and the letters, if the word ends here; from 0 to 1.
        replace: How many characters before the cursor it replaces; more than the word's letters where a space is wrong in it.
    """

    word: str
    probability: float
    replace: int


class Suggestions(Struct, frozen=True, tag_field="type", tag="suggestions", forbid_unknown_fields=True):
    """The answer to a `Query`, the first one or a better one that replaces it.

    Attributes:
        id: The query's.
        context: The text that the model has read, up to the word at the cursor.
        prefix: The letters of the word at the cursor that are typed already.
        suggestions: Best first; fewer than asked for where fewer words fit.
        tokens_evaluated: Tokens evaluated for this answer while the user waited.
        milliseconds: From the query's arrival in the engine to this answer.
        tokens_evaluated_ahead: In idle time since the last message, for words that are not written yet.
        tokens_evaluated_for_windows: In idle time since the last message, for text before the cursor: the rest of the window
            after a jump, and the next window.
        window_start: Where the window begins that the model reads, in characters of the document.
        complete: False where only the last few tokens of the window were read yet; a better answer follows.
        final: False where a better answer to the same query may follow.
        correction: What the word at the cursor should be, where it is probably a slip; None where it is right or not known.
        language: The code of the language that the text at the cursor is probably written in, as in "de".
    """

    id: int
    context: str
    prefix: str
    suggestions: tuple[Suggestion, ...]
    tokens_evaluated: int
    milliseconds: float
    tokens_evaluated_ahead: int = 0
    tokens_evaluated_for_windows: int = 0
    window_start: int = 0
    complete: bool = True
    final: bool = True
    correction: Correction | None = None
    language: str = ""


def tail_start(caret: int) -> int:
    """Return where the tail of the text begins that a query carries, at most some 12,000 before the caret, in the caret's unit.

    An engine gets what a model's window holds, and not the whole of a novel at each key. The tail depends on the caret only in
    steps, so that it begins at the same place from key to key.
    """
    return max(0, (caret - _TAIL_LENGTH) // _TAIL_STEP * _TAIL_STEP)
