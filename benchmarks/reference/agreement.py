"""Reference figures for packages/stats/src/agreement: statsmodels, scikit-learn, and alpha by its full coincidence matrix.

    /usr/bin/python3 benchmarks/reference/agreement.py > packages/stats/src/agreement/fixtures/agreement.json
"""
import json
import platform

import numpy as np
import sklearn
import statsmodels
from scipy.optimize import brentq
from scipy.stats import norm
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

generator = np.random.default_rng(20260101)


def alpha(ratings, metric):
    """Krippendorff (2011): coincidences as a matrix, differences as a matrix, no shortcuts."""
    values = sorted({v for row in ratings for v in row if v is not None})
    index = {v: i for i, v in enumerate(values)}
    coincidences = np.zeros((len(values), len(values)))
    for row in ratings:
        present = [index[v] for v in row if v is not None]
        for a in range(len(present)):
            for b in range(len(present)):
                if a != b:
                    coincidences[present[a], present[b]] += 1 / (len(present) - 1)
    totals = coincidences.sum(axis=1)
    n = totals.sum()
    difference = np.zeros_like(coincidences)
    for c, low in enumerate(values):
        for k, high in enumerate(values):
            if metric == "nominal":
                difference[c, k] = float(c != k)
            elif metric == "interval":
                difference[c, k] = (low - high) ** 2
            elif metric == "ratio":
                difference[c, k] = 0 if low + high == 0 else ((low - high) / (low + high)) ** 2
            else:
                first, last = min(c, k), max(c, k)
                difference[c, k] = (totals[first : last + 1].sum() - (totals[c] + totals[k]) / 2) ** 2
    expected = (np.outer(totals, totals) * difference).sum() / (n * (n - 1))
    observed = (coincidences * difference).sum() / n
    return {"alpha": 1 - observed / expected, "observed": observed, "expected": expected}


def kappa_and_error(shares, worth, n):
    """Kappa and its standard error by the delta method, derivatives taken numerically."""
    def kappa(p):
        chance = np.outer(p.sum(axis=1), p.sum(axis=0))
        return ((worth * p).sum() - (worth * chance).sum()) / (1 - (worth * chance).sum())

    def slope(cell, step=1e-5):
        moved = np.zeros_like(shares)
        moved[cell] = step
        return (kappa(shares + moved) - kappa(shares - moved)) / (2 * step)

    slopes = np.array([[slope((i, j)) for j in range(len(shares))] for i in range(len(shares))])
    variance = (shares * slopes**2).sum() - (shares * slopes).sum() ** 2
    return kappa(shares), np.sqrt(max(variance, 0) / n)


def kappa_score_interval(table, worth):
    """Kappas from which the one found is 1.96 errors away, the error taken there; scipy's root."""
    n = table.sum()
    found = table / n
    rows, columns = found.sum(axis=1), found.sum(axis=0)
    chance, full = np.outer(rows, columns), np.diag((rows + columns) / 2)
    own, _ = kappa_and_error(found, worth, n)

    def excess(part, target):
        kappa, error = kappa_and_error((1 - part) * found + part * target, worth, n)
        return abs(own - kappa) - norm.ppf(0.975) * error

    def reached(target):
        return kappa_and_error((lambda p: (1 - p) * found + p * target)(brentq(excess, 1e-6, 1 - 1e-6, args=(target,))), worth, n)[0]

    _, null_error = kappa_and_error(chance, worth, n)
    below = own - norm.ppf(0.975) * null_error
    return [reached(chance) if below > 0 else below, reached(full)]


metrics = ["nominal", "ordinal", "interval", "ratio"]
base = generator.integers(0, 6, size=(40, 1))
noisy = np.clip(base + generator.integers(-1, 2, size=(40, 5)), 0, 7)
missing = generator.random((40, 5)) < 0.45
sparse = [[None if m else int(v) for v, m in zip(row, gone)] for row, gone in zip(noisy, missing)]
alphas = {metric: alpha(sparse, metric) for metric in metrics}

first = generator.integers(1, 6, size=120)
second = np.clip(first + generator.choice([-1, 0, 0, 0, 1, 2], size=120), 1, 5)
table = np.zeros((5, 5), dtype=int)
for a, b in zip(first, second):
    table[a - 1, b - 1] += 1
kappas = {}
for name, wt, weights in [("none", None, None), ("linear", "linear", "linear"), ("quadratic", "quadratic", "quadratic")]:
    result = cohens_kappa(table, wt=wt)
    apart = np.abs(np.subtract.outer(np.arange(5), np.arange(5))) / 4
    worth = np.eye(5) if name == "none" else 1 - apart ** (1 if name == "linear" else 2)
    kappas[name] = {
        "kappa": result.kappa,
        "standardError": result.std_kappa,
        "nullStandardError": result.std_kappa0,
        "scoreInterval": kappa_score_interval(table, worth),
        "z": result.z_value,
        "pValue": result.pvalue_two_sided,
        "scikitLearn": cohen_kappa_score(first, second, weights=weights),
    }

few = [[[5, 0], [0, 5]], [[6, 1], [1, 2]], [[3, 3], [3, 1]], [[4, 0, 1], [0, 3, 0], [0, 1, 3]]]
small = [{"table": t, "interval": kappa_score_interval(np.array(t), np.eye(len(t)))} for t in few]

# Fleiss: 10 subjects, 5 categories, 14 ratings each (the well-known worked example, kappa 0.210) and a made table,
# large because the standard error is a large-sample one.
worked = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]
made = [list(map(int, generator.multinomial(6, p))) for p in generator.dirichlet([0.6, 0.4, 0.3], size=150)]


def null_error(counts, rounds=20000):
    """Standard deviation of kappa over tables drawn with no agreement beyond chance."""
    counts = np.array(counts)
    shares = counts.sum(axis=0) / counts.sum()
    drawn = generator.multinomial(counts[0].sum(), shares, size=(rounds, len(counts)))
    m = counts[0].sum()
    pooled = drawn.sum(axis=1) / (len(counts) * m)
    expected = (pooled**2).sum(axis=1)
    observed = ((drawn**2).sum(axis=2) - m).mean(axis=1) / (m * (m - 1))
    return float(((observed - expected) / (1 - expected)).std())


fleiss = [
    {"counts": c, "kappa": float(fleiss_kappa(np.array(c))), "simulatedNullError": null_error(c)} for c in (worked, made)
]

print(json.dumps({
    "made": "synthetic ratings; figures by independent software",
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "statsmodels": statsmodels.__version__, "scikit-learn": sklearn.__version__},
    "krippendorff": {"ratings": sparse, "metrics": alphas},
    "cohen": {"first": first.tolist(), "second": second.tolist(), "weights": kappas, "small": small},
    "fleiss": fleiss,
}))
