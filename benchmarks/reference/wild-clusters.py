"""Reference figures for wild cluster tests and clustered correlations, by refitting with numpy: no shortcuts.

    python3 benchmarks/reference/wild-clusters.py > packages/stats/src/regression/fixtures/wild-clusters.json
"""
import itertools
import json
import platform

import numpy as np
import scipy
from scipy.stats import t as student

generator = np.random.default_rng(11)
clusters = 13
sizes = generator.integers(1, 5, clusters)
cluster = np.repeat(np.arange(clusters), sizes)
x = np.round(np.exp(0.7 * (generator.normal(size=clusters)[cluster] + generator.normal(size=len(cluster)))), 3)
y = np.round(generator.normal(size=clusters)[cluster] + 0.3 * x + generator.normal(size=len(cluster)), 3)
X = np.column_stack([np.ones(len(x)), x])


def slope_and_error(values):
    """The slope, and its error from refits without each cluster."""
    fit = lambda keep: np.linalg.lstsq(X[keep], values[keep], rcond=None)[0][1]
    whole = fit(cluster >= 0)
    moves = np.array([fit(cluster != one) - whole for one in range(clusters)])
    return whole, np.sqrt((clusters - 1) / clusters * (moves**2).sum())


signs = np.array(list(itertools.product([-1, 1], repeat=clusters - 1)))
signs = np.column_stack([np.ones(len(signs)), signs])


def exact_p(hypothesis):
    """The share of all signs whose t is at least as large; a sign and its opposite give the same size."""
    slope, error = slope_and_error(y)
    rest = y - hypothesis * x
    residuals = rest - rest.mean()
    sizes = []
    for sign in signs:
        own, its_error = slope_and_error(rest.mean() + hypothesis * x + sign[cluster] * residuals)
        sizes.append(abs(own - hypothesis) / its_error)
    return float(np.mean(np.array(sizes) >= abs(slope - hypothesis) / error * (1 - 1e-9)))


slope, error = slope_and_error(y)

many = np.arange(240)
many_cluster = many * 11 % 210
a = np.round(np.sin(many) + (many_cluster % 5) / 3, 4)
b = np.round(np.cos(many * 1.7) + 0.25 * a, 4)
z = lambda keep: np.arctanh(np.corrcoef(a[keep], b[keep])[0, 1])
left = np.array([z(many_cluster != one) for one in range(210)])
jackknife = np.sqrt(209 / 210 * ((left - left.mean()) ** 2).sum())
middle = z(many >= 0)
half = student.ppf(0.975, 209) * jackknife

print(json.dumps({
    "made": "synthetic numbers; figures by independent software",
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    "slope": {
        "cluster": cluster.tolist(), "x": x.tolist(), "y": y.tolist(), "estimate": slope, "standardError": error,
        "exact": [{"hypothesis": h, "pValue": exact_p(h)} for h in (0, 0.4)],
    },
    "correlation": {
        "cluster": many_cluster.tolist(), "x": a.tolist(), "y": b.tolist(), "coefficient": float(np.tanh(middle)),
        "lower": float(np.tanh(middle - half)), "upper": float(np.tanh(middle + half)),
        "pValue": float(2 * student.sf(abs(middle / jackknife), 209)),
    },
}))
