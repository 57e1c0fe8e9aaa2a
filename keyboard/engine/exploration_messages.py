"""The explorer's requests to the engine, and the engine's replies; `docs/explorer.md` describes what they show.

In a reply, `tokens_evaluated` is the cost of that reply.
"""

from msgspec import Struct


class Message(Struct, frozen=True, tag_field="type", forbid_unknown_fields=True):
    """A line of the protocol; its `type` says which message it is."""


def type_of(message: Message) -> str:
    """Return a message's `type`, which an answer may share with its request."""
    return str(message.__struct_config__.tag)


class _Asked(Message, frozen=True, kw_only=True):
    asker: int = 0  # which explorer asks; each window has one


class Exploration(_Asked, frozen=True):
    """A request of the explorer; every subclass is one."""

    id: int  # rises with each request; every answer names it


class StopRequest(Message, frozen=True, tag="stop"):
    """Cancel the request with this `id`, waiting or under way; a sample that is stopped says so by its `SampleEnd`."""

    id: int


class ExplorationReply(Message, frozen=True):
    """A reply to the explorer; every subclass is one."""

    id: int  # the request's


class ExplorationFailure(ExplorationReply, frozen=True, tag="exploration-failure"):
    """A request that cannot be answered; the sentence tells the user why, and the way out."""

    sentence: str


class AttentionRequest(Exploration, frozen=True, tag="attention"):
    """Ask how much a token of a text looks at each token up to itself."""

    text: str
    position: int = -1  # the token's; -1 is the last


class Attention(ExplorationReply, frozen=True, tag="attention"):
    """The answer to an `AttentionRequest`."""

    pieces: tuple[str, ...]  # of the tokens from 0 to `position`, the begin token first
    position: int
    layers: int
    heads: int  # in each layer
    weights: str  # Base64 of little-endian float32, (layers, heads, position + 1); each row adds up to 1
    tokens_evaluated: int


class CacheRequest(Exploration, frozen=True, tag="cache"):
    """Ask what the KV cache holds that the suggestions come from."""


class CacheState(ExplorationReply, frozen=True, tag="cache"):
    """The answer to a `CacheRequest`."""

    pieces: tuple[str, ...]  # of the tokens in the window, in order
    primed: int  # those before the document: the begin token and the primer
    kept: int  # those that the last answer found in the cache
    evaluated: int  # tokens that the last answer evaluated
    ahead: int  # tokens evaluated for words that are not written yet
    next_window: int  # tokens of the next window that are cached
    cells: int  # tokens that the cache has room for
    asked_in_all: int  # tokens that all answers since the engine's start have read; without a cache, all would be evaluated
    evaluated_in_all: int  # tokens that were evaluated for them


class TokenProbability(Struct, frozen=True, forbid_unknown_fields=True):
    """A token that may come next, by its id in the model's vocabulary.

    Its piece is its text; bytes that are not a whole character are shown as in `<0xE2>`.
    """

    id: int
    piece: str
    probability: float


class LogitLensRequest(Exploration, frozen=True, tag="logit-lens"):
    """Ask what each block would predict after a token if it were the last block (nostalgebraist 2020)."""

    text: str
    position: int = -1
    count: int = 5


class LayerPrediction(Struct, frozen=True, forbid_unknown_fields=True):
    """What the output of one block predicts, best first; blocks are counted from 0."""

    layer: int
    tokens: tuple[TokenProbability, ...]


class LogitLens(ExplorationReply, frozen=True, tag="logit-lens"):
    """The answer to a `LogitLensRequest`."""

    piece: str
    position: int
    layers: tuple[LayerPrediction, ...]
    tokens_evaluated: int


class ModelCardRequest(Exploration, frozen=True, tag="model-card"):
    """Ask for the model's shape."""


