"""Which words the buttons show: the best of a pool, or a draw from it."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class WordProbability:
    """A word and how probable it is as the next one, given the text and the letters typed; from 0 to 1."""

    word: str
    probability: float


def choose_words(pool: Sequence[WordProbability], count: int, seed: str) -> tuple[WordProbability, ...]:
    """Return `count` words of a pool of the k most probable ones, best first.

    A pool that is no larger than `count` is taken as it is. From a larger one words are drawn without replacement in proportion
    to their probability, by the Gumbel-top-k trick (Kool, van Hoof and Welling 2019, "Stochastic Beams and Where to Find Them"):
    each word has its own noise, fixed by the seed, so the same context shows the same words and a typed letter takes
    away only those that it rules out.
    """
    ranked = sorted(pool, key=lambda item: -item.probability)
    if len(ranked) <= count:
        return tuple(ranked)
    drawn = sorted(ranked, key=lambda item: -_perturbed(item, seed))[:count]
    return tuple(sorted(drawn, key=lambda item: -item.probability))


def choose_words_around(pool: Sequence[WordProbability], rest: str, k: int, count: int, seed: str) -> tuple[WordProbability, ...]:
    """Return `count` words of the `k` best of a larger pool, where those that end in `rest` are better than all others."""
    fitting = [item for item in pool if item.word.endswith(rest)]
    others = [item for item in pool if not item.word.endswith(rest)]
    chosen = choose_words(fitting[:k], count, seed)
    return chosen + choose_words(others[: max(k - len(fitting), 0)], count - len(chosen), seed)


def _perturbed(item: WordProbability, seed: str) -> float:
    digest = hashlib.blake2b(f"{seed}\0{item.word}".encode("utf-8", "replace"), digest_size=8).digest()
    uniform = (int.from_bytes(digest) + 0.5) / 2**64
    return math.log(max(item.probability, 1e-30)) - math.log(-math.log(uniform))
