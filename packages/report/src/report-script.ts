/**
 * Downloads without a network, and the chapter in view marked in the contents: the data stand in the page, the file is made when it
 * is asked for. The only script of a report, allowed by its hash; a page without it reads the same.
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
const font = /@font-face\\{[^}]*\\}/.exec(document.querySelector("style").textContent);
const drawing = (file) => {
  const svg = document.getElementById("drawing-" + file).innerHTML;
  return font === null ? svg : svg.replace(/^<svg [^>]*>/, (start) => start + "<style>" + font[0] + "</style>");
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-file]");
  if (button === null) return;
  const { file, ending } = button.dataset;
  save(file, ending === "svg" ? drawing(file) : files[file][ending], ending);
});
const list = document.querySelector("nav ol");
const links = new Map([...list.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
const inView = new Set();
const mark = () => {
  const [current] = [...links.keys()].filter((id) => inView.has(id));
  for (const [id, link] of links) {
    if (id !== current) link.removeAttribute("aria-current");
    else if (!link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "location");
      const [own, box] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
      list.scrollBy(own.left < box.left || own.right > box.right ? own.left - box.left - 16 : 0, own.top < box.top || own.bottom > box.bottom ? own.top - box.top - 16 : 0);
    }
  }
};
const observer = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) inView.add(target.id);
    else inView.delete(target.id);
  }
  mark();
}, { rootMargin: "-15% 0px -60% 0px" });
for (const id of links.keys()) {
  const section = document.getElementById(id);
  if (section !== null) observer.observe(section);
}
`.trim();
