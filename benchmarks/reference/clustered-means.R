# Rscript benchmarks/reference/clustered-means.R > packages/stats/src/clustered-means/fixtures/clustered-means.json
#
# The error of a clustered mean by clubSandwich (CR2); Satterthwaite's degrees of freedom by matrices; exact sign flips by
# writing all signs down.
suppressMessages(suppressWarnings(library(clubSandwich)))
library(jsonlite)
set.seed(3)
cluster <- rep(1:6, times = c(1, 2, 5, 3, 4, 2))
values <- round(0.5 + rnorm(6, 0, 0.1)[cluster] + rnorm(length(cluster), 0, 0.15), 3)
fit <- lm(values ~ 1)
se <- sqrt(vcovCR(fit, cluster = cluster, type = "CR2")[1, 1])
# residual sums of clusters are (I - H) u with u the clusters' sums; the form has weights 1 / (1 - n_g / N)
size <- as.numeric(table(cluster))
part <- size / sum(size)
residual <- diag(6) - part %*% t(rep(1, 6))
form <- t(residual) %*% diag(1 / (1 - part)) %*% residual
spread <- diag(size^2)
df <- sum(diag(form %*% spread))^2 / sum(diag(form %*% spread %*% form %*% spread))
flips <- function(x) {
  signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), length(x))))
  mean(abs(signs %*% abs(x)) >= abs(sum(x)) - 1e-9)
}
samples <- list(
  c(0.4, -0.1, 0.3, 0.25, 0.6), c(1, 1, 0, -1, 1, 1, 0, 1, 1, 0.5), round(rnorm(13, 0.3), 2), rep(1, 4)
)
cat(toJSON(list(
  software = list(R = as.character(getRversion()), clubSandwich = as.character(packageVersion("clubSandwich"))),
  values = values, cluster = cluster, mean = mean(values), standardError = se, degreesOfFreedom = df,
  lower = mean(values) - qt(0.975, df) * se, upper = mean(values) + qt(0.975, df) * se,
  flips = lapply(samples, function(x) list(values = x, pValue = flips(x)))
), auto_unbox = TRUE, digits = NA, pretty = TRUE), "\n", sep = "")
