"""python3 benchmarks/reference/analyses.py packages/analyze/src/analyses

Writes the fixtures of three analyses, made data beside what statsmodels gives for them:
text-features/fixtures/text-features.json, mixed-models/fixtures/mixed-models.json, rebalancing/fixtures/weighted-means.json.
"""
import json, os, sys, warnings
import numpy as np
import scipy, statsmodels
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
        X = np.column_stack([np.ones(n), characters] + [flags[flag] for flag in extra])[keep]
        clustered = sm.OLS(score[keep], X).fit(cov_type="cluster", cov_kwds={"groups": person[keep]}, use_t=True)
        models[name] = dict(corrected=figures(clustered), published=figures(sm.OLS(score[keep], X).fit()),
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
    covariance = expected_covariance(plain, dummies, person)
    for own in range(4):
        weights = np.array([0.0] + [(1.0 if other == own else 0.0) - 0.25 for other in (1, 2, 3)])
        effects.append(float(weights @ plain.fe_params))
        errors.append(float(np.sqrt(weights @ covariance @ weights)))
    main = np.column_stack([dummies] + [group == own for own in (1, 2)]).astype(float)
    both = fit(main)
    beta = both.fe_params[4:6]
    wald = float(beta @ np.linalg.solve(expected_covariance(both, main, person)[4:6, 4:6], beta))
    means = np.array([score[person == own].mean() for own in range(people)])
    centred = score - means[person]
    crossed = [((model == m) & (group == g)).astype(float) for m in (1, 2, 3) for g in (1, 2)]
    X = np.column_stack([dummies] + [group == g for g in (1, 2)] + crossed).astype(float)
    ols = sm.OLS(centred, X).fit(cov_type="cluster", cov_kwds={"groups": person}, use_t=True)
    test = ols.f_test(np.eye(X.shape[1])[6:])
    write("mixed-models", "mixed-models.json", dict(
        data=dict(scores=score.tolist(), people=[f"u{own}" for own in person], models=[names[own] for own in model],
                  groups=[groups[own] for own in group]),
        effects=dict(models=names, estimates=effects, standardErrors=errors),
        groupVariance=float(plain.cov_re[0, 0]), residualVariance=float(plain.scale),
        level=dict(chiSquare=wald, pValue=float(scipy.stats.chi2.sf(wald, 2))),
        interaction=dict(F=float(np.squeeze(test.fvalue)), pValue=float(test.pvalue), degreesOfFreedom=[int(test.df_num), int(test.df_denom)])))


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
        ones = np.ones(keep.sum())
        cluster = dict(cov_type="cluster", cov_kwds={"groups": person[keep]}, use_t=True)
        plain = sm.OLS(score[keep], ones).fit(**cluster)
        heavy = keep & (weights[person] > 0)
        weighted = sm.WLS(score[heavy], np.ones(heavy.sum()), weights=weights[person[heavy]]).fit(
            cov_type="cluster", cov_kwds={"groups": person[heavy]}, use_t=True)
        means[own] = {name: dict(mean=float(fit.params[0]), lower=float(fit.conf_int()[0, 0]), upper=float(fit.conf_int()[0, 1]))
                      for name, fit in (("unweighted", plain), ("weighted", weighted))}
    write("rebalancing", "weighted-means.json", dict(
        data=dict(models=model.tolist(), people=person.tolist(), scores=score.tolist(), weights=weights.tolist()), means=means))


text_features()
mixed_models()
weighted_means()
