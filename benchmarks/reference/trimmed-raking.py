"""Reference for trimmed raking: the same fixed point, by another road.

    /usr/bin/python3 benchmarks/reference/trimmed-raking.py > packages/stats/src/weighting/fixtures/trimmed-raking.json

Linear programming tells what no weights can do; a plain repetition of "rake, cut, rescale" (many small cuts instead of
one exact one) tells where the cycle ends.
"""
import json
import platform

import numpy as np
import scipy
from scipy.optimize import linprog

generator = np.random.default_rng(11)
n = 200
levels = [generator.choice(4, n, p=[0.55, 0.25, 0.15, 0.05]), generator.choice(2, n, p=[0.7, 0.3])]
targets = [np.array([0.3, 0.3, 0.25, 0.15]), np.array([0.5, 0.5])]


def rake(bounds):
    w = np.ones(n)
    for _ in range(400):
        for level, target in zip(levels, targets):
            totals = np.bincount(level, weights=w, minlength=len(target))
            w = w * (target * w.sum() / totals)[level]
        for _ in range(2000):
            w = np.clip(w / w.mean(), *bounds)
            if abs(w.mean() - 1) < 1e-14:
                break
    return w


def reachable(bounds):
    """Smallest largest difference of a share from its target that any weights within the bounds allow."""
    rows, right = [], []
    for level, target in zip(levels, targets):
        for k, t in enumerate(target):
            member = (level == k).astype(float) / n
            rows += [np.append(member, -1), np.append(-member, -1)]
            right += [t, -t]
    answer = linprog(
        np.append(np.zeros(n), 1), A_ub=np.array(rows), b_ub=right,
        A_eq=[np.append(np.ones(n) / n, 0)], b_eq=[1], bounds=[bounds] * n + [(0, None)], method="highs",
    )
    return answer.fun


free, wide, narrow = (0, np.inf), (0.45, 5.5), (0.5, 1.5)
print(json.dumps({
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    "levels": [l.tolist() for l in levels], "targets": [t.tolist() for t in targets],
    "free": rake(free).tolist(),
    "bounds": {"lower": wide[0], "upper": wide[1]}, "bounded": rake(wide).tolist(), "reachable": reachable(wide),
    "narrow": {"lower": narrow[0], "upper": narrow[1]}, "narrowReachable": reachable(narrow),
}))
