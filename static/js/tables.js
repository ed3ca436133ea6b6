// Tables in an entry form: one more row at the end, where scripts run. Without them there are blank rows already.
import { onContent } from "./content.js";

const fieldsOf = (node) => [...node.querySelectorAll("input, select, textarea")];
const rowsOf = (table) => table.querySelectorAll("[data-row]");
const isFull = (table) => rowsOf(table).length >= Number(table.dataset.most);

function addRow(table) {
  const last = [...rowsOf(table)].pop();
  const place = rowsOf(table).length;
  const row = last.cloneNode(true);
  row.dataset.row = String(place);
  row.querySelector("th").textContent = String(place + 1);
  for (const field of fieldsOf(row)) {
    field.name = field.name.replace(/\.\d+\./, `.${place}.`);
    field.setAttribute("aria-label", field.getAttribute("aria-label").replace(String(place), String(place + 1)));
    if (field.type === "checkbox") field.checked = false;
    else field.value = "";
  }
  last.after(row);
  return row;
}

// What stands in a table, as one text: the filled cells by name, so that blank rows make no difference.
export function cellsOf(table) {
  const filled = fieldsOf(table).filter((field) => (field.type === "checkbox" ? field.checked : field.value));
  return filled.length ? JSON.stringify(filled.map((field) => [field.name, field.value])) : "";
}

export function fillTable(table, text) {
  const cells = new Map(text ? JSON.parse(text) : []);
  const places = [...cells.keys()].map((name) => Number(/\.(\d+)\./.exec(name)?.[1] || 0));
  while (rowsOf(table).length <= Math.max(-1, ...places) && !isFull(table)) addRow(table);
  for (const field of fieldsOf(table)) {
    if (field.type === "checkbox") field.checked = cells.has(field.name);
    else field.value = cells.get(field.name) || "";
  }
}

onContent((root) => {
  for (const button of root.querySelectorAll("[data-add-row]")) button.hidden = isFull(button.closest("[data-table]"));
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-add-row]");
  if (!button) return;
  const table = button.closest("[data-table]");
  if (!isFull(table)) fieldsOf(addRow(table))[0].focus();
  button.hidden = isFull(table);
});
