// Dropping files on [data-file-drop] fills its file field, as choosing them would.
document.addEventListener("dragover", (event) => {
  const zone = event.target.closest("[data-file-drop]");
  if (!zone) return;
  event.preventDefault();
  zone.classList.add("is-over");
});

document.addEventListener("dragleave", (event) => {
  event.target.closest?.("[data-file-drop]")?.classList.remove("is-over");
});

document.addEventListener("drop", (event) => {
  const zone = event.target.closest("[data-file-drop]");
  if (!zone) return;
  event.preventDefault();
  zone.classList.remove("is-over");
  const field = zone.querySelector("input[type=file]");
  field.files = event.dataTransfer.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
});
