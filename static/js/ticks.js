// A box with data-tick-all ticks every named box of its list at once and follows them; data-print prints the page.
import { onContent } from "./content.js";

const boxes = () => [...document.querySelectorAll("input[type=checkbox][name=code]")];

function follow() {
  const all = boxes();
  const ticked = all.filter((box) => box.checked).length;
  for (const box of document.querySelectorAll("[data-tick-all]")) {
    box.checked = ticked > 0 && ticked === all.length;
    box.indeterminate = ticked > 0 && ticked < all.length;
  }
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.matches("[data-tick-all], [name=code]")) follow();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

onContent((root) => {
  for (const button of root.querySelectorAll("[data-print]")) button.hidden = false;
  follow();
});
