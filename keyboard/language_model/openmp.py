"""How long llama.cpp's threads spin while they wait for each other, set before it is loaded.

They wait hundreds of times in a decode step. GCC's OpenMP lets them spin for milliseconds, which is the quickest where each has a
processor of its own; where other programs compute, a thread spins while the one that it waits for gets no processor. Threads
that sleep at once do well there, and double the time of a step on a quiet machine. So they spin for microseconds, then sleep.
"""

import os

# https://gcc.gnu.org/onlinedocs/libgomp/Environment-Variables.html; other OpenMP libraries know the first alone.
_WAIT_POLICY, _SPIN_COUNT = "OMP_WAIT_POLICY", "GOMP_SPINCOUNT"
_SPINS = "300"

# Whoever has chosen a policy is left with it.
if _WAIT_POLICY not in os.environ:
    os.environ.setdefault(_SPIN_COUNT, _SPINS)
