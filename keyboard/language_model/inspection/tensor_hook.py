"""Stops at named tensors during an evaluation, through llama.cpp's evaluation callback (`cb_eval`, llama.cpp/include/llama.h)."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import llama_cpp

from keyboard.language_model.errors import LanguageModelError
from keyboard.language_model.inspection.tensor import Tensor, name_at

Visit = Callable[[Tensor], None]
Visits = Mapping[str, Visit]


class TensorHook:
    """Calls functions with the tensors that they want to see.

    The scheduler asks for each node of the graph whether its values are wanted, and evaluates in one go what lies between those
    that are (`ggml_backend_sched_compute_splits`, ggml/src/ggml-backend.cpp). So an evaluation costs a look at a thousand names,
    and one more start of ggml's threads for each tensor whose values are seen.

    Attributes:
        callback: What the context's parameters want; it must live as long as the context.
    """

    def __init__(self) -> None:
        self.callback = llama_cpp.ggml_backend_sched_eval_callback(self._visit)
        self._before: dict[bytes, Visit] = {}
        self._after: dict[bytes, Visit] = {}
        self._seen: set[bytes] = set()
        self._error: BaseException | None = None

    @contextmanager
    def visiting(self, *, before: Visits | None = None, after: Visits | None = None) -> Iterator[None]:
        """Call functions with the tensors of these names while the `with` statement lasts.

        `before` are called when a tensor is about to be computed: its sources that are the graph's inputs have their values, and
        may be changed. `after` are called with the tensor's own values, which may be changed too.
        """
        kept = self._before, self._after
        self._before = self._before | {name.encode(): visit for name, visit in (before or {}).items()}
        self._after = self._after | {name.encode(): visit for name, visit in (after or {}).items()}
        try:
            yield
        finally:
            self._before, self._after = kept

    def take_error(self) -> BaseException | None:
        """Return why the last evaluation is worth nothing, if it is: what a function raised, or a tensor that was missing."""
        error, self._error = self._error, None
        unseen, self._seen = (self._before | self._after).keys() - self._seen, set()
        if error is None and unseen:
            name = min(unseen).decode()
            error = LanguageModelError(f"llama.cpp computes no {name} in this model; choose a GPT-2 or SmolLM2 to look into.")
        return error

    def _visit(self, pointer: int, is_asked: bool, _user_data: int | None) -> bool:
        """Tell the scheduler whether a tensor's values are wanted, and after their computation whether to go on."""
        if self._error is not None:
            return is_asked  # stop at the next tensor, and there go no further
        try:
            name = name_at(pointer)
            if not is_asked:
                self._after[name](Tensor(pointer))
                return True
            if name in self._before or name in self._after:
                self._seen.add(name)
            if name in self._before:
                self._before[name](Tensor(pointer))
        except BaseException as error:  # noqa: BLE001 - ctypes would print and swallow it; Ctrl+C arrives here too
            self._error = error
            return is_asked
        return name in self._after
