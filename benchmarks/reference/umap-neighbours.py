"""Reference for packages/stats/src/clustering/umap.ts: how well umap-learn keeps neighbours of the same points, measured by
scikit-learn's trustworthiness. Layouts themselves can't be compared: they start elsewhere.

    /usr/bin/python3 benchmarks/reference/umap-neighbours.py > packages/stats/src/clustering/fixtures/umap.json
"""
import json
import platform

import numpy as np
import sklearn
import umap
from sklearn.manifold import trustworthiness

generator = np.random.default_rng(3)
centres = generator.normal(size=(4, 8))
points = np.round(np.concatenate([centre + 0.5 * generator.normal(size=(30, 8)) for centre in centres]), 3)
found = {}
for components in (2, 5):
    values = [
        float(trustworthiness(points, umap.UMAP(n_components=components, n_neighbors=10, metric="euclidean", min_dist=0.0,
                                                 random_state=seed).fit_transform(points), n_neighbors=5))
        for seed in range(5)
    ]
    found[str(components)] = values
random = [float(trustworthiness(points, generator.normal(size=(120, 2)), n_neighbors=5)) for _ in range(5)]
print(json.dumps({
    "versions": {"python": platform.python_version(), "umap-learn": umap.__version__, "scikit-learn": sklearn.__version__},
    "points": points.flatten().tolist(),
    "dimensions": 8,
    "trustworthiness": found,
    "ofRandomPlaces": random,
}))
