# Rscript benchmarks/reference/hypothesis-tests.R > packages/stats/src/hypothesis-tests/fixtures/hypothesis-tests.json
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "json.R"))
options(warn = -1)

a <- c(5.1, 4.9, 6.2, 5.8, 7.3, 6.6, 5.05, 4.2)
b <- c(4.8, 3.9, 5.5, 6.1, 4.4, 5.0, 3.7, 5.3)
long <- c(4.85, 3.95, 5.52, 6.13, 4.41, 5.01, 3.71, 5.31, 7.7, 8.2, 2.9)
tied_a <- c(3, 4, 4, 5, 5, 5, 2, 1, 4, 3)
tied_b <- c(2, 3, 3, 4, 2, 1, 2, 5, 3, 1)
set.seed(3)
big_a <- round(rnorm(60, 0.3), 6)
big_b <- round(rnorm(55), 6)
sides <- c("two.sided", "less", "greater")

t_case <- function(...) lapply(sides, function(side) {
  r <- t.test(..., alternative = side)
  list(side = sub(".", "-", side, fixed = TRUE), statistic = unname(r$statistic), df = unname(r$parameter), p = r$p.value, interval = as.numeric(r$conf.int), error = r$stderr)
})
rank_case <- function(...) lapply(sides, function(side) {
  r <- wilcox.test(..., alternative = side)
  list(side = sub(".", "-", side, fixed = TRUE), statistic = unname(r$statistic), p = r$p.value)
})
fisher_case <- function(table) list(table = table, sides = lapply(sides, function(side) {
  r <- fisher.test(table, alternative = side)
  list(side = sub(".", "-", side, fixed = TRUE), p = r$p.value)
}))
independence_case <- function(table, ...) {
  r <- chisq.test(table, ...)
  list(table = table, statistic = unname(r$statistic), df = unname(r$parameter), p = r$p.value, expected = r$expected)
}
kruskal_case <- function(groups) {
  r <- kruskal.test(groups)
  list(groups = unname(groups), statistic = unname(r$statistic), df = unname(r$parameter), p = r$p.value)
}
good <- chisq.test(c(18, 25, 12, 40), p = c(0.2, 0.25, 0.15, 0.4))
paired <- matrix(c(30, 12, 5, 40), 2)
r <- mcnemar.test(paired)
r0 <- mcnemar.test(paired, correct = FALSE)

print_json(
  a = a, b = b, long = long, tiedA = tied_a, tiedB = tied_b, bigA = big_a, bigB = big_b,
  oneSample = t_case(a, mu = 5), paired = t_case(a, b, paired = TRUE), welch = t_case(a, long), student = t_case(a, long, var.equal = TRUE),
  mannWhitney = rank_case(a, long), mannWhitneyTied = rank_case(tied_a, tied_b), mannWhitneyBig = rank_case(big_a, big_b),
  signedRank = rank_case(a, b + seq_along(b) / 1000, paired = TRUE), signedRankTied = rank_case(tied_a, tied_b, paired = TRUE),
  kruskal = kruskal_case(list(a, b, long)), kruskalTied = kruskal_case(list(tied_a, tied_b, c(1, 1, 2, 3))),
  goodness = list(counts = c(18, 25, 12, 40), shares = c(0.2, 0.25, 0.15, 0.4), statistic = unname(good$statistic), df = unname(good$parameter), p = good$p.value),
  independence = independence_case(rbind(c(12, 5, 9), c(7, 14, 3), c(10, 10, 22))),
  independenceYates = independence_case(rbind(c(12, 5), c(7, 14))), independencePlain = independence_case(rbind(c(12, 5), c(7, 14)), correct = FALSE),
  fisher = list(fisher_case(rbind(c(3, 1), c(1, 3))), fisher_case(rbind(c(8, 2), c(1, 5))), fisher_case(rbind(c(0, 6), c(4, 3))), fisher_case(rbind(c(120, 80), c(95, 130)))),
  fisherLarge = list(table = rbind(c(3, 1, 0, 2), c(1, 4, 2, 0), c(0, 1, 5, 3)), p = fisher.test(rbind(c(3, 1, 0, 2), c(1, 4, 2, 0), c(0, 1, 5, 3)))$p.value),
  mcnemar = list(onlyFirst = 5, onlySecond = 12, exact = binom.test(5, 17)$p.value, corrected = c(unname(r$statistic), r$p.value), uncorrected = c(unname(r0$statistic), r0$p.value)),
  wilson = lapply(list(c(0, 10), c(3, 10), c(10, 10), c(37, 421)), function(v) list(successes = v[1], trials = v[2], interval = as.numeric(prop.test(v[1], v[2], correct = FALSE)$conf.int)))
)
