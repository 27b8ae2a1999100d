"""The same fits by scipy's L-BFGS on cells, as vectorised as numpy allows; called by run.ts with the file of its cells."""
import json
import statistics
import sys
import time

import numpy as np
import scipy
from scipy.optimize import minimize
from scipy.special import expit

given = json.load(open(sys.argv[1]))


class Cells:
    def __init__(self, cells):
        self.count = cells["itemCount"]
        self.low, self.high = np.array(cells["low"]), np.array(cells["high"])
        self.slots = np.concatenate([np.array(cells[name], float) for name in ("lowWins", "highWins", "ties")])

    def fit(self, slots, start):
        wins, losses, ties = slots.reshape(3, -1)
        won, total = wins + ties / 2, wins + losses + ties
        low, high, count = self.low, self.high, self.count

        def value_and_slope(theta):
            lead = theta[low] - theta[high]
            slope = total * expit(lead) - won
            value = (total * np.logaddexp(0, lead) - won * lead).sum()
            return value, np.bincount(low, slope, count) - np.bincount(high, slope, count)

        return minimize(value_and_slope, start, jac=True, method="L-BFGS-B", options={"maxiter": 1000, "maxcor": 20})


def measure(rounds, work):
    wall, cpu = [], []
    for _ in range(rounds):
        before, start = time.process_time(), time.perf_counter()
        work()
        wall.append(1000 * (time.perf_counter() - start))
        cpu.append(1000 * (time.process_time() - before))
    return {"wallMs": statistics.median(wall), "cpuMs": statistics.median(cpu)}


large = Cells(given["large"])
zero = np.zeros(large.count)
found = large.fit(large.slots, zero)
fit = measure(given["rounds"], lambda: large.fit(large.slots, zero))

people = Cells(given["clustered"]["cells"])
start = np.array(given["clustered"]["start"])
clusters = len(start) - 1
by_cluster = np.zeros((clusters, len(people.slots)))
owner = np.repeat(np.arange(clusters), np.diff(start))
np.add.at(by_cluster, (owner, np.array(given["clustered"]["slot"])), given["clustered"]["count"])
estimate = people.fit(people.slots, np.zeros(people.count)).x
rng = np.random.default_rng(1)


def by_person():
    for _ in range(1000):
        weights = np.bincount(rng.integers(0, clusters, clusters), minlength=clusters)
        people.fit(weights @ by_cluster, estimate)


def by_cell():
    total = int(large.slots.sum())
    for _ in range(100):
        large.fit(rng.multinomial(total, large.slots / total).astype(float), found.x)


json.dump(
    {
        "software": f"Python {sys.version.split()[0]}, numpy {np.__version__}, scipy {scipy.__version__}, one thread",
        "fit": {**fit, "abilities": found.x.tolist(), "gradientNorm": float(np.abs(found.jac).max())},
        "byPerson": measure(given["rounds"] // 10, by_person),
        "byCell": measure(given["rounds"] // 10, by_cell),
    },
    sys.stdout,
)
