"""A client of IBus without a screen: it inserts what the field lets through, and sends its text late, as programs do."""

from keyboard.input_method.field import Field, Reaction
from keyboard.input_method.key_symbols import Modifier, Symbol
from keyboard.writing.query import FollowingWord, Suggestion, Suggestions

KEY_CODES = {"1": 2, "2": 3, "3": 4}


class Client:
    """A text with a caret; `sends_text` is whether it has surrounding text, which reaches the field when `send_text` is called.

    Attributes:
        text: What stands before the caret.
        after: What stands after it.
    """

    def __init__(self, field: Field, text: str = "", after: str = "", *, sends_text: bool = True) -> None:
        self.field = field
        self.text = text
        self.after = after
        self.sends_text = sends_text
        self.send_text()

    def send_text(self) -> None:
        """Let the field know the text as it stands."""
        if self.sends_text:
            self.field.note_surrounding_text(self.text + self.after, len(self.text), len(self.text))

    def type(self, text: str) -> None:
        """Press the keys of a text, and send the text after each."""
        for character in text:
            self.press(character)
            self.send_text()

    def press(self, character: str) -> Reaction:
        """Press and release one key; "\\b" is Backspace."""
        symbol = {"\b": Symbol.BACKSPACE, "\n": Symbol.RETURN, "\t": Symbol.TAB}.get(character, ord(character))
        reaction = self.field.press(symbol, 100, 0)
        self.field.press(symbol, 100, int(Modifier.RELEASE))
        if reaction.is_used:
            self._follow(reaction)
        elif character == "\b":
            self.text = self.text[:-1]
        else:
            self.text += character
        return reaction

    def choose(self, place: int = 0, modifier: Modifier = Modifier.CONTROL) -> Reaction:
        """Press Ctrl and the key of a suggestion."""
        reaction = self.field.press(ord("1") + place, 2 + place, int(modifier))
        self.field.press(ord("1") + place, 2 + place, int(modifier | Modifier.RELEASE))
        self._follow(reaction)
        self.send_text()
        return reaction

    def offer(self, *words: str) -> None:
        """Let the engine answer the field's query with these words."""
        query = self.field.query()
        if query is None:
            return
        typed = query.text[len(query.text.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'")) :]
        self.field.session.offer.await_answer(1)
        suggestions = tuple(Suggestion(word, 0.5, len(typed), word + " ") for word in words)
        self.field.take_answer(Suggestions(1, query.text, typed, suggestions, 0, 0.0))
        self.field.shown = len(self.field.session.offer.suggestions)

    def pause_before(self, *words: str) -> str:
        """Stop typing, while the engine is sure of the words that come next; return what then stands in gray."""
        self.send_text()
        query = self.field.query()
        assert query
        typed = query.text.rpartition(" ")[2]
        first, *others = words
        following = tuple(FollowingWord(word, 0.9) for word in others)
        self.field.session.offer.await_answer(1)
        suggestion = Suggestion(first, 0.9, len(typed), first + " ", following)
        self.field.take_answer(Suggestions(1, query.text, typed, (suggestion,), 0, 0.0))
        self.field.update_gray(is_pause=True)
        return self.field.gray

    def press_symbol(self, symbol: Symbol, modifier: int = 0) -> Reaction:
        """Press and release a key that writes nothing."""
        reaction = self.field.press(symbol, 200, modifier)
        self.field.press(symbol, 200, modifier | Modifier.RELEASE)
        self._follow(reaction)
        self.send_text()
        return reaction

    def _follow(self, reaction: Reaction) -> None:
        self.text = self.text[: len(self.text) - reaction.removed_before] + reaction.commit
        self.after = self.after[reaction.removed_after :]
