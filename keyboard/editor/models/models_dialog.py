"""Settings → Models: cards for the catalogue and the installed models, and the choice of backend."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from keyboard.editor.arrangement import arranged, new_button, scrolled
from keyboard.editor.models.model_card import ModelCard
from keyboard.editor.models.model_library import ModelLibrary
from keyboard.editor.models.model_switch import ModelSwitch
from keyboard.editor.notice import is_agreed, resize_within_screen
from keyboard.engine.engine_state import BackendReport, EngineState


class BackendChoice(QFrame):
    """A list of backends and a slider for the layers; nothing changes before Apply."""

    applied = Signal(object, object)  # the backend's name, or None for the best, and the layers on the GPU, or None for all
    measure_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("modelCard")
        self._backends: Sequence[BackendReport] = ()
        self._shown: EngineState | None = None
        self._title = QLabel(self.tr("Runs On"), self)
        self._title.setObjectName("modelName")
        self._list = QComboBox(self)
        self._list.setAccessibleName(self.tr("Backend"))
        self._list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._layers = QSlider(Qt.Orientation.Horizontal, self)
        self._layers.setAccessibleName(self.tr("Layers on the GPU"))
        self._layers_text = QLabel(self, wordWrap=True)
        self._layers_text.setObjectName("modelFacts")
        self._apply = new_button(self.tr("Apply"), self, self._emit_applied, self.tr("Apply the backend and the layers"))
        self._measure = new_button(
            self.tr("Measure"), self, self.measure_requested.emit, self.tr("Measure how fast each backend is")
        )
        self._list.currentIndexChanged.connect(self._show_layers)
        self._layers.valueChanged.connect(self._show_layers)
        self._lay_out()

    @property
    def sentence(self) -> str:
        """The division of the layers, or the reason why there is none."""
        return self._layers_text.text()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The controls in tab order."""
        return (self._list, self._apply, self._layers, self._measure)

    def show_backends(self, backends: Sequence[BackendReport]) -> None:
        if backends == self._backends:
            return
        self._backends = backends
        self._list.clear()
        self._list.addItem(self.tr("Automatic, the best that works"), None)
        for backend in backends:
            self._list.addItem(self._title_of(backend), backend.backend)
        if self._shown:
            self._show_chosen(self._shown)

    def show_measuring(self, *, is_measuring: bool) -> None:
        self._measure.setEnabled(not is_measuring)
        self._measure.setText(self.tr("Measuring…") if is_measuring else self.tr("Measure"))

    def show_state(self, state: EngineState) -> None:
        """Show the backend in use, if it has changed."""
        if self._shown and (self._shown.choice, self._shown.layers) == (state.choice, state.layers or self._shown.layers):
            return
        self._shown = state
        self._show_chosen(state)

    @property
    def _backend(self) -> str | None:
        name: str | None = self._list.currentData()
        return name

    @property
    def _gpu_layers(self) -> int | None:
        """The chosen number of layers; None for all."""
        return None if self._layers.value() == self._layers.maximum() else self._layers.value()

    @property
    def _is_on_gpu(self) -> bool:
        gpus = [backend.backend for backend in self._backends if backend.is_gpu]
        return bool(gpus) and self._backend in {None, *gpus}

    def _emit_applied(self) -> None:
        self.applied.emit(self._backend, self._gpu_layers)

    def _title_of(self, backend: BackendReport) -> str:
        title = f"{backend.backend} · {backend.device}"
        if backend.has_crashed:
            return self.tr("{title} · has crashed").format(title=title)
        if backend.tokens_per_second is None:
            return title
        return self.tr("{title} · {speed:.0f} tokens a second").format(title=title, speed=backend.tokens_per_second)

    def _show_chosen(self, state: EngineState) -> None:
        self._layers.setMaximum(state.layers)
        self._layers.setValue(state.layers if state.choice.gpu_layers is None else state.choice.gpu_layers)
        self._list.setCurrentIndex(max(0, self._list.findData(state.choice.backend)))
        self._show_layers()

    def _show_layers(self) -> None:
        self._layers.setEnabled(self._is_on_gpu and self._layers.maximum() > 0)
        if not any(backend.is_gpu for backend in self._backends):
            self._layers_text.setText(self.tr("All layers run on the processor: llama.cpp finds no GPU here."))
        elif not self._is_on_gpu:
            self._layers_text.setText(self.tr("All layers run on the processor."))
        else:
            self._layers_text.setText(
                self.tr("{count} of {all} layers on the GPU").format(count=self._layers.value(), all=self._layers.maximum())
            )
        choice = self._shown.choice if self._shown else None
        is_other = choice is not None and (choice.backend, choice.gpu_layers) != (self._backend, self._gpu_layers)
        self._apply.setEnabled(is_other)

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title, 0, 0, 1, 2)
        layout.addWidget(self._list, 1, 0, 1, 2)
        layout.addWidget(self._apply, 1, 2)
        layout.addWidget(self._layers, 2, 0)
        layout.addWidget(self._layers_text, 2, 1)
        layout.addWidget(self._measure, 2, 2)
        layout.setColumnStretch(1, 1)


