"""The messages between an engine and whoever uses it, those of the typing; `exploration_messages` has the explorer's.

`docs/engine.md` documents them for other programs, `message_lines.py` turns them into lines and back.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from keyboard.engine.exploration_messages import Exploration, ExplorationReply, StopRequest

LARGEST_EXACT = 2**53  # beyond it JSON's numbers are no longer exact in every language


@dataclass(frozen=True)
class Bounds:
    """The least and the most that a number may be."""

    least: int
    most: int


@dataclass(frozen=True)
class SuggestRequest:
    """Ask for the words that fit at the cursor. A newer request makes an older one void.

    Attributes:
        id: Rises with each request; every answer names it.
        text: What stands before the cursor: the whole of it, or a tail of some thousand characters.
        offset: How many characters of the document stand before `text`.
        count: How many suggestions are wanted.
        top_k: The pool they are drawn from: the `top_k` most probable words.
        look_ahead: Whether idle time may be spent on what would follow the suggested words.
        rest: The letters of the word at the cursor that stand after it; words that end in them come first.
        lower_case: Whether the writer begins sentences in lower case.
        automatic_capital: Whether a sentence's first letter becomes a capital by itself; its words then have one too.
        instead_of: The word that another is wanted for, which follows the text; "" where the next word is wanted.
    """

    type: ClassVar[str] = "suggest"
    id: int
    text: str
    offset: Annotated[int, Bounds(0, LARGEST_EXACT)] = 0
    count: Annotated[int, Bounds(1, 100)] = 3
    top_k: Annotated[int, Bounds(1, 1000)] = 3
    look_ahead: bool = True
    rest: str = ""
    lower_case: bool = False
    automatic_capital: bool = False
    instead_of: str = ""


@dataclass(frozen=True)
class Suggestion:
    """One button's word.

    Attributes:
        word: The whole word, as it will stand in the text.
        probability: That this is the next word, given the text and the letters typed; from 0 to 1.
        replace: How many characters before the cursor the insertion takes the place of.
        insertion: What a tap puts in: the rest of the word and its space, with a space before it where one is owed.
    """

    word: str
    probability: float
    replace: int
    insertion: str


@dataclass(frozen=True)
class Suggestions:
    """The answer to a `SuggestRequest`, the first one or a better one that takes its place.

    Attributes:
        id: The request's.
        context: The text that the model has read, up to the word at the cursor.
        prefix: The letters of the word at the cursor that are typed already.
        suggestions: Best first; fewer than asked for where fewer words fit.
        tokens_evaluated: What the user waited for: tokens evaluated for this answer.
        tokens_evaluated_ahead: In idle time since the last message, for words that are not written yet.
        tokens_evaluated_for_windows: In idle time since the last message, for text before the cursor: the rest of the window
            after a jump, and the next window.
        milliseconds: From the request's arrival in the engine to this answer.
        window_start: Where the window begins that the model reads, in characters of the document.
        complete: False where only the last few tokens of the window were read yet; a better answer follows.
        final: False where a better answer to the same request may follow.
    """

    type: ClassVar[str] = "suggestions"
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


@dataclass(frozen=True)
class Idle:
    """The engine has nothing left to do for request `id`.

    Attributes:
        id: The request's.
        tokens_evaluated_ahead: Since its last answer, for words that are not written yet.
        tokens_evaluated_for_windows: Since its last answer, for text before the cursor.
    """

    type: ClassVar[str] = "idle"
    id: int
    tokens_evaluated_ahead: int
    tokens_evaluated_for_windows: int


@dataclass(frozen=True)
class Loading:
    """The model is being loaded; `progress` runs from 0 to 1."""

    type: ClassVar[str] = "loading"
    model: str
    progress: float


@dataclass(frozen=True)
class Ready:
    """The engine answers requests from here on.

    Attributes:
        model: The model's name, or "" where words come from the lexicon alone.
        backend: What evaluates it: `cuda`, `metal`, `vulkan`, `cpu`, `cpu-plain`, or `lexicon` without a model.
        context_window: Tokens that the model reads at once; 0 without a model.
        layers: The model's layers as llama.cpp offloads them, the output counted as one; 0 without a model.
        gpu_layers: How many of them a GPU evaluates.
    """

    type: ClassVar[str] = "ready"
    model: str
    backend: str
    context_window: int
    layers: int = 0
    gpu_layers: int = 0


@dataclass(frozen=True)
class Failure:
    """Something went wrong, and the engine goes on without it.

    Attributes:
        kind: `no-model` where none is installed, `model` where one cannot be used, `message` for a line that is no request,
            `vocabulary` where the user's words cannot be read.
        sentence: For the user: what went wrong and the way out.
    """

    type: ClassVar[str] = "failure"
    kind: str
    sentence: str


@dataclass(frozen=True)
class RankRequest:
    """Ask which of some words fits best after a text, as when a misspelling is corrected. A newer one makes an older one void.

    Attributes:
        id: The answer names it.
        text: What stands before the word: the whole of it, or a tail of some thousand characters.
        words: That may stand there.
        offset: How many characters of the document stand before `text`.
    """

    type: ClassVar[str] = "rank"
    id: int
    text: str
    words: tuple[str, ...]
    offset: Annotated[int, Bounds(0, LARGEST_EXACT)] = 0


@dataclass(frozen=True)
class Ranked:
    """The answer to a `RankRequest`.

    Attributes:
        id: The request's.
        words: As they were asked for.
        log_probabilities: Of each word after the text, its end included, in nats; empty where no model runs.
    """

    type: ClassVar[str] = "ranked"
    id: int
    words: tuple[str, ...]
    log_probabilities: tuple[float, ...]


@dataclass(frozen=True)
class Ping:
    """Ask whether the engine lives; answered at once, whatever the model is doing."""

    type: ClassVar[str] = "ping"
    id: int


@dataclass(frozen=True)
class Pong:
    """The answer to `Ping`."""

    type: ClassVar[str] = "pong"
    id: int


Request = SuggestRequest | RankRequest | Ping | Exploration | StopRequest
Reply = Suggestions | Ranked | Idle | Loading | Ready | Failure | Pong | ExplorationReply
