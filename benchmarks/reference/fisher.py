"""python3 benchmarks/reference/fisher.py > packages/stats/src/hypothesis-tests/fixtures/fisher-python.json

Conditional odds ratios of 2 x 2 tables: R's fisher.test solves for them to a few digits only.
"""
import json, sys
import scipy
from scipy.stats import fisher_exact
from scipy.stats.contingency import odds_ratio

tables = [[[3, 1], [1, 3]], [[8, 2], [1, 5]], [[0, 6], [4, 3]], [[120, 80], [95, 130]]]
text = lambda x: str(x).replace("inf", "Infinity") if x == float("inf") else float(x)
cases = []
for table in tables:
    result = odds_ratio(table)
    sides = []
    for side in ("two-sided", "less", "greater"):
        interval = result.confidence_interval(0.95, side)
        sides.append(dict(side=side, p=float(fisher_exact(table, side)[1]), interval=[text(interval.low), text(interval.high)]))
    cases.append(dict(table=table, oddsRatio=text(result.statistic), sides=sides))
json.dump(dict(software=dict(python=sys.version.split()[0], scipy=scipy.__version__), cases=cases), sys.stdout, indent=1)
