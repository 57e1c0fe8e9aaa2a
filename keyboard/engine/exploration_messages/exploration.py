"""All that may be asked of the explorer, and all that it may say."""

from keyboard.engine.exploration_messages.attention import Attention, AttentionRequest
from keyboard.engine.exploration_messages.cache_state import CacheRequest, CacheState
from keyboard.engine.exploration_messages.logit_lens import LogitLens, LogitLensRequest
from keyboard.engine.exploration_messages.model_card import ModelCard, ModelCardRequest
from keyboard.engine.exploration_messages.next_tokens import NextTokens, NextTokensRequest
from keyboard.engine.exploration_messages.question import ExplorationFailure
from keyboard.engine.exploration_messages.sampling import SampledToken, SampleEnd, SampleLoop, SampleRequest
from keyboard.engine.exploration_messages.token_scores import TokenScores, TokenScoresRequest
from keyboard.engine.exploration_messages.what_if import WhatIf, WhatIfRequest
from keyboard.engine.exploration_messages.word_tokens import WordTokens, WordTokensRequest

Exploration = (
    NextTokensRequest
    | WordTokensRequest
    | TokenScoresRequest
    | CacheRequest
    | SampleRequest
    | AttentionRequest
    | LogitLensRequest
    | WhatIfRequest
    | ModelCardRequest
)
ExplorationReply = (
    NextTokens
    | WordTokens
    | TokenScores
    | CacheState
    | SampledToken
    | SampleLoop
    | SampleEnd
    | Attention
    | LogitLens
    | WhatIf
    | ModelCard
    | ExplorationFailure
)
