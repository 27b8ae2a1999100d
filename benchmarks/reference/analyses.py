"""python3 benchmarks/reference/analyses.py packages/analyze/src/analyses

Writes the fixtures of three analyses, made data beside what statsmodels gives for them:
text-features/fixtures/text-features.json, mixed-models/fixtures/mixed-models.json, rebalancing/fixtures/weighted-means.json.
"""
import json, os, sys, warnings
import numpy as np
import scipy, scipy.stats, statsmodels
import statsmodels.api as sm

warnings.simplefilter("ignore")
software = dict(python=sys.version.split()[0], numpy=np.__version__, scipy=scipy.__version__, statsmodels=statsmodels.__version__)


def write(folder, name, content):
    path = os.path.join(sys.argv[1], folder, "fixtures", name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(dict(software=software, **content), file, indent=1)
        file.write("\n")


def figures(fit):
    interval = fit.conf_int()
    return dict(estimates=fit.params.tolist(), standardErrors=fit.bse.tolist(), pValues=fit.pvalues.tolist(),
                lower=interval[:, 0].tolist(), upper=interval[:, 1].tolist(), rSquared=float(fit.rsquared),
                residualSd=float(np.sqrt(fit.ssr / fit.df_resid)), rows=int(fit.nobs))


def without_each(score, X, person):
    """Least squares with errors from leaving out each person in turn, (G - 1) / G times the squares of the moves, and Student's t of G - 1."""
    fit = sm.OLS(score, X).fit()
    everybody = np.unique(person)
    moves = np.array([np.linalg.lstsq(X[person != own], score[person != own], rcond=None)[0] for own in everybody]) - fit.params
    errors = np.sqrt(np.diag(moves.T @ moves) * (len(everybody) - 1) / len(everybody))
    reach = scipy.stats.t.ppf(0.975, len(everybody) - 1) * errors
    return dict(figures(fit), standardErrors=errors.tolist(), lower=(fit.params - reach).tolist(), upper=(fit.params + reach).tolist(),
                pValues=(2 * scipy.stats.t.sf(np.abs(fit.params / errors), len(everybody) - 1)).tolist())


def text_features():
    rng = np.random.default_rng(16)
    n = 140
    person = rng.integers(0, 18, n)
    turn = (rng.random(n) < 0.4).astype(int)
    characters = np.round(np.exp(rng.normal(5.5, 0.8, n)))
    flags = {name: (rng.random(n) < share).astype(int)
             for name, share in dict(lineBreak=0.5, question=0.2, list=0.3, deanthropomorphising=0.15, refusal=0.1, selfIdentification=0.25).items()}
    score = np.clip(np.round(50 + rng.normal(0, 12, 18)[person] + 0.02 * characters + 6 * flags["list"] - 20 * flags["refusal"] + rng.normal(0, 15, n)), 1, 100)
    form = ["lineBreak", "question", "list"]
    phrases = ["deanthropomorphising", "refusal", "selfIdentification"]
    limit = np.quantile(characters, 0.95)
    models = {}
    for name, extra, keep in (("length", [], characters < limit), ("form", form, characters < limit), ("phrases", form + phrases, turn == 0)):
        X = np.column_stack([np.ones(n), characters] + [flags[flag] for flag in extra])
        # as published, form is that of opening turns
        own = keep & (turn == 0) if name == "form" else keep
        models[name] = dict(corrected=without_each(score[keep], X[keep], person[keep]), classical=figures(sm.OLS(score[keep], X[keep]).fit()),
                            published=figures(sm.OLS(score[own], X[own]).fit()),
                            people=len(set(person[keep].tolist())))
    write("text-features", "text-features.json", dict(
        data=dict(user=[f"u{own}" for own in person], turn=turn.tolist(), score=score.tolist(), characters=characters.tolist(),
                  **{name: column.tolist() for name, column in flags.items()}), limit=float(limit), models=models))


def expected_covariance(fit, X, person):
    """(X' V^-1 X)^-1 at the fitted variances. The fit's own bse_fe differs in the fifth digit: it takes the Hessian with the variances in it."""
    information = np.zeros((X.shape[1], X.shape[1]))
    for own in np.unique(person):
        rows = X[person == own]
        variance = float(fit.scale) * np.eye(len(rows)) + float(fit.cov_re[0, 0])
        information += rows.T @ np.linalg.solve(variance, rows)
    return np.linalg.inv(information)


def left_out(fit, X, score, person):
    """Covariance of the coefficients by generalised least squares without each person in turn, at the fitted variances."""
    def solve(keep):
        information, right = np.zeros((X.shape[1], X.shape[1])), np.zeros(X.shape[1])
        for own in np.unique(person[keep]):
            rows = X[person == own]
            weights = np.linalg.inv(float(fit.scale) * np.eye(len(rows)) + float(fit.cov_re[0, 0]))
            information += rows.T @ weights @ rows
            right += rows.T @ weights @ score[person == own]
        return np.linalg.solve(information, right)
    everybody = np.unique(person)
    moves = np.array([solve(person != own) for own in everybody]) - solve(np.ones(len(score), bool))
    return moves.T @ moves * (len(everybody) - 1) / len(everybody)


def pseudo_f(score, person, model, group, models):
    """Anderson's pseudo-F of people's scores in the metric of the pooled design, and the share of 99,999 permutations above it."""
    own = lambda column: column - np.array([column[person == one].mean() for one in range(person.max() + 1)])[person]
    within = np.column_stack([own((model == one).astype(float)) for one in range(models)])
    residual = own(score) - within @ np.linalg.lstsq(within, own(score), rcond=None)[0]
    scores = np.array([(within * residual[:, None])[person == one].sum(axis=0) for one in range(person.max() + 1)])
    values, vectors = np.linalg.eigh(within.T @ within)
    white = scores @ vectors[:, values > 1e-8] / np.sqrt(values[values > 1e-8])
    groups = np.array([group[person == one][0] for one in range(person.max() + 1)])
    between = lambda labels: sum(np.sum(white[labels == one].sum(axis=0) ** 2) / np.sum(labels == one) for one in np.unique(groups))
    total, observed, count = np.sum(white ** 2), between(groups), len(np.unique(groups))
    rng = np.random.default_rng(12)
    drawn = np.array([between(rng.permutation(groups)) for _ in range(99_999)])
    f = observed / (count - 1) / ((total - observed) / (len(groups) - count))
    return dict(F=float(f), pValue=float((1 + np.sum(drawn >= observed * (1 - 1e-12))) / 100_000), permutations=99_999)


def mixed_models():
    rng = np.random.default_rng(4)
    people, names, groups = 40, ["a", "b", "c", "d"], ["g", "h", "i"]
    rows = [(person, model) for person in range(people) for model in range(4) for _ in range(rng.integers(1, 4))]
    person, model = (np.array(column) for column in zip(*rows))
    group = person % 3
    score = np.round(50 + rng.normal(0, 10, people)[person] + 4 * model + 3 * (group == 1) + 6 * ((group == 2) & (model == 3))
                     + rng.normal(0, 9, len(rows)), 1)
    dummies = np.column_stack([np.ones(len(rows))] + [model == own for own in (1, 2, 3)]).astype(float)
    fit = lambda X: sm.MixedLM(score, X, person).fit(reml=True, method=["bfgs", "lbfgs", "cg"], gtol=1e-10, maxiter=2000)
    plain = fit(dummies)
    effects, errors = [], []
    covariance = left_out(plain, dummies, score, person)
    for own in range(4):
        weights = np.array([0.0] + [(1.0 if other == own else 0.0) - 0.25 for other in (1, 2, 3)])
        effects.append(float(weights @ plain.fe_params))
        errors.append(float(np.sqrt(weights @ covariance @ weights)))
    main = np.column_stack([dummies] + [group == own for own in (1, 2)]).astype(float)
    both = fit(main)
    beta = both.fe_params[4:6]
    wald = float(beta @ np.linalg.solve(expected_covariance(both, main, person)[4:6, 4:6], beta))
    write("mixed-models", "mixed-models.json", dict(
        data=dict(scores=score.tolist(), people=[f"u{own}" for own in person], models=[names[own] for own in model],
                  groups=[groups[own] for own in group]),
        effects=dict(models=names, estimates=effects, standardErrors=errors),
        groupVariance=float(plain.cov_re[0, 0]), residualVariance=float(plain.scale),
        level=dict(F=wald / 2, pValue=float(scipy.stats.f.sf(wald / 2, 2, people - 3))),
        interaction=pseudo_f(score, person, model, group, 4)))


def weighted_means():
    rng = np.random.default_rng(6)
    people = 25
    weights = np.round(np.exp(rng.normal(0, 0.6, people)), 3)
    weights[3] = 0
    rows = [(person, model) for person in range(people) for model in ("a", "b") for _ in range(rng.integers(0, 4))]
    person, model = np.array([own for own, _ in rows]), np.array([own for _, own in rows])
    score = np.round(rng.normal(60, 10, people)[person] + 5 * (model == "b") + rng.normal(0, 8, len(rows)), 1)
    means = {}
    for own in ("a", "b"):
        keep = model == own
        ones = np.ones(len(person))

        def mean_of(rows, counting):
            return float(sm.WLS(score[rows], ones[rows], weights=counting[rows]).fit().params[0])

        def interval(statistic, among):
            """A statistic and the 95 % interval from refits without each person."""
            mean = statistic(keep)
            moves = np.array([mean - statistic(keep & (person != one)) for one in among])
            half = scipy.stats.t.ppf(0.975, len(among) - 1) * np.sqrt((moves**2).sum() * (len(among) - 1) / len(among))
            return dict(mean=mean, lower=mean - half, upper=mean + half)

        everybody = np.unique(person[keep])
        heavy = np.unique(person[keep & (weights[person] > 0)])
        means[own] = dict(
            unweighted=interval(lambda rows: mean_of(rows, ones), everybody),
            weighted=interval(lambda rows: mean_of(rows, weights[person]), heavy),
            difference=interval(lambda rows: mean_of(rows, weights[person]) - mean_of(rows, ones), everybody))
    write("rebalancing", "weighted-means.json", dict(
        data=dict(models=model.tolist(), people=person.tolist(), scores=score.tolist(), weights=weights.tolist()), means=means))


text_features()
mixed_models()
weighted_means()
