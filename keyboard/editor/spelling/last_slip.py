"""Correct the last slip: the nearest misspelled word before the cursor becomes the word that fits best in its place."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor

from keyboard.editor.accessibility import announce
from keyboard.editor.engine_link import EngineLink
from keyboard.editor.spelling.corrections_at_space import CorrectionDisplay
from keyboard.editor.spelling.speller import OwnWords, Speller
from keyboard.editor.text.text_area import TextArea
from keyboard.editor.text.utf16 import TextTail, units
from keyboard.engine.messages import Ranked
from keyboard.spelling.dictionaries import words_to_judge
from keyboard.writing.corrections import Slip
from keyboard.writing.cursor import split_at_cursor
from keyboard.writing.query import Correction, Query, Suggestions
from keyboard.writing.words import rest_of_word

# How long to wait for the engine.
_PATIENCE_MS = 3000


@dataclass
class _Slip:
    """The slip that is being corrected."""

    before: TextTail
    typed: str
    end: int  # its end in the document
    state: tuple[int, int]  # the document's revision and the caret, when it was found
    candidates: list[str] | None = None  # the dictionary's corrections, best first; None until it has answered
    rank_id: int = 0  # of the request that ranks the candidates; 0 without one
    query_id: int = 0  # of the request for the engine's own correction; 0 without one
    likeliest: Correction | None = None  # the engine's own correction, once it has answered


@dataclass
class _Choice:
    """What a slip may become: `texts`, best first and the typed letters last; one of them is at `place` in the document."""

    texts: list[str]
    context: str
    place: int
    revision: int
    caret: int
    chosen: int = -1


class LastSlip(QObject):
    """Corrects the nearest misspelled word before the cursor; repeating takes the next candidate, and Undo restores the letters.

    The dictionary judges and proposes in its own process, and the engine ranks the proposals. The cursor stays.
    """

    said = Signal(str)  # one sentence: why nothing is corrected

    def __init__(
        self, text_area: TextArea, speller: Speller, own_words: OwnWords, link: EngineLink, display: CorrectionDisplay
    ) -> None:
        super().__init__(text_area)
        self._text_area = text_area
        self._speller = speller
        self._own_words = own_words
        self._link = link
        self._display = display
        self._searched: tuple[int, int] | None = None  # the revision and the caret of a search for a slip
        self._slip: _Slip | None = None
        self._choice: _Choice | None = None
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._end_waiting)
        speller.judged.connect(self._look)
        own_words.changed.connect(self._look)
        speller.corrected.connect(self._take_candidates)
        link.ranked.connect(self._take_ranks)
        link.answered.connect(self._take_answer)

    def correct(self) -> None:
        """Correct the slip, or take the next candidate if nothing has happened since the last time."""
        if self._text_area.isReadOnly():
            return
        choice = self._choice
        if choice and (choice.revision, choice.caret) == self._state():
            self._put(choice)
            return
        self._choice = self._slip = None
        self._patience.stop()
        self._searched = self._state()
        self._look()

    def _state(self) -> tuple[int, int]:
        return self._text_area.document().revision(), self._text_area.textCursor().position()

    def _look(self) -> None:
        """Go back from the cursor to the first wrong word, as far as the dictionary has judged the words by now."""
        if self._searched is None or self._searched != self._state():
            self._searched = None
            return
        around = self._text_area.surroundings()
        tail = self._text_area.text_before(self._text_area.textCursor().selectionStart())
        text = tail.text + ("" if around.selection else rest_of_word(tail.text, around.after))
        # The first word of a tail may be cut.
        words = [word for word in words_to_judge(text) if word.start > 0 or not tail.start]
        self._speller.judge(word.word for word in words)
        for word in reversed(words):
            if not self._speller.has_judged(word.word):
                return
            if not self._speller.is_wrong(word.word):
                continue
            if not self._own_words.has_looked_up(word.word):
                self._own_words.look_up([word.word])
                return
            if self._own_words.lacks(word.word):
                self._searched = None
                start = tail.start + units(text[: word.start])
                typed = text[word.start : word.end]
                self._slip = _Slip(self._text_area.text_before(start), typed, start + units(typed), self._state())
                self._speller.correct(word.word)
                return
        self._give_up(self.tr("No word before the cursor needs a correction."))

    def _take_candidates(self, word: str, candidates: list[str]) -> None:
        slip = self._slip
        if slip is None or slip.candidates is not None or word != slip.typed.replace("’", "'"):
            return
        written = split_at_cursor(slip.before.text).as_written
        slip.candidates = [written(candidate) for candidate in candidates]
        slip.rank_id = self._link.rank(slip.before.text, slip.before.offset, candidates)
        if not slip.rank_id:
            self._offer(slip)
            return
        self._patience.start()
        layout = self._text_area.session.corrections.layout
        query = Query(text=slip.before.text + slip.typed, offset=slip.before.offset, look_ahead=False, layout=layout)
        slip.query_id = self._link.suggest(query)

    def _take_ranks(self, ranked: Ranked) -> None:
        slip = self._slip
        if slip is None or not slip.rank_id or ranked.id != slip.rank_id:
            return
        if slip.candidates and ranked.log_probabilities:
            by_rank = sorted(zip(ranked.log_probabilities, slip.candidates, strict=True), key=lambda pair: -pair[0])
            slip.candidates = [candidate for _, candidate in by_rank]
        slip.rank_id = 0
        self._offer_if_complete(slip)

    def _take_answer(self, answer: Suggestions) -> None:
        slip = self._slip
        if slip is None or not slip.query_id or answer.id != slip.query_id:
            return
        slip.likeliest = answer.correction
        if answer.complete or answer.final:
            slip.query_id = 0
            self._offer_if_complete(slip)

    def _offer_if_complete(self, slip: _Slip) -> None:
        if not (slip.rank_id or slip.query_id):
            self._offer(slip)

    def _end_waiting(self) -> None:
        """Correct without the engine's missing answers."""
        if self._slip:
            self._offer(self._slip)

    def _offer(self, slip: _Slip) -> None:
        self._patience.stop()
        self._slip = None
        if slip.state != self._state():
            return
        whole, likeliest = slip.before.text + slip.typed, slip.likeliest
        covered = max(len(slip.typed), likeliest.replace if likeliest else 0)
        typed = whole[len(whole) - covered :]
        texts = [typed[: covered - likeliest.replace] + likeliest.word] if likeliest else []
        texts += [typed[: covered - len(slip.typed)] + candidate for candidate in slip.candidates or ()]
        texts = [text for text in dict.fromkeys(texts) if text != typed]
        if not texts:
            self._give_up(self.tr("The dictionary has no correction for “{letters}”.").format(letters=slip.typed))
            return
        revision, caret = self._state()
        place = slip.end - units(typed)
        self._choice = _Choice([*texts, typed], whole[: len(whole) - covered], place, revision, caret)
        self._put(self._choice)

    def _put(self, choice: _Choice) -> None:
        """Replace the present candidate with the next one, in one step for Undo with those before."""
        is_first = choice.chosen < 0
        standing, choice.chosen = choice.texts[choice.chosen], (choice.chosen + 1) % len(choice.texts)
        text = choice.texts[choice.chosen]
        self._text_area.session.corrected(Slip.after(choice.context, standing, text))
        cursor = self._text_area.textCursor()
        if is_first:
            cursor.beginEditBlock()  # here, so that Undo leaves the cursor where it is
        else:
            cursor.joinPreviousEditBlock()
        cursor.setPosition(choice.place)
        cursor.setPosition(choice.place + units(standing), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text)
        cursor.endEditBlock()
        choice.revision, choice.caret = self._state()
        if text != choice.texts[-1]:
            self._display.show(choice.place, choice.texts[-1], text)
        else:
            self.said.emit("")

    def _give_up(self, sentence: str) -> None:
        self._patience.stop()
        self._searched = None
        self._text_area.context_changed.emit()  # the engine may have been asked about another place
        self.said.emit(sentence)
        announce(self._text_area, sentence)
