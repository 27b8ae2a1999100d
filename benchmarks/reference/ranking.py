"""Reference figures for rankings: own likelihoods with scipy, statsmodels for robust errors, scikit-learn for Elo.

    /usr/bin/python3 benchmarks/reference/ranking.py > packages/stats/src/ranking/fixtures/ranking.json
"""
import json
import sys

import numpy as np
import scipy
import sklearn
import statsmodels
import statsmodels.api as sm
from scipy.optimize import minimize
from scipy.stats import kendalltau
from sklearn.linear_model import LogisticRegression
from statsmodels.duration.hazard_regression import PHReg

rng = np.random.default_rng(5)
ITEMS, CLUSTERS, COUNT = 6, 25, 320
truth = rng.normal(size=ITEMS) * 0.8
taste = rng.normal(size=(CLUSTERS, ITEMS)) * 0.5
first, second, score, cluster = [], [], [], []
for _ in range(COUNT):
    a, b = rng.choice(ITEMS, 2, replace=False)
    c = int(rng.integers(CLUSTERS))
    lead = (truth + taste[c])[a] - (truth + taste[c])[b]
    weights = np.array([np.exp(lead / 2), np.exp(-lead / 2), 0.5])
    first.append(int(a)), second.append(int(b)), cluster.append(c)
    score.append(float(rng.choice([1, 0, 0.5], p=weights / weights.sum())))
first, second, score, cluster = map(np.array, (first, second, score, cluster))

design = np.zeros((COUNT, ITEMS))
design[np.arange(COUNT), first] = 1
design[np.arange(COUNT), second] = -1
# from coefficients against item 0 to abilities that sum to 0
to_sum = (np.eye(ITEMS) - 1 / ITEMS)[:, 1:]


def both_codings(estimate, covariance):
    return {
        "reference": {"abilities": [0, *estimate], "standardErrors": [0, *np.sqrt(np.diag(covariance))]},
        "sumToZero": {
            "abilities": list(to_sum @ estimate),
            "standardErrors": list(np.sqrt(np.diag(to_sum @ covariance @ to_sum.T))),
        },
    }


def half_win():
    model = sm.GLM(score, design[:, 1:], family=sm.families.Binomial())
    options = {"tol": 1e-14, "maxiter": 200}
    out = {}
    for name, arguments in {
        "model": {},
        "sandwich": {"cov_type": "HC0"},
        "clusteredPlain": {"cov_type": "cluster", "cov_kwds": {"groups": cluster, "use_correction": False}},
        "clusteredCorrected": {"cov_type": "cluster", "cov_kwds": {"groups": cluster, "use_correction": True}},
    }.items():
        fit = model.fit(**options, **arguments)
        covariance = fit.cov_params()
        if name == "model":
            covariance = fit.normalized_cov_params
        out[name] = both_codings(fit.params, np.asarray(covariance))
    return out


def davidson():
    """Three outcomes as a conditional logit over features, so that score and information come from one general formula."""
    features = np.zeros((COUNT, 3, ITEMS + 1))
    for row, (a, b) in enumerate(zip(first, second)):
        features[row, 0, a] = features[row, 1, b] = 1
        features[row, 2, [a, b]] = 0.5
        features[row, 2, ITEMS] = 1
    features = features[:, :, 1:]
    seen = np.select([score == 1, score == 0], [0, 1], 2)

    def value(parameters):
        utility = features @ parameters
        return -(utility[np.arange(COUNT), seen] - np.log(np.exp(utility).sum(1))).sum()

    def scores(parameters):
        utility = features @ parameters
        share = np.exp(utility) / np.exp(utility).sum(1, keepdims=True)
        return features[np.arange(COUNT), seen] - np.einsum("ro,rof->rf", share, features), share

    fit = minimize(value, np.zeros(ITEMS), jac=lambda p: -scores(p)[0].sum(0), method="BFGS", options={"gtol": 1e-10})
    score_rows, share = scores(fit.x)
    mean = np.einsum("ro,rof->rf", share, features)
    information = np.einsum("ro,rof,rog->fg", share, features, features) - mean.T @ mean
    bread = np.linalg.inv(information)
    by_cluster = np.array([score_rows[cluster == c].sum(0) for c in range(CLUSTERS)])
    out = {"tieParameter": np.exp(fit.x[-1]), "logLikelihood": -fit.fun}
    for name, covariance in {
        "model": bread,
        "sandwich": bread @ score_rows.T @ score_rows @ bread,
        "clustered": bread @ by_cluster.T @ by_cluster @ bread * CLUSTERS / (CLUSTERS - 1),
    }.items():
        out[name] = both_codings(fit.x[:-1], covariance[:-1, :-1])
        out[name]["logTieStandardError"] = np.sqrt(covariance[-1, -1])
    return out


