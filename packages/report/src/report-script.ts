/**
 * Downloads without a network: the data stand in the page, the file is made when it is asked for. The only script of a report,
 * allowed by its hash.
 */
export const reportScript = `
"use strict";
const files = JSON.parse(document.getElementById("files").textContent);
const types = { csv: "text/csv", json: "application/json", svg: "image/svg+xml" };
const save = (name, text, ending) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: types[ending] + ";charset=utf-8" }));
  link.download = name + "." + ending;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-file]");
  if (button === null) return;
  const { file, ending } = button.dataset;
  const text = ending === "svg" ? document.getElementById("drawing-" + file).innerHTML : files[file][ending];
  save(file, text, ending);
});
`.trim();
