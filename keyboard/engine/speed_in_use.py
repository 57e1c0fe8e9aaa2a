"""How fast a model decodes while somebody types, measured beside the proof, which may have met a busy machine."""

from keyboard.engine.proof_record import ProofRecord
from keyboard.language_model.language_model import LanguageModel
from keyboard.locations import cache_folder

_ENOUGH_STEPS = 32


class SpeedInUse:
    """Adds the quickest decode step of a run to the record of proofs."""

    def __init__(self, language_model: LanguageModel) -> None:
        """Watch this model."""
        self._language_model = language_model
        self._is_kept = False

    def keep_once(self) -> None:
        """Keep the measurement as soon as there have been enough steps; meant for idle time."""
        if self._is_kept or self._language_model.steps < _ENOUGH_STEPS:
            return
        self._is_kept = True
        model = self._language_model.model
        ProofRecord(cache_folder()).remember(model.backend, model.path, 1 / self._language_model.quickest_step_s)
