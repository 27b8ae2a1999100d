# Rscript benchmarks/reference/correlation.R > packages/stats/src/correlation/fixtures/correlation.json
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "json.R"))

tied_x <- c(1, 2, 2, 3, 5, 5, 5, 8, 9, 12, 12, 15, 3, 4)
tied_y <- c(2, 1, 4, 4, 6, 3, 6, 7, 5, 7, 11, 9, 1, 4)
free_x <- c(0.3, 1.9, -2.2, 4.1, 3.3, -0.7, 2.6, 8.5, -5.1, 6.6)
free_y <- c(1.1, 0.4, -1.8, 2.2, 5.9, -3.3, 0.9, 4.7, -2.5, 7.1)
set.seed(1)
long_x <- round(rnorm(300), 1)
long_y <- round(0.3 * long_x + rnorm(300), 1)

# two-sided t for rank correlations, tie-corrected variance for tau: cor.test's large-sample branches, no correction
one <- function(x, y) {
  p <- cor.test(x, y)
  k <- suppressWarnings(cor.test(x, y, method = "kendall", exact = FALSE))
  s <- cor(x, y, method = "spearman")
  n <- length(x)
  list(
    x = x, y = y, pearson = unname(p$estimate), pearsonP = p$p.value, pearsonInterval = as.numeric(p$conf.int),
    spearman = s, spearmanP = 2 * pt(-abs(s * sqrt((n - 2) / (1 - s^2))), n - 2),
    kendall = unname(k$estimate), kendallNormalP = k$p.value,
    kendallExactP = if (anyDuplicated(x) || anyDuplicated(y)) NULL else cor.test(x, y, method = "kendall", exact = TRUE)$p.value
  )
}
print_json(tied = one(tied_x, tied_y), free = one(free_x, free_y), long = one(long_x, long_y))
