// Findings by keyboard: m meets, d deficiency, j and k move, e writes what it rests on. Everything works without it.
const sections = () => [...document.querySelectorAll("[data-criterion]")];
const typing = (node) => node.matches?.("textarea, input:not([type=radio]):not([type=checkbox]), select");
const answered = (section) => section.querySelector("input[type=radio]:checked");

function current() {
  const all = sections();
  return document.activeElement?.closest("[data-criterion]")
    || all.find((one) => one.classList.contains("is-current"))
    || all.find((one) => !answered(one))
    || all[0];
}

function show(section) {
  for (const one of sections()) one.classList.toggle("is-current", one === section);
}

function goTo(section) {
  if (!section) return;
  show(section);
  (answered(section) || section.querySelector("input[type=radio]")).focus({ preventScroll: true });
  section.scrollIntoView({ block: "nearest" });
}

function find(section, value) {
  const radio = section?.querySelector(`input[type=radio][value="${value}"]`);
  if (!radio) return;
  radio.checked = true;
  goTo(section);
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

function press(key) {
  const here = current();
  const all = sections();
  if (key === "m") find(here, "meets");
  else if (key === "d") find(here, "deficiency");
  else if (key === "e") here?.querySelector("textarea")?.focus();
  else if (key === "j") goTo(all[Math.min(all.indexOf(here) + 1, all.length - 1)]);
  else if (key === "k") goTo(all[Math.max(all.indexOf(here) - 1, 0)]);
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (typing(event.target)) {
    if (event.key === "Escape") goTo(event.target.closest("[data-criterion]") || current());
    return;
  }
  if (sections().length && press(event.key.toLowerCase())) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const section = event.target.closest?.("[data-criterion]");
  if (section) show(section);
});
