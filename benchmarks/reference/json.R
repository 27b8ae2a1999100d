# Prints R values as JSON with all their digits; base R has no writer of its own.
to_json <- function(value) {
  if (is.null(value)) return("null")
  if (is.matrix(value)) return(to_json(unname(lapply(seq_len(nrow(value)), function(i) as.list(unname(value[i, ]))))))
  if (is.list(value) || length(value) != 1) {
    value <- as.list(value)
    parts <- vapply(value, to_json, character(1))
    if (is.null(names(value)) || length(value) == 0) return(paste0("[", paste(parts, collapse = ", "), "]"))
    return(paste0("{", paste0(encodeString(names(value), quote = '"'), ": ", parts, collapse = ", "), "}"))
  }
  if (is.na(value)) return("null")
  if (is.logical(value)) return(if (value) "true" else "false")
  if (is.numeric(value)) {
    if (is.infinite(value)) return(if (value > 0) '"Infinity"' else '"-Infinity"')
    return(format(value, digits = 17))
  }
  encodeString(as.character(value), quote = '"')
}
print_json <- function(...) cat(to_json(list(software = R.version.string, ...)), "\n", sep = "")
