"""Reference for packages/stats/src/ranking/shrunken-bradley-terry.ts: abilities by L-BFGS, evidence by Laplace with a curvature from
finite differences, the spread by a bounded search.

    /usr/bin/python3 benchmarks/reference/shrunken-bradley-terry.py > packages/stats/src/ranking/fixtures/shrunken-bradley-terry.json
"""
import json
import platform

import numpy as np
import scipy
from scipy.optimize import minimize, minimize_scalar

generator = np.random.default_rng(21)
items = 6
centre = np.round(generator.normal(0, 0.8, items), 3)
truth = centre + generator.normal(0, 0.7, items)
wins = np.zeros((items, items))
for _ in range(220):
    one, other = generator.choice(items, 2, replace=False)
    if generator.random() < 1 / (1 + np.exp(truth[other] - truth[one])):
        wins[one, other] += 1
    else:
        wins[other, one] += 1


def log_likelihood(a, w):
    return -(w * np.logaddexp(0, -(a[:, None] - a[None, :]))).sum()


def gradient(a, w, spread):
    chance = 1 / (1 + np.exp(-(a[:, None] - a[None, :])))
    slope = (w * (1 - chance)).sum(axis=1) - (w * (1 - chance)).sum(axis=0)
    return -(slope - (a - centre) / spread**2)


def laplace(spread, w):
    def loss(a):
        return -log_likelihood(a, w) + ((a - centre) ** 2).sum() / (2 * spread**2)

    found = minimize(loss, centre, jac=lambda a: gradient(a, w, spread), method="L-BFGS-B",
                     options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 5000}).x
    step = 1e-5
    curvature = np.array([(gradient(found + step * e, w, spread) - gradient(found - step * e, w, spread)) / (2 * step)
                          for e in np.eye(items)])
    _, log_determinant = np.linalg.slogdet(curvature)
    return found, -loss(found) - items * np.log(spread) - log_determinant / 2


def shrink(w, scale):
    def loss(log_spread):
        return (np.exp(log_spread) / scale) ** 2 / 2 - laplace(np.exp(log_spread), w)[1]

    best = minimize_scalar(loss, bounds=(np.log(0.01), np.log(5)), method="bounded", options={"xatol": 1e-9}).x
    spread = float(np.exp(best))
    abilities, evidence = laplace(spread, w)
    return {"spread": spread, "abilities": abilities.tolist(), "logEvidence": float(evidence)}


print(json.dumps({
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__},
    "centre": centre.tolist(),
    "wins": wins.flatten().tolist(),
    "usual": shrink(wins, 1.0),
    "thinned": shrink(wins / 2.5, 1.0),
}, indent=1))
