"""A model in the dialog: its facts, its state, and the actions on it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QMenu, QProgressBar, QPushButton, QVBoxLayout, QWidget

from keyboard.editor.arrangement import arranged, new_button
from keyboard.editor.models.model_library import ModelEntry, Work, size_text
from keyboard.editor.notice import show_plainly
from keyboard.storage.languages import load_language


class ModelCard(QFrame):
    """Shows one model, installed or not, in use or not, and the work on it."""

    use_requested = Signal()
    install_requested = Signal(str)  # the quantization
    verify_requested = Signal()
    remove_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("modelCard")
        self.name = name
        self._model: ModelEntry | None = None
        self._is_working = False
        self._title = QLabel(name, self)
        self._title.setObjectName("modelName")
        self._badge = QLabel(self)
        self._badge.setObjectName("modelBadge")
        self._description = self._wrapped_label()
        self._facts = self._wrapped_label("modelFacts")
        self._said = self._wrapped_label()
        self._progress = QProgressBar(self, textVisible=False)
        self._progress.setRange(0, 1000)
        self._progress.setAccessibleName(self.tr("Progress of {name}").format(name=name))
        self._quantization = QComboBox(self)
        self._quantization.setAccessibleName(self.tr("Quantization of {name}").format(name=name))
        self._use = self._button(self.tr("Use"), self.tr("Use {name}"), self.use_requested.emit)
        self._install = self._button(self.tr("Install"), self.tr("Install {name}"), self._request_installation)
        self._cancel = self._button(self.tr("Cancel"), self.tr("Cancel the work on {name}"), self.cancel_requested.emit)
        self._more = self._button(self.tr("More"), self.tr("More about {name}"))
        self._menu = QMenu(self._more)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._more.setMenu(self._menu)
        self._more.setProperty("hasMenu", True)
        self._lay_out()
        show_plainly(self)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """The controls in tab order."""
        return (self._quantization, self._install, self._use, self._more, self._cancel)

    @property
    def sentence(self) -> str:
        return "" if self._said.isHidden() else self._said.text()

    def say(self, sentence: str) -> None:
        """Show a message; "" hides it."""
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def show_model(self, model: ModelEntry, work: Work | None, *, is_in_use: bool, is_loading: bool) -> None:
        """Show the model's state; keep the focus if it is on the card."""
        focused = self.window().focusWidget()
        badge = self.tr("in use") if is_in_use else self.tr("installed") if model.is_installed else ""
        self._badge.setText(badge)
        self._badge.setVisible(bool(badge))
        self._badge.setProperty("isInUse", is_in_use)
        self._badge.style().polish(self._badge)
        self._description.setText(" ".join(part for part in (model.description, model.suits) if part))
        self._facts.setText(self._facts_of(model))
        self.setAccessibleName(", ".join(part for part in (model.name, badge, self._facts.text()) if part))
        self._model = model
        self._show_quantizations(model)
        is_idle = work is None
        self._quantization.setVisible(is_idle and not model.is_installed and bool(model.quantizations))
        self._install.setVisible(is_idle and not model.is_installed)
        self._use.setVisible(is_idle and model.is_installed and not is_in_use)
        self._use.setEnabled(not is_loading)
        self._more.setVisible(is_idle and model.is_installed)
        self._cancel.setVisible(not is_idle)
        self._progress.setVisible(not is_idle)
        if work:
            self._progress.setValue(int(work.progress * 1000))
            self.say(work.sentence[:1].upper() + work.sentence[1:])
        elif self._is_working:
            self.say("")
        self._is_working = work is not None
        if focused is not None and self.isAncestorOf(focused) and focused.isHidden():
            self.take_focus()

    def take_focus(self) -> None:
        for button in (self._cancel, self._use, self._install, self._more):
            if not button.isHidden() and button.isEnabled():
                button.setFocus()
                return

    def _show_quantizations(self, model: ModelEntry) -> None:
        if self._quantization.count() != len(model.quantizations):
            self._quantization.clear()
            for name in model.quantizations:
                self._quantization.addItem(self._title_of(name), name)
            self._quantization.setCurrentIndex(self._quantization.findData(model.quantization))

    def _fill_menu(self) -> None:
        self._menu.clear()
        self._menu.addAction(self.tr("&Verify"), self.verify_requested.emit)
        model = self._model
        others = [name for name in model.quantizations if name != model.quantization] if model else []
        if others:
            menu = self._menu.addMenu(self.tr("&Install Another Quantization"))
            for name in others:
                menu.addAction(self._title_of(name), partial(self.install_requested.emit, name))
        self._menu.addAction(self.tr("&Remove…"), self.remove_requested.emit)

    def _title_of(self, quantization: str) -> str:
        titles = {
            "f16": self.tr("F16, unquantized"),
            "q8_0": self.tr("Q8_0, full quality"),
            "q6_k": self.tr("Q6_K, nearly full"),
            "q4_k_m": self.tr("Q4_K_M, small"),
            "q4_0": self.tr("Q4_0, quickest"),
        }
        return titles.get(quantization, quantization)

    def _facts_of(self, model: ModelEntry) -> str:
        facts = []
        if model.parameters:
            facts.append(self.tr("{count:.0f} M parameters").format(count=model.parameters / 1e6))
        if model.quantization:
            facts.append(model.quantization.upper())
        facts.append(self.tr("{size} on disk").format(size=size_text(model.size_bytes)))
        if not model.is_installed and model.download_bytes:
            facts.append(self.tr("{size} to download").format(size=size_text(model.download_bytes)))
        facts.append(self.tr("about {size} of memory").format(size=size_text(model.memory_bytes)))
        if model.tokens_per_second is not None:
            speed = (
                self.tr("{speed:.0f} tokens a second here")
                if model.is_speed_measured
                else self.tr("about {speed:.0f} tokens a second here")
            )
            facts.append(speed.format(speed=model.tokens_per_second))
        if model.languages:
            facts.append(", ".join(load_language(code).name for code in model.languages))
        if model.licence:
            facts.append(self.tr("{licence} licence").format(licence=model.licence))
        # Lines break between facts, not within one.
        return "\N{NO-BREAK SPACE}· ".join(fact.replace(" ", "\N{NO-BREAK SPACE}") for fact in facts)

    def _wrapped_label(self, name: str = "") -> QLabel:
        label = QLabel(self, wordWrap=True)
        label.setObjectName(name)
        return label

    def _button(self, title: str, accessible_name: str, act: Callable[[], object] = lambda: None) -> QPushButton:
        return new_button(title, self, act, accessible_name.format(name=self.name))

    def _request_installation(self) -> None:
        self.install_requested.emit(self._quantization.currentData() or "")

    def _lay_out(self) -> None:
        head = arranged(QHBoxLayout(), self._title, self._badge, None, *self.controls, spacing=8)
        parts = (head, self._description, self._facts, self._progress, self._said)
        arranged(QVBoxLayout(self), *parts, margins=(14, 12, 14, 12), spacing=6)
        for widget in (self._progress, self._said, self._badge):
            widget.hide()
