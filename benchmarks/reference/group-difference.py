"""Pillai's trace of people's Bradley-Terry scores by group: scipy fits, statsmodels' MANOVA.

    python3 benchmarks/reference/group-difference.py > packages/stats/src/ranking/fixtures/group-difference.json

Comparisons are those of ranking.json; the group of a cluster is its number modulo 3.
"""
import json
import pathlib
import sys

import numpy as np
import scipy
import statsmodels
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import chi2
from statsmodels.multivariate.manova import MANOVA

root = pathlib.Path(__file__).resolve().parents[2]
given = json.loads((root / "packages/stats/src/ranking/fixtures/ranking.json").read_text())["comparisons"]
first, second, score, cluster = (np.array(given[name]) for name in ("first", "second", "score", "cluster"))
weight = np.array(given.get("weight", np.ones(len(first))))
items = given["itemCount"]


def loss(theta):
    lead = theta[first] - theta[second]
    slope = weight * (expit(lead) - score)
    return (weight * (np.logaddexp(0, lead) - score * lead)).sum(), np.bincount(first, slope, items) - np.bincount(second, slope, items)


theta = minimize(loss, np.zeros(items), jac=True, method="BFGS", options={"gtol": 1e-10}).x
slope = weight * (score - expit(theta[first] - theta[second]))
people = np.unique(cluster)
scores = np.array(
    [
        (np.bincount(first, slope * (cluster == one), items) - np.bincount(second, slope * (cluster == one), items))[:-1]
        for one in people
    ]
)
dummies = np.eye(3)[people % 3]
table = MANOVA(scores, dummies).mv_test([("same", np.array([[1, -1, 0], [0, 1, -1]]))])
trace = float(table.results["same"]["stat"].loc["Pillai's trace", "Value"])
statistic = (len(people) - 1) * trace
freedom = 2 * (items - 1)
json.dump(
    {
        "software": f"Python {sys.version.split()[0]}, scipy {scipy.__version__}, statsmodels {statsmodels.__version__}",
        "clusters": len(people),
        "pillaiTrace": trace,
        "statistic": statistic,
        "degreesOfFreedom": freedom,
        "chiSquarePValue": float(chi2.sf(statistic, freedom)),
    },
    sys.stdout,
    indent=1,
)
print()
