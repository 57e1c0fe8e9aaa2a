"""The explorer in a language where each text stands in brackets."""

import base64

import numpy as np
import pytest
from msgspec.structs import replace

from keyboard.engine.engine_state import Condition
from keyboard.engine.exploration_messages import (
    Attention,
    CacheState,
    LayerPrediction,
    LogitLens,
    ModelCard,
    ModelPart,
    NextTokens,
    ResidualStreamRequest,
    ScoresRequest,
    StepRequest,
    TokenChange,
    TokenProbability,
    TokenScore,
    TokenScores,
    WhatIf,
    WordInTokens,
    WordTokens,
    type_of,
)
from tests.editor.explorer.conftest import PAGES
from tests.editor.explorer.steps import scores, step, stream
from tests.editor.pseudo_language import in_english

pytestmark = pytest.mark.usefixtures("in_brackets")

WORDS = ("ένα", "δύο", "τρία")
PROBABLE = tuple(TokenProbability(place, word, 0.3) for place, word in enumerate(WORDS))
NOT_ASKED = 0
REPLIES = [
    NextTokens(NOT_ASKED, PROBABLE, 5.2, 1),
    WordTokens(NOT_ASKED, tuple(WordInTokens(word, PROBABLE) for word in WORDS), 3),
    TokenScores(NOT_ASKED, 0, tuple(TokenScore(n, "ένα", n, n + 1, 0.2, 3, 2.0) for n in range(2)), 2, 2),
    CacheState(NOT_ASKED, WORDS, 1, 1, 1, 1, 1, 64, 9, 3),
    Attention(NOT_ASKED, WORDS, 2, 1, 1, base64.b64encode(np.full(3, 1 / 3, "<f4").tobytes()).decode(), 3),
    LogitLens(NOT_ASKED, "ένα", 2, (LayerPrediction(0, PROBABLE),), 3),
    ModelCard(NOT_ASKED, "α", "β", 12, 12, 4, 768, 50257, 1024, (ModelPart("γ", 10**6, 10**6),), 36864),
    WhatIf(NOT_ASKED, WORDS, (TokenChange(1, "ένα", 0.2, 0.3),), (TokenChange(1, "ένα", 0.2, 0.3),), 0.1, 3),
]


def answer_steps(explored):
    """Answer what the page Step by Step asks: first about the step, then about the table and the blocks."""
    for kind, reply in ((StepRequest, step), (ScoresRequest, scores), (ResidualStreamRequest, stream)):
        for request in explored.asked(kind)[-1:]:
            explored.reply(reply(request))


def test_the_explorer_on_all_its_pages_and_its_tour(story, window, engine, explored):
    engine.be(Condition.READY, model="α", backend="β")
    story.commit("ένα δύο τρία")
    window.explorer.set_open(True)
    window.explorer.take_tour()
    panel = explored.panel
    for page in PAGES:
        panel.open_page(page)
        story.settle()
        asked = {type_of(request): request.id for request in engine.explorations}
        for reply in REPLIES:
            if type_of(reply) in asked:
                explored.reply(replace(reply, id=asked[type_of(reply)]))
        answer_steps(explored)
        assert in_english(panel) == set(), page
