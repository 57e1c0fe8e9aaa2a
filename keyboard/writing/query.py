"""The typing's queries to the engine, and the answers: the records are the engine's messages and also the predictor's input."""

from typing import Annotated

from msgspec import Meta, Struct

LARGEST_EXACT = 2**53  # beyond it JSON's numbers are no longer exact in every language
_TAIL_LENGTH = 8192
_TAIL_STEP = 4096


class Query(Struct, frozen=True, tag_field="type", tag="suggest", forbid_unknown_fields=True):
    """Ask for the words that fit at the cursor. A newer query makes an older one void."""

    id: int = 0  # set by the client; rises with each query, and each answer names it
    text: str = ""  # the text before the cursor, or its last few thousand characters
    offset: Annotated[int, Meta(ge=0, le=LARGEST_EXACT)] = 0  # characters of the document before `text`
    count: Annotated[int, Meta(ge=1, le=100)] = 3  # number of suggestions wanted
    top_k: Annotated[int, Meta(ge=1, le=1000)] = 3  # the suggestions are among this many most probable words
    look_ahead: bool = True  # use idle time for what may follow the suggested words
    rest: str = ""  # the letters of the word after the cursor; words that end in them come first
    lower_case: bool = False  # the writer begins sentences in lower case
    automatic_capital: bool = False  # sentences get their capitals automatically, and so do suggestions
    instead_of: str = ""  # the word after the text to replace; "" asks for the next word
    layout: str = "qwerty"  # of the keyboard: "qwerty", "qwertz", "azerty", "dvorak" or "colemak"
    left_alone: tuple[str, ...] = ()  # words not to correct, because the writer kept them as typed
    languages: tuple[str, ...] = ()  # the codes of the languages that the text may be in, likeliest first; none for all


class FollowingWord(Struct, frozen=True, forbid_unknown_fields=True):
    """A word that probably follows the words before it, in the form for the text, and its probability after them."""

    word: str
    probability: float


class Suggestion(Struct, frozen=True, forbid_unknown_fields=True):
    """The word of a button."""

    word: str  # the whole word, as the text will have it
    probability: float  # that this is the next word, given the text and the letters typed; from 0 to 1
    replace: int  # characters before the cursor that the insertion replaces
    insertion: str  # the rest of the word and its space, after a space if one is missing
    # The words that probably follow, as far as they were evaluated ahead; a mark without a space before it counts as one.
    following: tuple[FollowingWord, ...] = ()


class Correction(Struct, frozen=True, forbid_unknown_fields=True):
    """The probable correction of a slip before the cursor."""

    word: str  # a word, or two with a space between them
    probability: float  # given the text and the letters, if the word ends here; from 0 to 1
    replace: int  # characters before the cursor to replace; includes a wrong space within the word
    is_only_offered: bool = False  # whether the writer is to be asked, however probable it is


class Suggestions(Struct, frozen=True, tag_field="type", tag="suggestions", forbid_unknown_fields=True):
    """The answer to a `Query`, the first one or a better one that replaces it."""

    id: int  # the query's
    context: str  # the text that the model read, up to the word at the cursor
    prefix: str  # the letters typed of the word at the cursor
    suggestions: tuple[Suggestion, ...]  # best first; fewer than asked for where fewer words fit
    tokens_evaluated: int  # tokens evaluated for this answer while the user waited
    milliseconds: float  # from the query's arrival in the engine to this answer
    tokens_evaluated_ahead: int = 0  # in idle time since the last message, for words not written yet
    # In idle time since the last message, for the rest of the window after a jump and for the next window.
    tokens_evaluated_for_windows: int = 0
    window_start: int = 0  # start of the model's window, in characters of the document
    complete: bool = True  # false if only the last tokens of the window were read; a better answer follows
    final: bool = True  # false if a better answer to the same query may follow
    correction: Correction | None = None  # of the word at the cursor, if it is probably a slip
    language: str = ""  # the code of the probable language at the cursor, as in "de"


def tail_start(caret: int) -> int:
    """Return the start of the text that a query carries: at most some 12,000 before the caret, in the caret's unit.

    An engine gets what a model's window holds, and not a whole novel at each key. The start moves only in steps, so that it is
    the same from key to key.
    """
    return max(0, (caret - _TAIL_LENGTH) // _TAIL_STEP * _TAIL_STEP)
