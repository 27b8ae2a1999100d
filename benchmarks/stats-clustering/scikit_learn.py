"""The same groupings by scikit-learn and scipy; called by run.ts with a folder of raw arrays. Prints JSON.

HDBSCAN came with scikit-learn 1.3, after Debian 12's: without it that row has no reference.
"""
import json
import platform
import sys
import time
import warnings

import numpy as np
import scipy
import sklearn
from scipy.sparse.csgraph import connected_components
from sklearn.cluster import AgglomerativeClustering
from sklearn.experimental import enable_iterative_imputer  # noqa: F401
from sklearn.impute import IterativeImputer
from sklearn.linear_model import BayesianRidge
from sklearn.neighbors import NearestNeighbors

warnings.filterwarnings("ignore")
folder, plan = sys.argv[1], json.loads(sys.argv[2])


def measure(work):
    before, start = time.process_time(), time.perf_counter()
    answer = work()
    return answer, {"wallMs": 1000 * (time.perf_counter() - start), "cpuMs": 1000 * (time.process_time() - before)}


def load(name, dtype, columns):
    return np.fromfile(f"{folder}/{name}", dtype=dtype).reshape(-1, columns)


def single_link(vectors, threshold):
    model = AgglomerativeClustering(n_clusters=None, linkage="single", distance_threshold=threshold, **{"metric" if "metric" in AgglomerativeClustering().get_params() else "affinity": "cosine"})
    return model.fit_predict(vectors)


def components(vectors, threshold):
    """Without the table of all distances, which 68,000 vectors would need 37 GB for."""
    graph = NearestNeighbors(radius=threshold, metric="cosine", algorithm="brute").fit(vectors).radius_neighbors_graph(vectors)
    return connected_components(graph, directed=False)[1]


vectors = load("vectors.f32", np.float32, plan["dimensions"])
result = {"software": f"Python {platform.python_version()}, numpy {np.__version__}, scipy {scipy.__version__}, scikit-learn {sklearn.__version__}, one thread", "agglomerative": [], "components": []}
for threshold in plan["thresholds"]:
    labels, took = measure(lambda: single_link(vectors[: plan["few"]], threshold))
    result["agglomerative"].append({**took, "clusters": int(labels.max()) + 1})
    labels, took = measure(lambda: components(vectors, threshold))
    result["components"].append({**took, "clusters": int(labels.max()) + 1})

table = load("ratings.f64", np.float64, plan["columns"])
imputer = IterativeImputer(BayesianRidge(), max_iter=10, tol=0, min_value=1, max_value=100)
filled, took = measure(lambda: imputer.fit_transform(table))
result["imputation"] = {**took, "sum": float(filled.sum())}

try:
    from sklearn.cluster import HDBSCAN
except ImportError:
    result["hdbscan"] = None
else:
    points = load("points.f64", np.float64, plan["pointDimensions"])
    model = HDBSCAN(min_cluster_size=plan["minimumClusterSize"], copy=True)
    _, took = measure(lambda: model.fit(points))
    result["hdbscan"] = {**took, "clusters": int(model.labels_.max()) + 1, "outliers": int((model.labels_ < 0).sum())}
print(json.dumps(result))
