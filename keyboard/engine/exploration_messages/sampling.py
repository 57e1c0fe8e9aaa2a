"""Text that the model writes after a prompt, told token by token."""

from dataclasses import dataclass
from typing import ClassVar

from keyboard.engine.exploration_messages.question import Question
from keyboard.engine.exploration_messages.token_probability import TokenProbability


@dataclass(frozen=True)
class SampleRequest(Question):
    """Ask for text that the model writes after a prompt.

    Attributes:
        prompt: What the model reads; "" samples from the begin token on, without a condition.
        top_k: For each sample wanted the pool of most probable tokens that it draws from; 0 is all tokens.
        top_p: The smallest pool whose probabilities add up to it is drawn from; 1.0 is all tokens (Holtzman et al. 2020).
        temperature: What the logits are divided by; 0 takes the most probable token.
        repetition_penalty: What the logits of tokens that came before are divided by, or multiplied with where they are
            negative; 1.0 is none (Keskar et al. 2019).
        seed: The same seed and model give the same text on the same machine.
        tokens: How many each sample may have.
    """

    type: ClassVar[str] = "sample"
    prompt: str
    top_k: tuple[int, ...] = (40,)
    top_p: float = 1.0
    temperature: float = 1.0
    repetition_penalty: float = 1.0
    seed: int = 0
    tokens: int = 100


@dataclass(frozen=True)
class SampledToken:
    """A token of a sample.

    Attributes:
        id: The request's.
        sample: Which of the samples, from 0.
        token: With its probability before top-k, top-p, temperature and penalty.
        text: What it adds to the sample's text; "" where it leaves a character unfinished.
        chosen_with: The probability that it was drawn with.
    """

    type: ClassVar[str] = "sampled-token"
    id: int
    sample: int
    token: TokenProbability
    text: str
    chosen_with: float


@dataclass(frozen=True)
class SampleLoop:
    """A sample repeats itself.

    Attributes:
        id: The request's.
        sample: Which of the samples.
        text: What is repeated.
        since: The first repeated token's place in the sample, from 0.
        sentence: For the user: what is seen and the way out.
    """

    type: ClassVar[str] = "sample-loop"
    id: int
    sample: int
    text: str
    since: int
    sentence: str


@dataclass(frozen=True)
class SampleEnd:
    """A sample is over.

    Attributes:
        id: The request's.
        sample: Which of the samples.
        reason: `length`, `end-token`, `window` where the model's window is full, or `stopped`.
    """

    type: ClassVar[str] = "sample-end"
    id: int
    sample: int
    reason: str
