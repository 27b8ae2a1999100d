# Reference figures for packages/stats/src/weighting: raking by loglin (iterative proportional fitting of base R).
#   Rscript benchmarks/reference/raking.R > packages/stats/src/weighting/fixtures/raking.json
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "json.R"))

set.seed(5)
counts <- array(rpois(4 * 3 * 2, 12) + 1, c(4, 3, 2))
targets <- list(c(0.1, 0.4, 0.3, 0.2), c(0.5, 0.3, 0.2), c(0.45, 0.55))
# loglin fits `start` to the margins of a table; a table of independent targets has just these margins.
wanted <- sum(counts) * outer(outer(targets[[1]], targets[[2]]), targets[[3]])
fit <- loglin(wanted, list(1, 2, 3), start = counts, fit = TRUE, eps = 1e-12, iter = 1000, print = FALSE)$fit

# The same by optimisation: raking minimises sum w log(w / d) - w + d under the margins, so w = d exp(x'u).
# Its dual is a smooth convex problem in u.
cells <- expand.grid(a = factor(1:4), b = factor(1:3), c = factor(1:2))
design <- cbind(model.matrix(~ a + b + c, cells))
total <- as.vector(crossprod(design, as.vector(wanted)))
dual <- function(u) sum(as.vector(counts) * exp(design %*% u)) - sum(u * total)
slope <- function(u) as.vector(crossprod(design, as.vector(counts) * exp(design %*% u))) - total
u <- optim(rep(0, ncol(design)), dual, slope, method = "BFGS", control = list(reltol = 1e-16, maxit = 10000))$par

print_json(
  note = "cells in R's order: first index fastest",
  dimensions = dim(counts),
  counts = as.vector(counts), targets = targets, fit = as.vector(fit),
  dual = as.vector(counts) * exp(as.vector(design %*% u))
)
