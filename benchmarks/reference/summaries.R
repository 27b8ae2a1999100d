# Rscript benchmarks/reference/summaries.R > packages/stats/src/summaries/fixtures/summaries.json
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "json.R"))

values <- c(3.2, -1.5, 7.25, 7.25, 0, 12.125, 4.5, 3.2, 9.75, -6.5, 2.125)
weights <- c(1, 2.5, 0.5, 1, 3, 0.25, 1, 0, 2, 1.5, 1)
p <- c(0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.6, 0.75, 0.9, 0.99, 1)
types <- c(1, 4, 6, 7, 8)
quantile_table <- lapply(types, function(type) quantile(values, p, type = type, names = FALSE))
names(quantile_table) <- paste0("type", types)

# Akinshin (2023), evaluated by numerical integration of the stepwise quantile function over the window
weighted_quantile <- function(x, w, p, type) {
  keep <- w > 0
  o <- order(x[keep])
  x <- x[keep][o]
  w <- w[keep][o]
  n <- sum(w)^2 / sum(w^2)
  h <- switch(as.character(type), "4" = n * p, "6" = (n + 1) * p, "7" = (n - 1) * p + 1, "8" = (n + 1 / 3) * p + 1 / 3)
  h <- min(max(h, 1), n)
  edges <- c(0, cumsum(w) / sum(w))
  overlap <- pmax(0, pmin(edges[-1], h / n) - pmax(edges[-length(edges)], (h - 1) / n))
  sum(overlap * n * x)
}
weighted_table <- lapply(types[-1], function(type) vapply(p, function(q) weighted_quantile(values, weights, q, type), 0))
names(weighted_table) <- paste0("type", types[-1])

m3 <- mean((values - mean(values))^3)
m2 <- mean((values - mean(values))^2)
n <- length(values)
print_json(
  values = values, weights = weights, probabilities = p, quantiles = quantile_table, weightedQuantiles = weighted_table,
  mean = mean(values), weightedMean = weighted.mean(values, weights),
  sampleVariance = var(values), populationVariance = m2,
  reliabilityVariance = cov.wt(matrix(values), weights / sum(weights))$cov[1, 1],
  frequencyVariance = var(rep(values, times = c(1, 2, 0, 1, 3, 0, 1, 0, 2, 1, 1))),
  frequencies = c(1, 2, 0, 1, 3, 0, 1, 0, 2, 1, 1),
  skewness = m3 / m2^1.5, sampleSkewness = m3 / m2^1.5 * sqrt(n * (n - 1)) / (n - 2),
  histogram = hist(values, breaks = c(-7, 0, 2.125, 5, 12.125), right = FALSE, plot = FALSE)$counts
)
