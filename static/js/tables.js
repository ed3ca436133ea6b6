// Tables in an entry form: one more row at the end, where scripts run. Without them there are blank rows already.
for (const table of document.querySelectorAll("[data-table]")) {
  const button = table.querySelector("[data-add-row]");
  if (!button) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    const rows = table.querySelectorAll("[data-row]");
    const last = rows[rows.length - 1];
    const place = rows.length;
    if (place >= Number(table.dataset.most)) return;
    const row = last.cloneNode(true);
    row.dataset.row = String(place);
    row.querySelector("th").textContent = String(place + 1);
    for (const field of row.querySelectorAll("input, select")) {
      field.name = field.name.replace(/\.\d+\./, `.${place}.`);
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace(String(place), String(place + 1)));
      if (field.type === "checkbox") field.checked = false;
      else field.value = "";
    }
    last.after(row);
    row.querySelector("input, select").focus();
    button.hidden = place + 1 >= Number(table.dataset.most);
  });
}
