# Rscript benchmarks/reference/bradley-terry-jackknife.R > packages/stats/src/ranking/fixtures/bradley-terry-jackknife.json
#
# Bradley-Terry with half wins by glm, and the covariance of abilities by leaving out each person with one Newton step, from model
# matrices: abilities against item 0 first, then less their mean.
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "json.R"))

set.seed(5)
people <- 14
items <- 5
rows <- do.call(rbind, lapply(seq_len(people), function(p) {
  n <- sample(4:9, 1)
  pairs <- t(replicate(n, sample(items, 2)))
  data.frame(person = p, first = pairs[, 1], second = pairs[, 2])
}))
taste <- matrix(rnorm(people * items, 0, 0.7), people)
lead <- 0.3 * (rows$second - rows$first) + taste[cbind(rows$person, rows$first)] - taste[cbind(rows$person, rows$second)]
rows$score <- ifelse(abs(lead + rlogis(nrow(rows))) < 0.3, 0.5, as.numeric(lead + rlogis(nrow(rows)) > 0))
weight <- round(exp(rnorm(people, 0, 0.5)), 2)

jackknife <- function(w) {
  X <- matrix(0, nrow(rows), items)
  X[cbind(seq_len(nrow(rows)), rows$first)] <- 1
  X[cbind(seq_len(nrow(rows)), rows$second)] <- -1
  X <- X[, -1]
  fit <- suppressWarnings(glm(rows$score ~ 0 + X, family = binomial, weights = w, control = glm.control(epsilon = 1e-14, maxit = 100)))
  p <- fitted(fit)
  information <- function(kept) crossprod(X[kept, , drop = FALSE] * sqrt(w * p * (1 - p))[kept])
  moves <- sapply(seq_len(people), function(g) {
    own <- rows$person == g
    solve(information(!own), crossprod(X[own, , drop = FALSE], (w * (rows$score - p))[own]))
  })
  centre <- rbind(0, diag(items - 1)) - 1 / items
  centred <- centre %*% moves
  list(abilities = as.vector(centre %*% coef(fit)), covariance = unname(centred %*% t(centred)) * (people - 1) / people)
}
print_json(
  note = "items and people from 0; abilities less their mean",
  items = items, person = rows$person - 1, first = rows$first - 1, second = rows$second - 1, score = rows$score,
  weight = weight[rows$person], plain = jackknife(rep(1, nrow(rows))), weighted = jackknife(weight[rows$person])
)
