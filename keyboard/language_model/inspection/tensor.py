"""A tensor of ggml, read and written wherever it lies: in memory or on a GPU."""

import ctypes
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import llama_cpp
import numpy as np
import numpy.typing as npt

from keyboard.language_model.backends import ggml_function
from keyboard.language_model.errors import LanguageModelError

Values = npt.NDArray[Any]

# enum ggml_type, ggml/include/ggml.h
_DTYPES: dict[int, type[np.generic]] = {0: np.float32, 1: np.float16, 27: np.int64}


class _GgmlTensor(ctypes.Structure):
    """`struct ggml_tensor` up to its name, ggml/include/ggml.h."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("buffer", ctypes.c_void_p),
        ("ne", ctypes.c_int64 * 4),
        ("nb", ctypes.c_size_t * 4),
        ("op", ctypes.c_int),
        ("op_params", ctypes.c_int32 * 16),
        ("flags", ctypes.c_int32),
        ("src", ctypes.c_void_p * 10),
        ("view_src", ctypes.c_void_p),
        ("view_offs", ctypes.c_size_t),
        ("data", ctypes.c_void_p),
        ("name", ctypes.c_char * 64),
    ]


_size_of = ggml_function("ggml_nbytes", ctypes.c_size_t, ctypes.c_void_p)
_get = ggml_function("ggml_backend_tensor_get", None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t)
_operation_name = ggml_function("ggml_op_name", ctypes.c_char_p, ctypes.c_int)
_set = ggml_function("ggml_backend_tensor_set", None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t)


class Tensor:
    """One tensor of the graph that is being evaluated, valid until the evaluation is over."""

    def __init__(self, pointer: int) -> None:
        """Refer to the tensor at an address."""
        self._pointer = pointer
        self._header = _GgmlTensor.from_address(pointer)
        self.name = self._header.name.decode("utf-8", "replace")  # as llama.cpp calls it, such as `kq_soft_max-3` in block 3
        self.shape = tuple(reversed(self._header.ne))  # in NumPy's order, the dimension that lies densest last; always four

    @property
    def operation(self) -> str:
        """The operation that computes this tensor, as ggml calls it: `MUL_MAT`, `ROPE`."""
        return bytes(_operation_name(self._header.op)).decode()

    def float_parameter(self, index: int) -> float:
        """Return a parameter of the operation that is a 32-bit float."""
        numbers = np.ctypeslib.as_array(self._header.op_params).view(np.float32)
        return float(numbers[index])

    def operand(self, index: int) -> "Tensor":
        """Return operand `index` of the operation; raise `LanguageModelError` if it has none."""
        if (operand := self.source(index)) is None:
            raise LanguageModelError(f"llama.cpp computes {self.name} in a way of its own; explore a GPT-2 or SmolLM2 instead.")
        return operand

    def source(self, index: int) -> "Tensor | None":
        """Return operand `index` of the operation that computes this tensor, or None."""
        pointer: int | None = self._header.src[index]
        return Tensor(pointer) if pointer else None

    def read(self) -> Values:
        """Return a copy of the values, (`shape`); raise `LanguageModelError` if they are quantized."""
        buffer = np.empty(_size_of(self._pointer), dtype=np.uint8)
        _get(self._pointer, buffer.ctypes.data, 0, buffer.nbytes)
        return np.ndarray(self.shape, self._dtype(), buffer.data, strides=self._strides())

    def write(self, values: Values) -> None:
        """Set all values, (`shape`); raise `LanguageModelError` if they are not contiguous."""
        data = np.ascontiguousarray(values, dtype=self._dtype()).reshape(self.shape)
        if data.strides != self._strides():
            raise LanguageModelError(
                f"llama.cpp's tensor {self.name} is not contiguous in memory, so nothing can be written to it."
            )
        _set(self._pointer, data.ctypes.data, 0, data.nbytes)

    def _dtype(self) -> type[np.generic]:
        try:
            return _DTYPES[self._header.type]
        except KeyError as error:
            raise LanguageModelError(f"llama.cpp's tensor {self.name} is of a type that cannot be read.") from error

    def _strides(self) -> tuple[int, ...]:
        return tuple(reversed(self._header.nb))


def name_at(pointer: int) -> bytes:
    """Return the name of the tensor at an address; a graph has a thousand tensors, so of most only the name is read."""
    name: bytes = _GgmlTensor.from_address(pointer).name
    return name


Visit = Callable[[Tensor], None]
Visits = Mapping[str, Visit]


class TensorHook:
    """Calls functions with the tensors that they want to see.

    The scheduler asks for each node of the graph whether its values are wanted, and evaluates at once what is between those
    that are (`ggml_backend_sched_compute_splits`, ggml/src/ggml-backend.cpp). So an evaluation costs a look at a thousand names,
    and one more start of ggml's threads for each tensor whose values are seen.
    """

    def __init__(self) -> None:
        # For the context's parameters; it must live as long as the context.
        self.callback = llama_cpp.ggml_backend_sched_eval_callback(self._visit)
        self._before: dict[bytes, Visit] = {}
        self._after: dict[bytes, Visit] = {}
        self._may_lack: frozenset[bytes] = frozenset()
        self._seen: set[bytes] = set()
        self._error: BaseException | None = None

    @contextmanager
    def visiting(
        self, *, before: Visits | None = None, after: Visits | None = None, may_lack: Collection[str] = ()
    ) -> Iterator[None]:
        """Call functions with the tensors of these names while the `with` statement lasts.

        `before` are called when a tensor is about to be computed: its sources that are the graph's inputs have their values, and
        may be changed. `after` are called with the tensor's own values, which may be changed too. An evaluation is valid without
        the tensors that the model `may_lack`.
        """
        kept = self._before, self._after, self._may_lack
        self._before = self._before | {name.encode(): visit for name, visit in (before or {}).items()}
        self._after = self._after | {name.encode(): visit for name, visit in (after or {}).items()}
        self._may_lack |= {name.encode() for name in may_lack}
        try:
            yield
        finally:
            self._before, self._after, self._may_lack = kept

    def take_error(self) -> BaseException | None:
        """Return why the last evaluation is invalid, if it is: a function raised, or a tensor was missing."""
        error, self._error = self._error, None
        unseen, self._seen = (self._before | self._after).keys() - self._seen - self._may_lack, set()
        if error is None and unseen:
            name = min(unseen).decode()
            error = LanguageModelError(f"llama.cpp computes no {name} in this model; explore a GPT-2 or SmolLM2 instead.")
        return error

    def _visit(self, pointer: int, is_asked: bool, _user_data: int | None) -> bool:
        """Tell the scheduler whether a tensor's values are wanted, and after their computation whether to go on."""
        if self._error is not None:
            return is_asked  # stop at the next tensor, and evaluate nothing after it
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
