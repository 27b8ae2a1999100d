"""Reference for packages/stats/src/clustering: scikit-learn's single link and HDBSCAN, scipy's complete linkage.

Needs scikit-learn >= 1.3 for HDBSCAN (newer than Debian 12's).

    python3 benchmarks/reference/clustering.py > packages/stats/src/clustering/fixtures/clustering.json
"""
import json
import platform

import numpy as np
import scipy
import sklearn
from scipy.cluster.hierarchy import leaves_list, linkage
from scipy.spatial.distance import squareform
from sklearn.cluster import HDBSCAN, AgglomerativeClustering
from sklearn.datasets import make_blobs, make_moons

generator = np.random.default_rng(21)


def rounded(points):
    return np.round(points, 4)


# Near copies, loose groups and loners on a sphere of 24 dimensions.
centres = generator.normal(size=(12, 24))
vectors = [c + s * generator.normal(size=(n, 24)) for c, s, n in zip(centres, [0.02, 0.05, 0.1, 0.2, 0.3, 0.4] * 2, [9, 8, 7, 10, 9, 8] * 2)]
vectors = rounded(np.vstack([*vectors, generator.normal(size=(30, 24))]))
vectors = np.vstack([vectors, vectors[:5] * 2.5])[generator.permutation(len(vectors) + 5)]
single = []
for threshold in (0.001, 0.05, 0.125, 0.2, 0.5):
    model = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="single", distance_threshold=threshold * (1 + 1e-9))
    single.append({"threshold": threshold, "labels": model.fit_predict(vectors).tolist()})

shapes = {
    "blobs of differing density": make_blobs(n_samples=[60, 50, 40, 30], centers=[[0, 0], [3, 3], [-3, 3], [4, -2]], cluster_std=[0.6, 1.2, 0.9, 0.4], random_state=1)[0],
    "moons in noise": np.vstack([make_moons(n_samples=160, noise=0.06, random_state=2)[0], generator.uniform(-1.5, 2.5, size=(40, 2))]),
    "20 dimensions": make_blobs(n_samples=150, centers=6, n_features=20, cluster_std=2.5, random_state=3)[0],
    "no structure": generator.uniform(size=(90, 3)),
    "copies": np.vstack([np.repeat([[0.0, 0.0], [1.0, 1.0]], 12, axis=0), generator.normal(5, 1, size=(40, 2))]),
}


def renamed(labels):
    known = {-1: -1}
    return [known.setdefault(label, len(known) - 1) for label in labels]


def run(points, size, samples):
    """Labels and probabilities; null for points whose label depends on which of two equal distances comes first.

    scikit-learn merges equal distances one by one, in an order that depends on that of the points: told by other orders,
    and by a point joining a cluster at just the distance at which that joins another.
    """
    model = HDBSCAN(min_cluster_size=size, min_samples=samples, algorithm="brute", copy=True).fit(points)
    labels = np.array(renamed(model.labels_.tolist()))
    steady = np.ones(len(points), dtype=bool)
    for _ in range(40):
        order = generator.permutation(len(points))
        other = np.empty(len(points), dtype=int)
        other[order] = HDBSCAN(min_cluster_size=size, min_samples=samples, algorithm="brute", copy=True).fit(points[order]).labels_
        steady &= np.array(renamed(other.tolist())) == labels
    tree = model._single_linkage_tree_
    sizes = lambda node: 1 if node < len(points) else tree[node - len(points)]["cluster_size"]
    splits = {float(row["value"]) for row in tree if min(sizes(row["left_node"]), sizes(row["right_node"])) >= size}
    for row in tree:
        for node in (row["left_node"], row["right_node"]):
            if node < len(points) and float(row["value"]) in splits:
                steady[node] = False
    if steady.mean() < 0.9:
        return None
    return {"minimumClusterSize": size, "minimumSamples": samples,
            "labels": [int(label) if fixed else None for label, fixed in zip(labels, steady)],
            "probabilities": np.round(model.probabilities_, 12).tolist() if steady.all() else None}


density = []
for name, points in shapes.items():
    points = rounded(points)
    runs = [r for r in (run(points, size, samples) for size, samples in ((5, None), (10, None), (15, 5), (5, 12), (8, 1))) if r]
    density.append({"name": name, "points": points.tolist(), "runs": runs})

data = generator.normal(size=(200, 9)) @ generator.normal(size=(9, 9))
distances = 1 - np.corrcoef(data.T)
np.fill_diagonal(distances, 0)
merges = linkage(squareform(distances, checks=False), "complete")
print(json.dumps({
    "made": "synthetic points; figures by independent software",
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__},
    "vectors": vectors.tolist(), "singleLink": single, "hdbscan": density,
    "completeLinkage": {"distances": distances.tolist(), "merges": merges.tolist(), "order": leaves_list(merges).tolist()},
}))
