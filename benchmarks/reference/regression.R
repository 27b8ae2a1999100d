# Rscript benchmarks/reference/regression.R > packages/stats/src/regression/fixtures/regression.json
# Needs nlme (Debian r-cran-nlme). Sandwich and cluster-robust errors are written out from their definitions.
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "json.R"))
library(nlme)

set.seed(20)
n <- 140
person <- sort(sample(1:30, n, replace = TRUE)) * 7
x1 <- round(rnorm(n, 50, 12), 2)
x2 <- round(runif(n), 3)
band <- sample(c("18-24", "25-34", "35-44"), n, replace = TRUE)
u <- rnorm(211, 0, 3)
y <- round(10 + 0.2 * x1 - 4 * x2 + 2 * (band == "35-44") + u[person] + rnorm(n, 0, 2 + 2 * x2), 3)
w <- round(runif(n, 0.2, 3), 2)
w[c(3, 77)] <- 0
chosen <- rbinom(n, 1, plogis(-2 + 0.03 * x1 + x2 + 0.3 * u[person]))
f <- as.formula("y ~ x1 + x2 + factor(band)")

sandwich <- function(X, score, bread) bread %*% crossprod(X * score) %*% bread
clustered <- function(X, score, bread, g) bread %*% crossprod(rowsum(X * score, g)) %*% bread
se <- function(V) as.numeric(sqrt(diag(V)))

linear <- function(weights) {
  environment(f) <- environment()
  fit <- if (is.null(weights)) lm(f) else lm(f, weights = weights)
  ww <- if (is.null(weights)) rep(1, n) else weights
  X <- model.matrix(fit)
  e <- residuals(fit)
  used <- ww > 0
  N <- sum(used)
  p <- ncol(X)
  bread <- solve(crossprod(X * sqrt(ww)))
  h <- ww * rowSums((X %*% bread) * X)
  G <- length(unique(person[used]))
  s <- summary(fit)
  cr0 <- clustered(X, ww * e, bread, person)
  list(
    estimates = as.numeric(coef(fit)), classical = as.numeric(s$coefficients[, 2]), classicalP = as.numeric(s$coefficients[, 4]),
    interval = unname(confint(fit)["x1", ]), HC0 = se(sandwich(X, ww * e, bread)), HC1 = se(sandwich(X, ww * e, bread) * N / (N - p)),
    HC2 = se(sandwich(X, ww * e / sqrt(1 - h), bread)), HC3 = se(sandwich(X, ww * e / (1 - h), bread)),
    CR0 = se(cr0), CR1 = se(cr0 * G / (G - 1) * (N - 1) / (N - p)), clusters = G,
    rSquared = s$r.squared, adjusted = s$adj.r.squared, sigma = s$sigma, fStatistic = unname(s$fstatistic[1]),
    fP = unname(pf(s$fstatistic[1], s$fstatistic[2], s$fstatistic[3], lower.tail = FALSE)),
    clusterP = 2 * pt(-abs(as.numeric(coef(fit)) / se(cr0 * G / (G - 1) * (N - 1) / (N - p))), G - 1)
  )
}

logistic <- function(weights) {
  control <- glm.control(epsilon = 1e-14, maxit = 100)
  lf <- chosen ~ x1 + x2 + factor(band)
  fit <- suppressWarnings(if (is.null(weights)) glm(lf, family = binomial, control = control) else glm(lf, family = binomial, weights = weights, control = control))
  ww <- if (is.null(weights)) rep(1, n) else weights
  X <- model.matrix(fit)
  mu <- fitted(fit)
  bread <- solve(crossprod(X * sqrt(ww * mu * (1 - mu))))
  score <- ww * (chosen - mu)
  N <- sum(ww > 0)
  G <- length(unique(person[ww > 0]))
  list(
    estimates = as.numeric(coef(fit)), classical = se(bread), HC0 = se(sandwich(X, score, bread)),
    HC1 = se(sandwich(X, score, bread) * N / (N - ncol(X))),
    CR1 = se(clustered(X, score, bread, person) * G / (G - 1) * (N - 1) / (N - ncol(X))),
    p = as.numeric(2 * pnorm(-abs(coef(fit) / se(bread)))),
    logLikelihood = sum(ww * (chosen * log(mu) + (1 - chosen) * log1p(-mu)))
  )
}

mixed <- function(method) {
  fit <- lme(f, random = ~ 1 | person, method = method, control = lmeControl(tolerance = 1e-12, msTol = 1e-12, opt = "nlminb"))
  # the residual variance lme reports for ML divides by n; varFix is without its small-sample adjustment
  blup <- ranef(fit)
  variances <- c(as.numeric(getVarCov(fit)), fit$sigma^2)
  list(
    estimates = as.numeric(fixef(fit)), standardErrors = se(fit$varFix), groupVariance = variances[1], residualVariance = variances[2],
    logLikelihood = as.numeric(logLik(fit)), groups = as.numeric(rownames(blup)), effects = blup[, 1]
  )
}

waldR <- anova(lm(y ~ x1 + x2), lm(f))
print_json(
  nlme = as.character(packageVersion("nlme")),
  y = y, x1 = x1, x2 = x2, band = band, person = person, weights = w, chosen = chosen,
  linear = linear(NULL), linearWeighted = linear(w), wald = c(waldR$F[2], waldR[["Pr(>F)"]][2]),
  logistic = logistic(NULL), logisticWeighted = logistic(w), REML = mixed("REML"), ML = mixed("ML")
)
