"""What evaluates the model, chosen in the dialog: a backend, and how many of the layers a GPU takes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QPushButton, QSlider, QWidget

from keyboard.editor.models.model_entry import BackendEntry
from keyboard.engine.engine_state import EngineState


class BackendChoice(QFrame):
    """A list of backends and a slider for the layers; nothing changes before Apply.

    Signals:
        applied: The backend's name, or None for the best, and the layers on the GPU, or None for all.
        measure_requested: Each backend is to be tried with the model in use.
    """

    applied = Signal(object, object)
    measure_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("modelCard")
        self._backends: Sequence[BackendEntry] = ()
        self._shown: EngineState | None = None
        self._title = QLabel(self.tr("Runs On"), self)
        self._title.setObjectName("modelName")
        self._list = QComboBox(self)
        self._list.setAccessibleName(self.tr("Backend"))
        self._list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._layers = QSlider(Qt.Orientation.Horizontal, self)
        self._layers.setAccessibleName(self.tr("Layers on the GPU"))
        self._layers_text = QLabel(self)
        self._layers_text.setObjectName("modelFacts")
        self._layers_text.setWordWrap(True)
        self._apply = QPushButton(self.tr("Apply"), self)
        self._apply.setAutoDefault(False)
        self._apply.setAccessibleName(self.tr("Apply the backend and the layers"))
        self._measure = QPushButton(self.tr("Measure"), self)
        self._measure.setAutoDefault(False)
        self._measure.setAccessibleName(self.tr("Measure how fast each backend is"))
        self._list.currentIndexChanged.connect(self._show_layers)
        self._layers.valueChanged.connect(self._show_layers)
        self._apply.clicked.connect(lambda: self.applied.emit(self._backend, self._gpu_layers))
        self._measure.clicked.connect(self.measure_requested)
        self._lay_out()

    @property
    def sentence(self) -> str:
        """How the layers are shared out, or why they cannot be."""
        return self._layers_text.text()

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What takes the focus, in order."""
        return (self._list, self._apply, self._layers, self._measure)

    def show_backends(self, backends: Sequence[BackendEntry]) -> None:
        """Offer these backends."""
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
        """Show whether the backends are being tried."""
        self._measure.setEnabled(not is_measuring)
        self._measure.setText(self.tr("Measuring…") if is_measuring else self.tr("Measure"))

    def show_state(self, state: EngineState) -> None:
        """Show what is in use, where that has changed."""
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
        """The layers that are chosen; None for all."""
        return None if self._layers.value() == self._layers.maximum() else self._layers.value()

    @property
    def _is_on_gpu(self) -> bool:
        """Whether what is chosen evaluates on a GPU."""
        gpus = [backend.backend for backend in self._backends if backend.is_gpu]
        return bool(gpus) and self._backend in {None, *gpus}

    def _title_of(self, backend: BackendEntry) -> str:
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