class ModelPart(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the model, such as "token embeddings", "attention", "feed-forward": its parameters and bytes in the file."""

    name: str
    parameters: int
    size_bytes: int


class ModelCard(ExplorationReply, frozen=True, tag="model-card"):
    """The answer to a `ModelCardRequest`."""

    name: str
    architecture: str  # as the file states it: `gpt2`, `llama`
    layers: int
    heads: int  # query heads in each layer
    kv_heads: int  # key and value heads in each layer; fewer than `heads` where they are shared
    width: int  # of the residual stream
    vocabulary: int
    positions: int  # tokens that it was trained to read at once
    parts: tuple[ModelPart, ...]  # in the order in which a token goes through them
    kv_bytes_per_token: int  # of the KV cache that the suggestions come from


class NextTokensRequest(Exploration, frozen=True, tag="next-tokens"):
    """Ask for the most probable tokens after a text; costs no evaluation if the text and the path were asked for before."""

    text: str
    path: tuple[int, ...] = ()  # tokens that follow the text, chosen one after the other
    count: int = 10  # the number of tokens
    temperature: float = 1.0  # what the logits are divided by, above 0
    top_k: int = 0  # the pool that shares the probability; 0 is all tokens


class NextTokens(ExplorationReply, frozen=True, tag="next-tokens"):
    """The answer to a `NextTokensRequest`."""

    tokens: tuple[TokenProbability, ...]  # best first
    entropy_bits: float  # of the whole distribution, at this temperature and top-k
    tokens_evaluated: int


class SampleRequest(Exploration, frozen=True, tag="sample"):
    """Ask for text that the model writes after a prompt."""

    prompt: str  # what the model reads; "" samples from the begin token on, without a condition
    top_k: tuple[int, ...] = (40,)  # for each sample, the number of most probable tokens to draw from; 0 is all
    # Samples are drawn from the smallest pool with this total probability; 1.0 is all tokens (Holtzman et al. 2020).
    top_p: float = 1.0
    temperature: float = 1.0  # what the logits are divided by; 0 takes the most probable token
    # Divides the logits of earlier tokens, or multiplies them if they are negative; 1.0 changes nothing (Keskar et al. 2019).
    repetition_penalty: float = 1.0
    seed: int = 0  # the same seed and model give the same text on the same machine
    tokens: int = 100  # of each sample, at most


class SampledToken(ExplorationReply, frozen=True, tag="sampled-token"):
    """A token of a sample."""

    sample: int  # which of the samples, from 0
    token: TokenProbability  # with its probability before top-k, top-p, temperature and penalty
    text: str  # its part of the sample's text; "" if it leaves a character unfinished
    chosen_with: float  # the probability that it was drawn with


class SampleLoop(ExplorationReply, frozen=True, tag="sample-loop"):
    """A sample repeats `text`."""

    sample: int
    text: str
    since: int  # the first repeated token's place in the sample, from 0
    sentence: str  # for the user: what is repeated and the way out


class SampleEnd(ExplorationReply, frozen=True, tag="sample-end"):
    """A sample is over; the reason is `length`, `end-token`, `window` where the model's window is full, or `stopped`."""

    sample: int
    reason: str


class ResidualStreamRequest(Exploration, frozen=True, tag="residual-stream"):
    """Ask how a token's vector changes from block to block."""

    text: str
    position: int = -1


class StreamBlock(Struct, frozen=True, forbid_unknown_fields=True):
    """What one block does to a token's vector; norms are Euclidean."""

    layer: int
    attention_norm: float  # of what attention adds
    feed_forward_norm: float  # of what the feed-forward network adds
    output_norm: float
    lens_moved: (
        float  # the share of the logit lens's probability that has moved to other tokens since the last block; 0 in block 0
    )
    best: TokenProbability  # by the logit lens


class ResidualStream(ExplorationReply, frozen=True, tag="residual-stream"):
    """The answer to a `ResidualStreamRequest`."""

    position: int
    blocks: tuple[StreamBlock, ...]
    tokens_evaluated: int


class ScoresRequest(Exploration, frozen=True, tag="scores"):
    """Ask for a part of the square table of a head: the score of every token's query with every token's key."""

    text: str
    layer: int
    head: int
    row: int = 0  # the first row and column of the part
    column: int = 0
    size: int = 128  # the number of rows and columns, at most


class Scores(ExplorationReply, frozen=True, tag="scores"):
    """The answer to a `ScoresRequest`; both tables are Base64 of little-endian float32, (rows, columns)."""

    layer: int
    head: int
    row: int
    column: int
    rows: int
    columns: int
    scores: str  # scaled, before the mask
    weights: str  # after mask and softmax; a whole row of the table adds up to 1
    tokens_evaluated: int


class StepRequest(Exploration, frozen=True, tag="step"):
    """Ask what one head and the feed-forward network of a block compute for a token."""

    text: str
    layer: int
    head: int
    position: int = -1


class TokenProduct(Struct, frozen=True, forbid_unknown_fields=True):
    """A token whose row of the output matrix has a large product with the last vector: its logit."""

    id: int
    piece: str
    product: float
    probability: float


class Step(ExplorationReply, frozen=True, tag="step"):
    """The answer to a `StepRequest`."""

    pieces: tuple[str, ...]  # of all tokens that the model reads, the begin token first
    position: int
    layer: int
    head: int
    layers: int
    heads: int  # query heads in each layer
    kv_heads: int  # key and value heads in each layer
    scale: float  # the factor of query · key
    first: int  # the position of the first token that the block can look at: 0, unless it has a sliding window
    vectors: dict[str, str]  # by the names in docs/engine.md: Base64 of little-endian float32; without those the model lacks
    products: tuple[TokenProduct, ...]  # the largest first; only of the last block
    from_cache: int  # tokens before `position` whose keys and values were in the cache
    tokens_evaluated: int


class TokenScoresRequest(Exploration, frozen=True, tag="token-scores"):
    """Ask how probable each token of a text was; a text longer than the window is read in overlapping windows."""

    text: str


class TokenScore(Struct, frozen=True, forbid_unknown_fields=True):
    """A token of a text."""

    id: int  # in the model's vocabulary
    piece: str  # its text, as in `TokenProbability`
    start: int  # its first character in the text
    end: int  # the character after its last; equal to `start` for a token whose character the token before it began
    probability: float  # that it came next, from 0 to 1
    rank: int  # its place among all tokens, 1 for the most probable
    bits: float  # its surprise, -log2 of the probability


class TokenScores(ExplorationReply, frozen=True, tag="token-scores"):
    """A part of the answer to a `TokenScoresRequest`."""

    first: int  # the place of the first of these tokens in the text
    tokens: tuple[TokenScore, ...]
    in_all: int  # the number of tokens of the whole text
    tokens_evaluated: int


class WhatIfRequest(Exploration, frozen=True, tag="what-if"):
    """Ask how the next tokens change if later tokens cannot see some tokens, or if the text is another."""

    text: str
    masked: tuple[int, ...] = ()  # positions of tokens that no later token may look at
    other_text: str = ""  # read instead of `text`, with nothing masked; "" if tokens are masked
    count: int = 10  # the number of tokens before and after


class TokenChange(Struct, frozen=True, forbid_unknown_fields=True):
    """A token that may come next, before and after; the change in bits is log2 of after by before."""

    id: int
    piece: str
    before: float
    after: float


class WhatIf(ExplorationReply, frozen=True, tag="what-if"):
    """The answer to a `WhatIfRequest`."""

    pieces: tuple[str, ...]  # of the text, the begin token first: the tokens that can be masked
    before: tuple[TokenChange, ...]  # the tokens that were most probable, best first
    after: tuple[TokenChange, ...]  # those that are most probable now, best first
    divergence_bits: float  # between the predictions: KL(before || after)
    tokens_evaluated: int


class WordTokensRequest(Exploration, frozen=True, tag="word-tokens"):
    """Ask for the tokens of words after a text, such as those on the buttons, and their probabilities."""

    text: str
    words: tuple[str, ...]


class WordInTokens(Struct, frozen=True, forbid_unknown_fields=True):
    """A word in the model's tokens; its probability is the product of theirs."""

    word: str
    tokens: tuple[TokenProbability, ...]


class WordTokens(ExplorationReply, frozen=True, tag="word-tokens"):
    """The answer to a `WordTokensRequest`."""

    words: tuple[WordInTokens, ...]
    tokens_evaluated: int
