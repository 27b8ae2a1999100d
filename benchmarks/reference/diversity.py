"""Reference for packages/stats/src/diversity: expected entropy by scipy's binomial, and by a large simulation.

    /usr/bin/python3 benchmarks/reference/diversity.py > packages/stats/src/diversity/fixtures/diversity.json
"""
import json
import platform

import numpy as np
import scipy
from scipy.stats import binom, entropy

generator = np.random.default_rng(8)
shares = [0.52, 0.3, 0.1, 0.05, 0.03]
exact = {}
for k in (2, 3, 7, 60, 1500):
    x = np.arange(1, k + 1)
    exact[k] = float(np.log2(k) - sum((binom.pmf(x, k, p) * x * np.log2(x)).sum() for p in shares) / k)

# Two attributes that go together: the spread of a sum can't be had from each alone.
first = generator.choice(3, 300, p=[0.6, 0.3, 0.1])
second = np.where(generator.random(300) < 0.7, first, generator.choice(3, 300))
simulated = {}
for k in (2, 5, 20):
    groups = generator.integers(0, 300, size=(100000, k))
    bits = []
    for codes in (first, second):
        drawn = codes[groups]
        counts = np.stack([(drawn == level).sum(axis=1) for level in range(3)])
        bits.append(entropy(counts, base=2, axis=0))
    means = [float(b.mean()) for b in bits]
    adjusted = sum((b - m) / m for b, m in zip(bits, means))
    simulated[k] = {"means": means, "sumDeviation": float(sum(bits).std()), "adjustedDeviation": float(adjusted.std()),
                    "band": np.quantile(adjusted, [0.05, 0.95]).tolist()}
print(json.dumps({
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    "shares": shares, "exact": [{"size": k, "bits": v} for k, v in exact.items()],
    "attributes": [first.tolist(), second.tolist()], "simulated": [{"size": k, **v} for k, v in simulated.items()],
}))
