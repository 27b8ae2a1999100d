# Rscript benchmarks/reference/distributions.R > packages/stats/src/distributions/fixtures/distributions.json
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "json.R"))

t_cases <- expand.grid(t = c(-60, -3.5, -0.1, 0, 1e-6, 1.96, 12, 40), df = c(1, 2.5, 30, 5000))
chi_cases <- expand.grid(x = c(0, 1e-4, 0.5, 3.841458820694124, 30, 600), df = c(1, 2, 7.5, 200))
f_cases <- expand.grid(x = c(0, 0.01, 1, 4.2, 90), d1 = c(1, 5, 44), d2 = c(2, 30, 4000))
p <- c(1e-10, 0.005, 0.025, 0.5, 0.9, 0.975, 0.999999)
tq <- expand.grid(p = p, df = c(1, 2.5, 30, 5000))
cq <- expand.grid(p = p, df = c(1, 2, 7.5, 200))
fq <- expand.grid(p = p, d1 = c(1, 5, 44), d2 = c(2, 30, 4000))
# qf itself loses digits for small p (qf(1e-10, 1, 2) is 0): the reciprocal identity keeps them
small_qf <- function(p, d1, d2) ifelse(p < 0.5, 1 / qf(p, d2, d1, lower.tail = FALSE), qf(p, d1, d2))
z <- c(-38, -8, -1.5, 0, 0.3, 2.5, 9)
print_json(
  t = cbind(t_cases$t, t_cases$df, pt(t_cases$t, t_cases$df), pt(t_cases$t, t_cases$df, lower.tail = FALSE)),
  chiSquare = cbind(chi_cases$x, chi_cases$df, pchisq(chi_cases$x, chi_cases$df), pchisq(chi_cases$x, chi_cases$df, lower.tail = FALSE)),
  f = cbind(f_cases$x, f_cases$d1, f_cases$d2, pf(f_cases$x, f_cases$d1, f_cases$d2), pf(f_cases$x, f_cases$d1, f_cases$d2, lower.tail = FALSE)),
  normal = cbind(z, pnorm(z), pnorm(z, lower.tail = FALSE)),
  tQuantile = cbind(tq$p, tq$df, qt(tq$p, tq$df)),
  chiSquareQuantile = cbind(cq$p, cq$df, qchisq(cq$p, cq$df)),
  fQuantile = cbind(fq$p, fq$d1, fq$d2, small_qf(fq$p, fq$d1, fq$d2)),
  normalQuantile = cbind(p, qnorm(p))
)
