// Keys for lists and forms. An element with data-key="n" is pressed or focused by that key when no field has
// the focus; "?" opens the dialog with id "keys" where a page has one.
const typing = (node) => node.matches?.("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "?" && document.getElementById("keys")) {
    document.getElementById("keys").showModal?.();
    return;
  }
  if (!/^[a-z0-9]$/i.test(event.key)) return;
  const target = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("a, button")) target.click();
  else target.focus();
});
