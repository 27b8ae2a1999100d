# Reference figures for packages/stats/src/weighting: post-stratification by the R package survey, Kish's effective size.
#   Rscript benchmarks/reference/post-stratification.R > packages/stats/src/weighting/fixtures/post-stratification.json
suppressMessages(library(survey))
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "json.R"))

set.seed(11)
cell <- sample(0:4, 60, replace = TRUE, prob = c(0.4, 0.25, 0.2, 0.1, 0.05))
base <- round(runif(60, 0.5, 3), 3)
targets <- c(0.15, 0.3, 0.2, 0.25, 0.1)
weighted <- function(start) {
  records <- data.frame(cell = factor(cell, levels = 0:4), start = start)
  design <- svydesign(ids = ~1, weights = ~start, data = records)
  totals <- data.frame(cell = factor(0:4), Freq = 60 * targets)
  weights(postStratify(design, ~cell, totals))
}
plain <- weighted(rep(1, 60))
fromBase <- weighted(base)
kish <- function(w) sum(w)^2 / sum(w^2)
print_json(
  survey = as.character(packageVersion("survey")),
  cell = cell, base = base, targets = targets,
  plain = as.vector(plain), fromBase = as.vector(fromBase),
  effective = c(kish(plain), kish(fromBase))
)