def newman():
    """Newman's (2023) own iteration for strengths p and tie parameter v, where a tie weighs 2 v sqrt(p_i p_j)."""
    wins = np.zeros((ITEMS, ITEMS))
    ties = np.zeros((ITEMS, ITEMS))
    for a, b, s in zip(first, second, score):
        if s == 0.5:
            ties[a, b] += 1
            ties[b, a] += 1
        else:
            wins[(a, b) if s == 1 else (b, a)] += 1
    p, v = np.ones(ITEMS), 1.0
    for _ in range(20000):
        for i in range(ITEMS):
            root = np.sqrt(p[i] * p)
            below = p[i] + p + 2 * v * root
            up = ((wins[i] + ties[i] / 2) * (p + v * root) / below).sum()
            down = ((wins[:, i] + ties[i] / 2) * (1 + v * np.sqrt(p / p[i])) / below).sum()
            p[i] = up / down
        p /= np.exp(np.log(p).mean())
        root = np.sqrt(np.outer(p, p))
        below = p[:, None] + p[None, :] + 2 * v * root
        v = (ties.sum() / 2) / (2 * (wins * root / below).sum() + (ties * root / below).sum())
    return {"abilities": list(np.log(p) - np.log(p).mean()), "tieParameter": v}


def priors():
    mean = np.linspace(-0.5, 0.5, ITEMS)

    def loss(theta):
        lead = design @ theta
        return -(score * -np.logaddexp(0, -lead) + (1 - score) * -np.logaddexp(0, lead)).sum()

    def fitted(penalty):
        fit = minimize(lambda t: loss(t) + penalty(t), np.zeros(ITEMS), method="BFGS", options={"gtol": 1e-7})
        return list(minimize(lambda t: loss(t) + penalty(t), fit.x, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13, "maxfev": 40000, "maxiter": 40000}).x)

    return {
        "mean": list(mean),
        "normal": fitted(lambda t: (t**2).sum() / (2 * 0.7**2)),
        "normalWithMean": fitted(lambda t: ((t - mean) ** 2).sum() / (2 * 0.3**2)),
        "logistic": fitted(lambda t: (2 * np.logaddexp(0, t) - t).sum()),
    }


def elo():
    ratings = np.full(ITEMS, 1000.0)
    for a, b, s in zip(first, second, score):
        change = 4 * (s - 1 / (1 + 10 ** ((ratings[b] - ratings[a]) / 400)))
        ratings[a] += change
        ratings[b] -= change
    rows, won = [], []
    for row, s in zip(design * np.log(10), score):
        rows += [row, row]
        won += [1, 0] if s == 0.5 else [s, s]
    model = LogisticRegression(fit_intercept=False, C=1.0, tol=1e-12, max_iter=10000).fit(np.array(rows), won)
    logistic = 400 * model.coef_[0] + 1000
    return {"online": list(ratings), "logistic": list(logistic + 800 - logistic.min())}


def made_rankings():
    """Of each ranking: places (items that share one in a list) and items that came after in unknown order."""
    rankings = []
    for ranking in range(120):
        shown = rng.choice(ITEMS, int(rng.integers(2, 6)), replace=False)
        utility = (truth + taste[ranking % CLUSTERS])[shown] + rng.gumbel(size=len(shown))
        order = shown[np.argsort(-utility)]
        places = []
        for item in order:
            if places and rng.random() < 0.25:
                places[-1].append(int(item))
            else:
                places.append([int(item)])
        unplaced = places.pop() if len(places) > 1 and rng.random() < 0.3 else []
        rankings.append({"places": places, "unplaced": unplaced})
    return rankings


