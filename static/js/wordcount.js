// Keeps "120 of 300 words" true while one types. Counts what the server counts: runs of non-space.
import { onContent } from "./content.js";

export const words = (text) => (text.match(/\S+/g) || []).length;

function show(counter, field) {
  const max = Number(counter.dataset.max);
  const n = words(field.value);
  counter.dataset.state = n > max ? "over" : n > max * 0.9 ? "near" : "fine";
  counter.textContent = (n > max ? counter.dataset.over : counter.dataset.left)
    .replace("{n}", n).replace("{max}", max).replace("{over}", n - max);
}

onContent((root) => {
  for (const counter of root.querySelectorAll("[data-wordcount-for]")) {
    const field = document.getElementById(counter.dataset.wordcountFor);
    if (!field || counter.dataset.bound) continue;
    counter.dataset.bound = "yes";
    field.addEventListener("input", () => show(counter, field));
    field.addEventListener("blur", () => counter.setAttribute("aria-live", "off"));
    field.addEventListener("focus", () => counter.setAttribute("aria-live", "polite"));
    show(counter, field);
  }
});
