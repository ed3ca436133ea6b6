// Marking by keyboard, scorecards and evaluations alike: a step of the scale by its last digit, and whatever carries
// data-mark-key by that key (x cannot judge, m meets, d deficiency; c or e goes to the text). j and k move, Escape
// leaves a text. n, p and ? are links and the dialog of the page (keyboard.js). Everything works without any of it.
const criteria = () => [...document.querySelectorAll("[data-criterion]")];
const typing = (node) => node.matches?.("textarea, input:not([type=radio]):not([type=checkbox]), select");
const answered = (criterion) => criterion.querySelector("input[type=radio]:checked");
const keyOf = (field) => field.dataset.markKey || field.value.slice(-1);

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

function mark(criterion, radio) {
  show(criterion);
  radio.checked = true;
  radio.focus({ preventScroll: true });
  criterion.scrollIntoView({ block: "nearest" });
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  radio.dispatchEvent(new Event("change", { bubbles: true }));
}

function press(key) {
  const here = current();
  const all = criteria();
  const field = [...here.querySelectorAll("input[type=radio], [data-mark-key]")].find((one) => keyOf(one) === key);
  if (field?.type === "radio") mark(here, field);
  else if (field) field.focus();
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
