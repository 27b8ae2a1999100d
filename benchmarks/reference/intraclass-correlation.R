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
  fj <- j / e
  v <- (de * (k * r2 * fj + n * (1 + (k - 1) * r2) - k * r2)^2) / ((n - 1) * k^2 * r2^2 * fj^2 + (n * (1 + (k - 1) * r2) - k * r2)^2)
  fu <- qf(p, n - 1, v); fl <- qf(p, v, n - 1)
  lo2 <- n * (b - fu * e) / (fu * (k * j + (k * n - k - n) * e) + n * b)
  hi2 <- n * (fl * b - e) / (k * j + (k * n - k - n) * e + n * fl * b)
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