def plackett_luce(rankings, ties):
    """A ranking is a stratum of a proportional hazards model: place is time, unplaced items are censored after all."""
    time, status, strata, exog = [], [], [], []
    for index, ranking in enumerate(rankings):
        for place, items in enumerate([*ranking["places"], ranking["unplaced"]]):
            for item in items:
                time.append(place + 1.0)
                status.append(0 if place == len(ranking["places"]) else 1)
                strata.append(index)
                exog.append(np.eye(ITEMS)[item][1:])
    model = PHReg(np.array(time), np.array(exog), status=np.array(status), strata=np.array(strata), ties=ties)
    start = np.zeros(ITEMS - 1)
    fit = minimize(lambda b: -model.loglike(b), start, jac=lambda b: -model.score(b), method="BFGS", options={"gtol": 1e-9})
    covariance = np.linalg.inv(-model.hessian(fit.x))
    return {**both_codings(fit.x, covariance), "logLikelihood": -fit.fun}


def hunter(rankings):
    """Hunter's (2004) MM iteration for rankings without shared places, and the covariance by ranking clusters from plain scores."""
    w = np.ones(ITEMS)
    for _ in range(20000):
        chosen, weight = np.zeros(ITEMS), np.zeros(ITEMS)
        for ranking in rankings:
            order = [place[0] for place in ranking["places"]]
            left = order + ranking["unplaced"]
            for item in order:
                if len(left) < 2:
                    break
                chosen[item] += 1
                weight[left] += 1 / w[left].sum()
                left = left[1:]
        w = chosen / weight
        w /= np.exp(np.log(w).mean())
    theta = np.log(w)
    scores = np.zeros((len(rankings), ITEMS))
    information = np.zeros((ITEMS, ITEMS))
    for index, ranking in enumerate(rankings):
        order = [place[0] for place in ranking["places"]]
        left = order + ranking["unplaced"]
        for item in order:
            share = np.zeros(ITEMS)
            share[left] = w[left] / w[left].sum()
            scores[index] += np.eye(ITEMS)[item] - share
            information += np.diag(share) - np.outer(share, share)
            left = left[1:]
    groups = np.arange(len(rankings)) % CLUSTERS
    by_cluster = np.array([scores[groups == c].sum(0) for c in range(CLUSTERS)])
    bread = np.linalg.pinv(information)
    robust = bread @ by_cluster.T @ by_cluster @ bread * CLUSTERS / (CLUSTERS - 1)
    return {"abilities": list(theta - theta.mean()), "clusteredStandardErrors": list(np.sqrt(np.diag(robust)))}


def kendall():
    one = rng.integers(0, 6, 15)
    two = np.clip(one + rng.integers(-3, 4, 15), 0, 6)
    return {"first": one.tolist(), "second": two.tolist(), "tauB": float(kendalltau(one, two).statistic)}


def rank_centrality():
    wins = np.ones((ITEMS, ITEMS)) - np.eye(ITEMS)
    for a, b, s in zip(first, second, score):
        wins[a, b] += s > 0
        wins[b, a] += s < 1
    walk = wins / (wins + wins.T + 1e-6) / (ITEMS - 1)
    np.fill_diagonal(walk, 0)
    walk += np.diag(1 - walk.sum(0))
    return list(np.linalg.matrix_power(walk, 2**20) @ np.full(ITEMS, 1 / ITEMS))


def plain(value):
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(entry) for entry in value]
    return value.item() if isinstance(value, np.generic) else value


shared = made_rankings()
strict = [{"places": [[i] for place in r["places"] for i in place], "unplaced": r["unplaced"]} for r in shared]
json.dump(
    plain({
        "software": f"Python {sys.version.split()[0]}, numpy {np.__version__}, scipy {scipy.__version__}, statsmodels {statsmodels.__version__}, scikit-learn {sklearn.__version__}",
        "comparisons": {"itemCount": ITEMS, "first": first, "second": second, "score": score, "cluster": cluster},
        "halfWin": half_win(),
        "davidson": davidson(),
        "newman": newman(),
        "priors": priors(),
        "elo": elo(),
        "rankCentrality": rank_centrality(),
        "rankings": shared,
        "plackettLuce": {"efron": plackett_luce(shared, "efron"), "breslow": plackett_luce(shared, "breslow"), "strict": plackett_luce(strict, "breslow"), "hunter": hunter(strict)},
        "kendall": kendall(),
    }),
    sys.stdout,
)
print()
