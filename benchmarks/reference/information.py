"""Reference for packages/stats/src/information: entropy by scipy.

    /usr/bin/python3 benchmarks/reference/information.py > packages/stats/src/information/fixtures/entropy.json
"""
import json
import platform

import numpy as np
import scipy
from scipy.stats import entropy

generator = np.random.default_rng(4)
counts = [generator.integers(0, 40, size).tolist() for size in (2, 3, 7, 25, 200)] + [[1, 0], [5], [1, 1000000]]
print(json.dumps({
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    "cases": [{"counts": one, "bits": float(entropy(one, base=2))} for one in counts],
}))
