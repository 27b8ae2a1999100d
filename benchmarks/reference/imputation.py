"""Reference for packages/stats/src/imputation: scikit-learn's BayesianRidge and IterativeImputer.

    /usr/bin/python3 benchmarks/reference/imputation.py > packages/stats/src/imputation/fixtures/imputation.json
"""
import json
import platform
import warnings

import numpy as np
import sklearn
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer
from sklearn.linear_model import BayesianRidge

warnings.filterwarnings("ignore")
generator = np.random.default_rng(3)


def ridge(x, y):
    model = BayesianRidge().fit(x, y)
    return {"x": x.tolist(), "y": y.tolist(), "coefficients": model.coef_.tolist(), "intercept": float(model.intercept_),
            "noisePrecision": float(model.alpha_), "weightPrecision": float(model.lambda_), "iterations": int(model.n_iter_)}


def table(rows, columns, missing, step):
    """Ratings of people (one latent taste each) of things, rounded, some missing."""
    taste = generator.normal(size=(rows, 2))
    loads = generator.normal(size=(2, columns))
    x = 60 + 15 * taste @ loads + generator.normal(scale=8, size=(rows, columns))
    x = np.clip(np.round(x / step) * step, 1, 100)
    gone = generator.random((rows, columns)) < np.linspace(0.7, 1.3, columns)[generator.permutation(columns)] * missing
    x[gone] = np.nan
    return x


def impute(x, low, high, rounds=10, tol=1e-3):
    model = IterativeImputer(BayesianRidge(), max_iter=rounds, tol=tol, min_value=low, max_value=high,
                             initial_strategy="mean", imputation_order="ascending", sample_posterior=False, random_state=1)
    filled = model.fit_transform(x)
    return {"values": [[None if np.isnan(v) else float(v) for v in row] for row in x], "minimum": low, "maximum": high,
            "maximumRounds": rounds, "rounds": int(model.n_iter_), "filled": filled.tolist()}


x = generator.normal(size=(40, 5))
collinear = np.column_stack([x[:, :3], x[:, 0] - x[:, 2]])
wide = generator.normal(size=(6, 9))
shares = generator.random((50, 6))
shares[generator.random((50, 6)) < 0.35] = np.nan
sparse = table(60, 8, 0.75, 1)
with_gaps = table(40, 6, 0.4, 1)
with_gaps[:, 3] = np.where(np.isnan(with_gaps[:, 3]), 50, with_gaps[:, 3])  # a complete column
with_gaps[5] = np.nan  # someone who rated nothing but the complete column
with_gaps[5, 3] = 20
print(json.dumps({
    "made": "synthetic ratings; figures by scikit-learn",
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "ridge": [ridge(x, 3 + x @ [1, -2, 0, 0.5, 0] + generator.normal(size=40)), ridge(collinear, collinear @ [1, 2, 0, 1] + 0.3 * generator.normal(size=40)),
              ridge(wide, generator.normal(size=6)), ridge(x, np.full(40, 2.5))],
    "imputations": [impute(with_gaps, 1, 100), impute(sparse, 1, 100), impute(shares, 0, 1), impute(with_gaps, 1, 100, rounds=40)],
}))
