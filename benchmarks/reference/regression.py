"""python3 benchmarks/reference/regression.py > packages/stats/src/regression/fixtures/regression-python.json

Fits the data of regression.json again by statsmodels (cluster-robust errors, mixed model) and scikit-learn (L2).
"""
import json, os, sys, warnings
import numpy as np
import scipy, sklearn, statsmodels
import statsmodels.api as sm
from sklearn.linear_model import LogisticRegression

warnings.simplefilter("ignore")
here = os.path.dirname(os.path.abspath(__file__))
data = json.load(open(os.path.join(here, "../../packages/stats/src/regression/fixtures/regression.json")))
y, x1, x2, w = (np.array(data[k], float) for k in ("y", "x1", "x2", "weights"))
band, person, chosen = np.array(data["band"]), np.array(data["person"]), np.array(data["chosen"])
X = np.column_stack([np.ones(len(y)), x1, x2, band == "25-34", band == "35-44"]).astype(float)

cluster = sm.OLS(y, X).fit(cov_type="cluster", cov_kwds={"groups": person}, use_t=True)
hc = {kind: sm.OLS(y, X).fit(cov_type=kind).bse.tolist() for kind in ("HC0", "HC1", "HC2", "HC3")}
logit = sm.GLM(chosen, X, family=sm.families.Binomial()).fit(tol=1e-14, cov_type="cluster", cov_kwds={"groups": person})
mixed = {}
for method in ("REML", "ML"):
    fit = sm.MixedLM(y, X, person).fit(reml=method == "REML", method=["bfgs", "lbfgs", "cg"], gtol=1e-10, maxiter=2000)
    mixed[method] = dict(estimates=fit.fe_params.tolist(), standardErrors=fit.bse_fe.tolist(), groupVariance=float(fit.cov_re[0, 0]),
                         residualVariance=float(fit.scale), logLikelihood=float(fit.llf))
ridge = {}
for C in (1.0, 0.05):
    model = LogisticRegression(C=C, tol=1e-12, max_iter=10000, solver="newton-cg").fit(X[:, 1:], chosen)
    ridge[str(1 / C)] = [float(model.intercept_[0])] + model.coef_[0].tolist()
weighted = LogisticRegression(C=1.0, tol=1e-12, max_iter=10000, solver="newton-cg").fit(X[:, 1:], chosen, sample_weight=w)
json.dump(dict(software=dict(python=sys.version.split()[0], numpy=np.__version__, scipy=scipy.__version__, statsmodels=statsmodels.__version__,
                             sklearn=sklearn.__version__),
               cluster=dict(CR1=cluster.bse.tolist(), pValues=cluster.pvalues.tolist()), hc=hc, logitCluster=logit.bse.tolist(),
               mixed=mixed, ridge=ridge, ridgeWeighted=[float(weighted.intercept_[0])] + weighted.coef_[0].tolist()), sys.stdout, indent=1)
