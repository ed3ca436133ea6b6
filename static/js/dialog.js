// Buttons with data-dialog-open="id" open that <dialog>; data-dialog-close closes the one around it.
import { onContent } from "./content.js";

onContent((root) => {
  for (const button of root.querySelectorAll("[data-dialog-open], [data-dialog-close]")) button.hidden = false;
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
  event.target.closest("[data-dialog-close]")?.closest("dialog")?.close();
});
