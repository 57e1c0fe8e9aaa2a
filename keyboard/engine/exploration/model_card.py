"""A model's card: its shape, and where its weights are."""

from keyboard.engine.errors import EngineError
from keyboard.engine.exploration_messages.model_card import ModelCard, ModelPart
from keyboard.language_model.gguf_metadata import GGUFMetadata
from keyboard.language_model.model_parts import parts_of
from keyboard.model_store.gguf_header import read_header
from keyboard.model_store.store import InstalledModel

# Keys and values are kept as F16.
_CACHED_NUMBER_BYTES = 2


def model_card(request_id: int, installed: InstalledModel) -> ModelCard:
    """Return the card of a model from its file's header; raise `EngineError` where that does not state its shape."""
    shape = read_header(installed.path).shape
    if shape is None:
        raise EngineError(f"{installed.path} does not say how many blocks and heads it has; choose another model.")
    with GGUFMetadata(installed.path) as metadata:
        architecture = metadata.text("general.architecture") or ""
    parts = tuple(ModelPart(part.name, part.parameters, part.size_bytes) for part in parts_of(installed.path))
    return ModelCard(
        id=request_id,
        name=installed.name,
        architecture=architecture,
        layers=shape.layers,
        heads=shape.heads,
        kv_heads=shape.kv_heads,
        width=shape.width,
        vocabulary=shape.vocabulary,
        positions=shape.context,
        parts=parts,
        kv_bytes_per_token=2 * shape.layers * shape.kv_heads * (shape.width // shape.heads) * _CACHED_NUMBER_BYTES,
    )
