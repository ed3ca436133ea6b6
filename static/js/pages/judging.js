// Marking by keyboard: digits mark the current criterion, j and k move, x cannot judge, c comments.
// n, p and ? are links and the dialog of the page (keyboard.js). Everything works without any of it.
const criteria = () => [...document.querySelectorAll("[data-criterion]")];
const typing = (node) => node.matches?.("textarea, input:not([type=radio]):not([type=checkbox]), select");
const answered = (criterion) => criterion.querySelector("input[type=radio]:checked");

function current() {
  const all = criteria();
  return document.activeElement?.closest("[data-criterion]")
    || all.find((one) => one.classList.contains("is-current"))
    || all.find((one) => !answered(one))
    || all[0];
}

function show(criterion) {
  for (const one of criteria()) one.classList.toggle("is-current", one === criterion);
}

function goTo(criterion) {
  if (!criterion) return;
  show(criterion);
  (answered(criterion) || criterion.querySelector("input[type=radio]")).focus({ preventScroll: true });
  criterion.scrollIntoView({ block: "nearest" });
}

function mark(criterion, value) {
  const radio = criterion?.querySelector(`input[type=radio][value="${value}"]`);
  if (!radio) return false;
  show(criterion);
  radio.checked = true;
  radio.focus({ preventScroll: true });
  criterion.scrollIntoView({ block: "nearest" });
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  return true;
}

const startsAtZero = (criterion) => criterion?.querySelector('input[type=radio][value="0"]');
const digit = (criterion, key) => (key === "0" && !startsAtZero(criterion) ? "10" : key);

function press(key) {
  const here = current();
  const all = criteria();
  if (/^[0-9]$/.test(key)) return mark(here, digit(here, key));
  if (key === "x") return mark(here, "cannot");
  if (key === "c") here?.querySelector("textarea")?.focus();
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
  if (criteria().length && press(event.key.toLowerCase())) event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const criterion = event.target.closest?.("[data-criterion]");
  if (criterion) show(criterion);
});
