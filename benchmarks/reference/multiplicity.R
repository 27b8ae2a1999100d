# Rscript benchmarks/reference/multiplicity.R > packages/stats/src/multiplicity/fixtures/multiplicity.json
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "json.R"))
p <- c(0.01, 0.02, 0.03, 0.005, 0.04, 0.5, 0.005, NA, 0.2, 1, 0)
print_json(
  pValues = p, bonferroni = p.adjust(p, "bonferroni"), holm = p.adjust(p, "holm"), benjaminiHochberg = p.adjust(p, "BH")
)
