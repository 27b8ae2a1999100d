# Rscript benchmarks/reference/grouped-ratings.R > packages/stats/src/regression/fixtures/grouped-ratings.json
#
# Random intercepts with errors by leaving out people (nlme, clubSandwich's CR3 x (G - 1) / G), and the permutation test of
# items by group (vegan's adonis2 on people's scores in the metric of the pooled design).
suppressMessages(suppressWarnings({library(nlme); library(clubSandwich); library(vegan)}))
library(jsonlite)
set.seed(8)
people <- 24; items <- 5
rows <- do.call(rbind, lapply(1:people, function(p) data.frame(person = p, item = sample(items, sample(3:9, 1), replace = TRUE))))
group <- (rows$person - 1) %% 3
taste <- matrix(rnorm(people * items, 0, 6), people)
rows$value <- round(50 + rnorm(people, 0, 8)[rows$person] + 3 * rows$item + taste[cbind(rows$person, rows$item)] +
  5 * (group == 1 & rows$item == 2) + rnorm(nrow(rows), 0, 7), 1)
rows$item <- factor(rows$item); rows$person <- factor(rows$person)
fit <- lme(value ~ item, random = ~ 1 | person, data = rows, method = "REML",
  control = lmeControl(msTol = 1e-12, tolerance = 1e-10))
jackknife <- as.matrix(vcovCR(fit, type = "CR3")) * (people - 1) / people

# log (variance between people / residual variance) without each person, fitted anew
log_ratio <- function(data) {
  fit <- lme(value ~ item, random = ~ 1 | person, data = droplevels(data), method = "REML",
    control = lmeControl(msTol = 1e-12, tolerance = 1e-10))
  2 * log(as.numeric(VarCorr(fit)[1, 2]) / fit$sigma)
}
left_out <- sapply(levels(rows$person), function(one) log_ratio(rows[rows$person != one, ]))
half <- qt(0.975, people - 1) * sqrt((people - 1) / people * sum((left_out - mean(left_out))^2))
share <- plogis(log_ratio(rows) + c(0, -half, half))

X <- model.matrix(~ 0 + item, rows)
own <- function(x) x - ave(x, rows$person)
within <- apply(X, 2, own)
residual <- residuals(lm(own(rows$value) ~ 0 + within))
scores <- rowsum(within * residual, rows$person)[levels(rows$person), ]
whole <- eigen(crossprod(within), symmetric = TRUE)
kept <- whole$values > 1e-8
white <- scores %*% whole$vectors[, kept] %*% diag(1 / sqrt(whole$values[kept]))
level <- factor(((1:people) - 1) %% 3)
test <- adonis2(dist(white) ~ level, permutations = 99999)
cat(toJSON(list(
  software = list(R = as.character(getRversion()), nlme = as.character(packageVersion("nlme")),
    clubSandwich = as.character(packageVersion("clubSandwich")), vegan = as.character(packageVersion("vegan"))),
  person = as.integer(rows$person), item = as.integer(rows$item) - 1, group = group, value = rows$value,
  coefficients = unname(fixef(fit)), covariance = unname(jackknife), share = share,
  F = test$F[1], pValue = test$`Pr(>F)`[1], permutations = 99999
), auto_unbox = TRUE, digits = NA), "\n", sep = "")
