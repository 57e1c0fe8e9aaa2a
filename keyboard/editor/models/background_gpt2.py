"""The first runs: GPT-2 is fetched in the background, unless the user does not want it."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QNetworkInformation

from keyboard.editor.models.model_entry import size_text
from keyboard.editor.models.model_library import ModelLibrary
from keyboard.editor.models.model_notice import ModelNotice
from keyboard.editor.models.model_switch import ModelSwitch
from keyboard.editor.settings.settings_access import SettingsAccess
from keyboard.engine.engine_state import Condition

GPT2 = "gpt2"
# The window is up and words have been seen before anything is fetched.
_DELAY_MS = 3000


class BackgroundGPT2(QObject):
    """Installs GPT-2 small once the engine runs, where it is not installed and was never cancelled.

    Where the connection is metered, the user is asked first. Where it cannot be fetched, that is said once, and tried again at
    each start; a cancelled installation is not begun again.
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
        library.failed.connect(self._tell_failure)
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

    def _tell_failure(self, name: str, sentence: str) -> None:
        if name != GPT2 or not self._is_ours:
            return
        self._is_ours = False
        if self._settings.current.tell_gpt2_failure:
            self._settings.change(tell_gpt2_failure=False)
            in_use = self._switch.model_in_use or self.tr("the word list")
            told = self.tr("Suggestions come from {model}. GPT-2 was not fetched: {reason}")
            self._notice.say(told.format(model=in_use, reason=sentence))

    def _remember_cancelling(self, name: str) -> None:
        if name == GPT2 and self._is_ours:
            self._is_ours = False
            self._decline()


def is_metered() -> bool:
    """Tell whether the system says that what goes over the network costs by the byte."""
    if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Metered):
        return False
    information = QNetworkInformation.instance()
    return bool(information and information.isMetered())
