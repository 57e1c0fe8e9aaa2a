"""The progress of an installation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from keyboard.model_store.errors import InstallCancelledError

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]


class Stage(StrEnum):
    """The stages of an installation, in this order."""

    DOWNLOAD = "download"
    VERIFY = "verify"
    CONVERT = "convert"
    QUANTIZE = "quantize"


_DOING = {Stage.DOWNLOAD: "downloading", Stage.VERIFY: "verifying", Stage.CONVERT: "converting", Stage.QUANTIZE: "quantizing"}


@dataclass(frozen=True)
class Step:
    """The progress of an installation at one moment."""

    stage: Stage
    progress: float  # of the whole, from 0 to 1
    sentence: str  # the same for a person, as in "downloading gpt2: 34%, 5.2 MB/s, 1 min left"


Report = Callable[[Step], None]


def not_cancelled() -> bool:
    """Return False: the installation is not cancelled."""
    return False


def check_cancelled(cancelled: Cancelled) -> None:
    """Raise `InstallCancelledError` if the user has cancelled the installation."""
    if cancelled():
        raise InstallCancelledError("The installation was cancelled.")


class StagedProgress:
    """Combines the progress of the stages into that of the whole, with a sentence."""

    def __init__(self, name: str, shares: Mapping[Stage, float], report: Report) -> None:
        """Report on the installation of `name`; `shares` is the share of time of each stage, and adds up to 1."""
        self._name = name
        self._shares = shares
        self._report = report

    def show(self, stage: Stage, done: float, detail: str = "") -> None:
        """Report that the fraction `done` of a stage is done."""
        before = sum(share for other, share in self._shares.items() if list(Stage).index(other) < list(Stage).index(stage))
        progress = min(before + self._shares[stage] * done, 1.0)
        self._report(Step(stage, progress, f"{_DOING[stage]} {self._name}: {done:.0%}{detail}"))

    def of(self, stage: Stage) -> Progress:
        """Return a listener for one stage's fractions."""
        return lambda done: self.show(stage, done)
