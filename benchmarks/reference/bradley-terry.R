# Reference figures for Bradley-Terry: half wins by glm(binomial), Davidson's ties as a log-linear Poisson model (Fienberg and Larntz 1976).
#   Rscript benchmarks/reference/bradley-terry.R > packages/stats/src/ranking/fixtures/bradley-terry.json
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "json.R"))

set.seed(11)
items <- 7
truth <- rnorm(items)
pairs <- t(combn(items, 2))[-c(3, 12), ] # two pairs never met
size <- rpois(nrow(pairs), 25) + 3
strength <- exp(truth)
chances <- t(apply(pairs, 1, function(p) {
  v <- c(strength[p[1]], strength[p[2]], 0.6 * sqrt(prod(strength[p])))
  v / sum(v)
}))
counts <- t(sapply(seq_len(nrow(pairs)), function(k) rmultinom(1, size[k], chances[k, ])))
design <- matrix(0, nrow(pairs), items)
design[cbind(seq_len(nrow(pairs)), pairs[, 1])] <- 1
design[cbind(seq_len(nrow(pairs)), pairs[, 2])] <- -1

tight <- glm.control(epsilon = 1e-14, maxit = 100)
# item 1 is the reference: coefficients and standard errors of items 2..7 against it
binomial_fit <- function(win, loss) {
  fit <- suppressWarnings(glm(cbind(win, loss) ~ 0 + design[, -1], family = binomial, control = tight))
  p <- fitted(fit)
  list(
    abilities = unname(coef(fit)), standardErrors = unname(sqrt(diag(vcov(fit)))),
    covariance = unname(vcov(fit)), logLikelihood = sum(win * log(p) + loss * log(1 - p))
  )
}
plain <- binomial_fit(counts[, 1], counts[, 2])
half <- binomial_fit(counts[, 1] + counts[, 3] / 2, counts[, 2] + counts[, 3] / 2)

long <- do.call(rbind, lapply(seq_len(nrow(pairs)), function(k) {
  x <- matrix(0, 3, items)
  x[1, pairs[k, 1]] <- 1
  x[2, pairs[k, 2]] <- 1
  x[3, pairs[k, ]] <- 0.5
  data.frame(y = counts[k, ], cell = k, tie = c(0, 0, 1), x)
}))
abilities <- as.matrix(long[, 3 + 2:items])
fit <- glm(long$y ~ 0 + factor(long$cell) + abilities + long$tie, family = poisson, control = tight)
kept <- nrow(pairs) + seq_len(items)
share <- fitted(fit) / rep(size, each = 3)
davidson <- list(
  abilities = unname(coef(fit)[kept][-items]), standardErrors = unname(sqrt(diag(vcov(fit)))[kept][-items]),
  tieParameter = exp(unname(coef(fit)[kept][items])), logTieStandardError = unname(sqrt(diag(vcov(fit)))[kept][items]),
  logLikelihood = sum(long$y * log(share))
)
print_json(
  note = "items from 0; low wins, high wins, ties per pair; abilities of items 1..6 against item 0",
  items = items, low = pairs[, 1] - 1, high = pairs[, 2] - 1,
  lowWins = counts[, 1], highWins = counts[, 2], ties = counts[, 3],
  plain = plain, halfWin = half, davidson = davidson
)