_FILTER = "GGUF (*.gguf);;All files (*)"


class ModelsDialog(QDialog):
    """Installs, verifies, removes and switches models while the text stays."""

    def __init__(self, library: ModelLibrary, switch: ModelSwitch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._switch = switch
        self.cards: dict[str, ModelCard] = {}
        self.said = QLabel(self, wordWrap=True)  # one sentence on what happened or went wrong
        self._page = QWidget(self)
        self._page.setObjectName("modelsPage")
        self._list = arranged(QVBoxLayout(), spacing=10)
        self.backend_choice = BackendChoice(self._page)
        self.backend_choice.applied.connect(switch.use_backend)
        self.backend_choice.measure_requested.connect(lambda: library.measure_backends(switch.state.choice.model or ""))
        self.setWindowTitle(self.tr("Models"))
        resize_within_screen(self, 720, 560)
        self._lay_out()
        library.changed.connect(self._show)
        library.failed.connect(self._explain)
        library.installed.connect(self._say_installed)
        library.cancelled.connect(lambda name: self._show_on_card(name, self.tr("Cancelled.")))
        library.verified.connect(lambda name: self._show_on_card(name, self.tr("The file is intact.")))
        library.removed.connect(self._finish_removal)
        switch.changed.connect(self._show)
        switch.failed.connect(self.said.setText)
        switch.used.connect(self._say_in_use)
        if isinstance(application := QApplication.instance(), QApplication):
            application.focusChanged.connect(self._keep_in_sight)
        self.said.setText(self.tr("Looking for models …"))
        library.reload(self._focus_first_card)
        library.reload_backends(switch.state.choice.model or "")
        self._show()

    def open_file(self, path: Path) -> None:
        """Install a GGUF file as a copy in the library, which stays in place and can be verified."""
        self._library.install_file(path)

    def _focus_first_card(self) -> None:
        """Focus the first card."""
        self.said.clear()
        if card := next(iter(self.cards.values()), None):
            card.take_focus()

    def _keep_in_sight(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Scroll to the whole card that has the focus, not only its button."""
        for card in (*self.cards.values(), self.backend_choice):
            if new is not None and card.isAncestorOf(new):
                self._scroll.ensureWidgetVisible(card)

    def _show(self) -> None:
        names = [model.name for model in self._library.models]
        if names != list(self.cards):
            self._lay_out_cards(names)
        for model in self._library.models:
            is_in_use = model.is_installed and model.name == self._switch.model_in_use
            self.cards[model.name].show_model(
                model, self._library.work.get(model.name), is_in_use=is_in_use, is_loading=self._switch.is_switching
            )
        for name, work in self._library.work.items():
            if name not in self.cards:
                self.said.setText(work.sentence[:1].upper() + work.sentence[1:])
        self.backend_choice.show_backends(self._library.backends)
        self.backend_choice.show_measuring(is_measuring=self._library.is_measuring)
        self.backend_choice.show_state(self._switch.state)

    def _lay_out_cards(self, names: list[str]) -> None:
        """Lay out a card for each name, reusing existing ones."""
        for name in set(self.cards) - set(names):
            self.cards[name].deleteLater()
        cards = {}
        for place, name in enumerate(names):
            cards[name] = self.cards.get(name) or self._new_card(name)
            self._list.insertWidget(place, cards[name])
        self.cards = cards
        # Tab follows the cards' order in the layout, not the order of creation.
        groups = [card.controls for card in cards.values()]
        chain = [control for group in (*groups, self.backend_choice.controls, self._foot) for control in group]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def _new_card(self, name: str) -> ModelCard:
        card = ModelCard(name, self._page)
        card.use_requested.connect(lambda: self._use(name))
        card.install_requested.connect(lambda quantization: self._install(name, quantization))
        card.verify_requested.connect(lambda: self._library.verify(name))
        card.remove_requested.connect(lambda: self._remove(name))
        card.cancel_requested.connect(lambda: self._library.cancel(name))
        return card

    def _use(self, name: str) -> None:
        self.said.setText(self.tr("{name} is loading; your text stays as it is.").format(name=name))
        self._switch.use_model(name)

    def _install(self, name: str, quantization: str) -> None:
        self.said.clear()
        model = self._library.model(name)
        terms = model.terms if model else ""
        if not terms or self._accepts(name, Path(terms)):
            self._library.install(name, quantization or None, accepts_terms=bool(terms))

    def _accepts(self, name: str, terms: Path) -> bool:
        """Show a model's terms of use, and return whether the user accepts them."""
        try:
            text = terms.read_text("utf-8")
        except OSError as error:
            self._explain(name, self.tr("{file} cannot be read: {reason}.").format(file=terms, reason=error.strerror))
            return False
        dialog = TermsDialog(name, text, self)
        is_accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return is_accepted

    def _remove(self, name: str) -> None:
        question = self.tr("Remove {name}? Its file is deleted.")
        if name == self._switch.model_in_use:
            question = self.tr("{name} is in use. Remove it anyway? Its file is deleted, and the default model takes over.")
        if is_agreed(self, question.format(name=name)):
            self._library.remove(name)

    def _finish_removal(self, name: str) -> None:
        self.said.setText(self.tr("{name} is removed.").format(name=name))
        if name == self._switch.model_in_use:
            self._switch.use_model(None)

    def _say_in_use(self, name: str) -> None:
        self.said.setText(self.tr("The suggestions now come from {name}.").format(name=name) if name else "")

    def _say_installed(self, _asked_for: str, name: str) -> None:
        self.said.setText(self.tr("{name} is installed.").format(name=name))

    def _explain(self, name: str, sentence: str) -> None:
        if name in self.cards:
            self._show_on_card(name, sentence)
        else:
            self.said.setText(sentence)

    def _show_on_card(self, name: str, sentence: str) -> None:
        if name in self.cards:
            self.cards[name].say(sentence)

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Open a Model"), "", _FILTER)
        if name:
            self.open_file(Path(name))

    def _lay_out(self) -> None:
        arranged(QVBoxLayout(self._page), self._list, self.backend_choice, None, margins=(16, 16, 16, 8), spacing=10)
        self._scroll = scrolled(self._page, self)
        file = new_button(self.tr("&Open a File…"), self, self._choose_file)
        close = new_button(self.tr("Close"), self, self.accept)
        self._foot = (file, close)
        foot = arranged(QHBoxLayout(), file, self.said, close, margins=(16, 0, 16, 16), growing=self.said)
        arranged(QVBoxLayout(self), self._scroll, foot, spacing=10, growing=self._scroll)


class TermsDialog(QDialog):
    """Shows the terms; it is accepted if the user accepts them."""

    def __init__(self, model: str, terms: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Terms of Use"))
        resize_within_screen(self, 640, 520)
        question = QLabel(self.tr("{model} may be used under these terms. Do you accept them?").format(model=model), self)
        question.setWordWrap(True)
        self.text = QPlainTextEdit(terms, self)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(self.windowTitle())
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.buttons.addButton(self.tr("Accept"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(question)
        layout.addWidget(self.text, stretch=1)
        layout.addWidget(self.buttons)
