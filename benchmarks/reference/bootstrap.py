"""Reference figures for bootstrap intervals: scipy's own replicates with the intervals it makes of them.

    /usr/bin/python3 benchmarks/reference/bootstrap.py > packages/stats/src/resampling/fixtures/bootstrap.json
"""
import json
import sys

import numpy as np
import scipy
from scipy.stats import bootstrap

rng = np.random.default_rng(3)
sample = np.round(rng.gamma(1.5, size=18), 3)
out = {}
for method in ("percentile", "BCa"):
    fit = bootstrap((sample,), lambda x, axis: np.var(x, axis=axis), n_resamples=499, method=method, confidence_level=0.9, random_state=np.random.default_rng(7))
    out[method] = [fit.confidence_interval.low, fit.confidence_interval.high]
# The same seed draws the same replicates; this version of scipy doesn't hand them out. Checked by the percentiles.
draws = np.random.default_rng(7).integers(0, len(sample), size=(499, len(sample)))
replicates = np.var(sample[draws], axis=1)
assert np.allclose(np.percentile(replicates, [5, 95]), out["percentile"], rtol=1e-14)
json.dump(
    {
        "software": f"Python {sys.version.split()[0]}, numpy {np.__version__}, scipy {scipy.__version__}",
        "statistic": "variance with divisor n",
        "level": 0.9,
        "sample": sample.tolist(),
        "replicates": replicates.tolist(),
        "jackknife": [float(np.var(np.delete(sample, i))) for i in range(len(sample))],
        "intervals": out,
    },
    sys.stdout,
)
print()
