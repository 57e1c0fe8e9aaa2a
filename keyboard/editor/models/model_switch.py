"""Switching to another model, backend or number of GPU layers, and saving the choice for the next start."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QNetworkInformation

from keyboard.editor.engine_link import EngineLink
from keyboard.editor.models.model_library import ModelLibrary, Work, size_text
from keyboard.editor.notice import Notice
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.engine.engine_state import Condition, EngineState, ModelChoice
from keyboard.settings.settings import ALL_LAYERS
from keyboard.storage.languages import load_language

_AT_REST = {Condition.READY, Condition.NO_MODEL, Condition.LEXICON_ONLY}


class ModelSwitch(QObject):
    """Switches to another choice, and saves it once it works; a choice that fails leaves the previous one in use."""

    changed = Signal()
    used = Signal(str)  # the name of the model now in use
    failed = Signal(str)  # one sentence

    def __init__(self, link: EngineLink, settings: SettingsAccess) -> None:
        super().__init__(link)
        self.state = EngineState(Condition.STARTING)
        self._link = link
        self._settings = settings
        self._wanted: ModelChoice | None = None
        self._before = ModelChoice()
        self._is_tried = False
        link.state_changed.connect(self._follow_state)

    @property
    def model_in_use(self) -> str:
        """The name of the model that gives the suggestions, or ""."""
        return self.state.model

    @property
    def is_switching(self) -> bool:
        return self._wanted is not None

    def use_model(self, name: str | None) -> None:
        """Switch to another model, or to the default one; the backend stays."""
        self._use(replace(self.state.choice, model=name))

    def use_backend(self, backend: str | None, gpu_layers: int | None) -> None:
        self._use(replace(self.state.choice, backend=backend, gpu_layers=gpu_layers))

    def _use(self, choice: ModelChoice) -> None:
        self._before, self._wanted, self._is_tried = self.state.choice, choice, False
        self._link.use_model(choice)
        self.changed.emit()

    def _follow_state(self, state: EngineState) -> None:
        self.state = state
        wanted = self._wanted
        if wanted is not None and state.choice == wanted:
            self._is_tried = True
            if state.condition in _AT_REST:
                self._keep(wanted)
                self.used.emit(state.model)
        elif wanted is not None and self._is_tried and state.condition in _AT_REST:
            self._wanted = None
            self.failed.emit(state.sentence)
        self.changed.emit()

    def _keep(self, choice: ModelChoice) -> None:
        """Save the user's changes, but not the command line's options, which hold for one run."""
        self._wanted = None
        kept = {
            "model": choice.model or "",
            "backend": choice.backend or "",
            "gpu_layers": ALL_LAYERS if choice.gpu_layers is None else choice.gpu_layers,
        }
        self._settings.change(
            **{name: value for name, value in kept.items() if getattr(choice, name) != getattr(self._before, name)}
        )


class ModelNotice(QObject):
    """Shows the progress of installations above the bar, with a way to cancel, and offers the installed model."""

    def __init__(self, notice: Notice, library: ModelLibrary, switch: ModelSwitch) -> None:
        """Only this object uses `notice`."""
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
        """Show a message about models that needs no answer."""
        self._clear()
        self._notice.say(sentence, action=self.tr("Close"))

    def ask(self, question: str, yes: str, accept: Callable[[], None], no: str, decline: Callable[[], None]) -> None:
        """Ask a question about models; the question disappears before the answer takes effect."""

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
    """Return whether to show the work: work that nobody asked for stays hidden until it downloads something."""
    return work.is_installation and (work.progress > 0 or not work.is_polite)


GPT2 = "gpt2"
# The window is open and has shown words before any download.
_DELAY_MS = 3000


class BackgroundGPT2(QObject):
    """Installs GPT-2 small once the engine runs, unless it is installed or the user once cancelled it.

    On a metered connection it asks first. It reports a failed download once and retries it at each start.
    """

    def __init__(self, library: ModelLibrary, switch: ModelSwitch, notice: ModelNotice, settings: SettingsAccess) -> None:
        super().__init__(library)
        self._library = library
        self._switch = switch
        self._notice = notice
        self._settings = settings
        self._is_ours = False
        self._soon = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._soon.timeout.connect(lambda: library.reload(self._begin))
        switch.changed.connect(self._wait_for_engine)
        library.installed.connect(self._forget)
        library.failed.connect(self._report_failure)
        library.cancelled.connect(self._remember_cancelling)

    def _wait_for_engine(self) -> None:
        if self._switch.state.condition in {Condition.STARTING, Condition.LOADING}:
            return
        self._switch.changed.disconnect(self._wait_for_engine)
        if self._settings.current.install_gpt2_in_background:
            self._soon.start()

    def _begin(self) -> None:
        model = self._library.model(GPT2)
        if model is None or model.is_installed or GPT2 in self._library.work:
            return
        if not is_metered():
            self._install()
            return
        self._notice.ask(
            self.tr("GPT-2 is not installed. Fetch its {size} over this metered connection?").format(
                size=size_text(model.download_bytes)
            ),
            self.tr("Fetch It"),
            self._install,
            self.tr("Do Not Fetch It"),
            self._decline,
        )

    def _install(self) -> None:
        self._is_ours = True
        self._library.install(GPT2, is_polite=True)

    def _decline(self) -> None:
        self._settings.change(install_gpt2_in_background=False)

    def _forget(self, asked_for: str, _name: str) -> None:
        self._is_ours = self._is_ours and asked_for != GPT2

    def _report_failure(self, name: str, sentence: str) -> None:
        if name != GPT2 or not self._is_ours:
            return
        self._is_ours = False
        if self._settings.current.tell_gpt2_failure:
            self._settings.change(tell_gpt2_failure=False)
            in_use = self._switch.model_in_use or self.tr("the word list")
            sentence_with_reason = self.tr("Suggestions come from {model}. GPT-2 was not fetched: {reason}")
            self._notice.say(sentence_with_reason.format(model=in_use, reason=sentence))

    def _remember_cancelling(self, name: str) -> None:
        if name == GPT2 and self._is_ours:
            self._is_ours = False
            self._decline()


class UnknownLanguage(QObject):
    """Tells once that the model in use does not know the language of the text, and which one does."""

    models_requested = Signal()  # the user wants to see the models

    def __init__(self, library: ModelLibrary, switch: ModelSwitch, notice: ModelNotice, settings: SettingsAccess) -> None:
        super().__init__(notice)
        self._library = library
        self._switch = switch
        self._notice = notice
        self._settings = settings
        self._language = ""
        switch.used.connect(lambda _name: self._look())

    def follow(self, language: str) -> None:
        """Note the language of the text, by its code."""
        self._language = language
        self._look()

    def _look(self) -> None:
        if self._language and self._language not in self._told and self._switch.state.condition is Condition.READY:
            self._library.reload(self._tell)

    @property
    def _told(self) -> list[str]:
        return self._settings.current.told_languages.split()

    def _tell(self) -> None:
        language, in_use = self._language, self._library.model(self._switch.model_in_use)
        if in_use is None or not in_use.languages or language in (*in_use.languages, *self._told) or self._library.work:
            return
        if (other := self._library.model_for_language(language)) is None:
            return
        self._settings.change(told_languages=" ".join((*self._told, language)))
        sentence = self.tr("{model} does not know the language of this text, {language}; {other} does.").format(
            model=in_use.name, language=load_language(language).name, other=other.name
        )
        self._notice.ask(sentence, self.tr("Models…"), self.models_requested.emit, self.tr("Not Now"), lambda: None)


def is_metered() -> bool:
    """Return whether the system calls the network connection metered."""
    if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Metered):
        return False
    information = QNetworkInformation.instance()
    return bool(information and information.isMetered())
