"""Words that the user never wants to see on a button again, and the way back."""

from PySide6.QtCore import QObject

from keyboard.editor.bar.suggestion_bar import SuggestionBar
from keyboard.editor.bar.suggestion_controller import SuggestionController
from keyboard.editor.notice import Notice
from keyboard.editor.vocabulary.vocabulary_access import VocabularyAccess


class NeverSuggest(QObject):
    """Notes a word that was rejected on the bar, says so, and offers to take that back."""

    def __init__(
        self, bar: SuggestionBar, notice: Notice, suggestions: SuggestionController, vocabulary: VocabularyAccess
    ) -> None:
        """Connect the bar with the vocabulary; `notice` is this object's alone."""
        super().__init__(bar)
        self._notice = notice
        self._suggestions = suggestions
        self._vocabulary = vocabulary
        self._word = ""
        bar.rejected.connect(self.reject)
        notice.action_requested.connect(self._act)
        notice.declined.connect(lambda: notice.say(""))

    def reject(self, word: str) -> None:
        """Never suggest a word again."""
        self._word = word
        self._suggestions.void()
        self._vocabulary.ask(lambda vocabulary: vocabulary.set_never(word, never=True), lambda _: self._confirm(word), self._fail)

    def _confirm(self, word: str) -> None:
        sentence = self.tr("“{word}” is never suggested again; Settings → Vocabulary lists such words.").format(word=word)
        self._notice.say(sentence, action=self.tr("Undo"), second_action=self.tr("Close"))
        self._suggestions.ask()

    def _act(self) -> None:
        word, self._word = self._word, ""
        self._notice.say("")
        if word:
            self._vocabulary.ask(
                lambda vocabulary: vocabulary.set_never(word, never=False), lambda _: self._suggestions.ask(), self._fail
            )

    def _fail(self, sentence: str) -> None:
        self._word = ""
        self._notice.say(sentence, action=self.tr("Close"))
        self._suggestions.ask()
