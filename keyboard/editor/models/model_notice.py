"""What the window says of an installation: how far it is, and that the model can be used now."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from keyboard.editor.models.model_library import ModelLibrary, Work
from keyboard.editor.models.model_switch import ModelSwitch
from keyboard.editor.notice import Notice


class ModelNotice(QObject):
    """Shows the progress of installations above the bar, with a way to cancel, and offers the model when it is there."""

    def __init__(self, notice: Notice, library: ModelLibrary, switch: ModelSwitch) -> None:
        """Write to `notice`, which is this object's alone."""
        super().__init__(notice)
        self._notice = notice
        self._library = library
        self._switch = switch
        self._installing = ""
        self._offered = ""
        self._accept: Callable[[], None] = self._clear
        self._decline: Callable[[], None] = self._clear
        notice.action_requested.connect(lambda: self._accept())
        notice.declined.connect(lambda: self._decline())
        library.changed.connect(self._show_progress)
        library.installed.connect(self._offer)
        library.failed.connect(self._explain)
        library.cancelled.connect(self._stop_showing)
        library.removed.connect(self._withdraw)
        switch.changed.connect(lambda: self._withdraw(switch.model_in_use))

    def say(self, sentence: str) -> None:
        """Say something about models that needs no answer."""
        self._clear()
        self._notice.say(sentence, action=self.tr("Close"))

    def ask(self, question: str, yes: str, accept: Callable[[], None], no: str, decline: Callable[[], None]) -> None:
        """Ask something about models; what the answers do is done after the question is gone."""

        def then(act: Callable[[], None]) -> Callable[[], None]:
            def answer() -> None:
                self._clear()
                act()

            return answer

        self._clear()
        self._accept, self._decline = then(accept), then(decline)
        self._notice.say(question, action=yes, second_action=no)

    def _show_progress(self) -> None:
        running = next(((name, work) for name, work in self._library.work.items() if _is_shown(work)), None)
        if running is None:
            return
        self._clear()
        name, work = running
        self._installing = name
        self._accept = lambda: self._library.cancel(name)
        sentence = work.sentence[:1].upper() + work.sentence[1:]
        if work.is_polite:
            sentence = self.tr("{sentence} · in the background, once").format(sentence=sentence)
        self._notice.say(sentence, progress=work.progress, action=self.tr("Cancel"))

    def _offer(self, _asked_for: str, name: str) -> None:
        sentence = self.tr("{name} is installed.").format(name=name)
        self.ask(sentence, self.tr("Use It Now"), lambda: self._switch.use_model(name), self.tr("Not Now"), self._clear)
        self._offered = name

    def _explain(self, name: str, sentence: str) -> None:
        if name == self._installing:
            self.say(sentence)

    def _stop_showing(self, name: str) -> None:
        if name == self._installing:
            self._clear()

    def _withdraw(self, name: str) -> None:
        if name and name == self._offered:
            self._clear()

    def _clear(self) -> None:
        self._installing = self._offered = ""
        self._accept = self._decline = self._clear
        self._notice.say("")


def _is_shown(work: Work) -> bool:
    """Tell whether the user is to see it: what nobody has asked for is not mentioned before something is fetched."""
    return work.is_installation and (work.progress > 0 or not work.is_polite)
