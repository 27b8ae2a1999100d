# Reference figures for packages/stats/src/agreement/intraclass-correlation.ts: mean squares by aov, points by qf.
#   Rscript benchmarks/reference/intraclass-correlation.R > packages/stats/src/agreement/fixtures/intraclass-correlation.json
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "json.R"))

tables <- list(
  "Shrout and Fleiss (1979), table 2" = rbind(c(9, 2, 5, 8), c(6, 1, 3, 2), c(8, 4, 6, 8), c(7, 1, 2, 6), c(10, 5, 6, 9), c(6, 2, 4, 7)),
  "made" = rbind(c(2.5, 3.1, 2.2), c(4.4, 4.0, 5.1), c(1.2, 2.4, 0.9), c(3.3, 2.9, 3.0), c(5.2, 5.9, 4.1), c(2.2, 3.5, 3.9), c(4.9, 4.1, 4.4), c(0.3, 1.8, 2.6)),
  "made, units alike" = rbind(c(1, 5, 3), c(4, 2, 1), c(3, 1, 5), c(2, 4, 3.5))
)
icc <- function(x, level = 0.95) {
  n <- nrow(x); k <- ncol(x)
  long <- data.frame(y = as.vector(x), unit = factor(rep(1:n, k)), rater = factor(rep(1:k, each = n)))
  ms <- summary(aov(y ~ unit + rater, long))[[1]][["Mean Sq"]]
  b <- ms[1]; j <- ms[2]; e <- ms[3]
  w <- summary(aov(y ~ unit, long))[[1]][["Mean Sq"]][2]
  p <- 1 - (1 - level) / 2
  one <- function(v, f, d2, l, u) list(value = v, f = f, df1 = n - 1, df2 = d2, p = pf(f, n - 1, d2, lower.tail = FALSE), lower = l, upper = u)
  dw <- n * (k - 1); de <- (n - 1) * (k - 1)
  l1 <- b / w / qf(p, n - 1, dw); u1 <- b / w * qf(p, dw, n - 1)
  l3 <- b / e / qf(p, n - 1, de); u3 <- b / e * qf(p, de, n - 1)
  r2 <- (b - e) / (b + (k - 1) * e + k * (j - e) / n)
  # Cappelleri and Ting (2003): roots of the bounds of (1 - r) var(units) - r (var(raters) + var(residual)), by Ting et al. (1990)
  dfs <- c(n - 1, k - 1, de)
  parts <- function(r) c((1 - r) / k * b, r / n * j, ((1 - r) / k + r * (1 - 1 / n)) * e)
  lower_bound <- function(r, a = (1 - level) / 2) {
    x <- parts(r)
    g <- 1 - dfs[1] / qchisq(1 - a, dfs[1]); h <- dfs[2:3] / qchisq(a, dfs[2:3]) - 1
    f <- qf(1 - a, dfs[1], dfs[2:3]); gg <- ((f - 1)^2 - g^2 * f^2 - h^2) / f
    x[1] - x[2] - x[3] - sqrt(max(0, g^2 * x[1]^2 + sum(h^2 * x[2:3]^2) + sum(gg * x[1] * x[2:3])))
  }
  upper_bound <- function(r, a = (1 - level) / 2) {
    x <- parts(r)
    h <- dfs[1] / qchisq(a, dfs[1]) - 1; g <- 1 - dfs[2:3] / qchisq(1 - a, dfs[2:3])
    f <- qf(a, dfs[1], dfs[2:3]); hh <- ((1 - f)^2 - h^2 * f^2 - g^2) / f
    x[1] - x[2] - x[3] + sqrt(max(0, h^2 * x[1]^2 + sum(g^2 * x[2:3]^2) + sum(hh * x[1] * x[2:3])))
  }
  root <- function(f, else_value) if (f(0) > 1e-12) uniroot(f, c(0, 1), tol = 1e-15)$root else else_value
  lo2 <- root(lower_bound, (l3 - 1) / (l3 + k - 1))
  hi2 <- root(upper_bound, (u3 - 1) / (u3 + k - 1))
  list(
    meanSquares = list(units = b, within = w, raters = j, residual = e),
    ICC1 = one((b - w) / (b + (k - 1) * w), b / w, dw, (l1 - 1) / (l1 + k - 1), (u1 - 1) / (u1 + k - 1)),
    ICC2 = one(r2, b / e, de, lo2, hi2),
    ICC3 = one((b - e) / (b + (k - 1) * e), b / e, de, (l3 - 1) / (l3 + k - 1), (u3 - 1) / (u3 + k - 1)),
    ICC1k = one(1 - w / b, b / w, dw, 1 - 1 / l1, 1 - 1 / u1),
    ICC2k = one((b - e) / (b + (j - e) / n), b / e, de, lo2 * k / (1 + lo2 * (k - 1)), hi2 * k / (1 + hi2 * (k - 1))),
    ICC3k = one(1 - e / b, b / e, de, 1 - 1 / l3, 1 - 1 / u3)
  )
}
print_json(tables = unname(lapply(names(tables), function(name) list(name = name, ratings = tables[[name]], result = icc(tables[[name]])))))
