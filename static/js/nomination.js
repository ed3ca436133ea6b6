// The entry form beyond htmx: what is typed stays on this device until the server has it. A lost session
// keeps the text and says so; after signing in again it comes back and is saved on top of the version that
// it was written on, so a colleague's newer text is never overwritten.
import { cellsOf, fillTable } from "./tables.js";

const form = document.getElementById("entry");
const code = form?.dataset.nomination;
const prefix = `nomination:${code}:`;

const slugOf = (field) => field.dataset.table || field.name.replace(/^(q|mine)-/, "");
const versionOf = (slug) => document.getElementById(`v-${slug}`);
const valueOf = (field) => {
  if (field.dataset.table) return cellsOf(field);
  if (field.type === "checkbox") return field.checked ? field.value : "";
  if (field.type === "radio") return form.querySelector(`input[name="${CSS.escape(field.name)}"]:checked`)?.value || "";
  return field.value;
};

function keep(field) {
  const slug = slugOf(field);
  const draft = { value: valueOf(field), version: versionOf(slug)?.value || "0", at: Date.now() };
  try {
    localStorage.setItem(prefix + slug, JSON.stringify(draft));
  } catch {
    // A full or forbidden store takes nothing away from saving on the server.
  }
}

function kept(slug) {
  try {
    return JSON.parse(localStorage.getItem(prefix + slug) || "null");
  } catch {
    return null;
  }
}

function forget(slug, value) {
  const draft = kept(slug);
  if (draft && (value === undefined || draft.value === value)) localStorage.removeItem(prefix + slug);
}

function put(field, value) {
  if (field.dataset.table) fillTable(field, value);
  else if (field.type === "checkbox") field.checked = value !== "";
  else if (field.type === "radio") {
    for (const one of form.querySelectorAll(`input[name="${CSS.escape(field.name)}"]`)) one.checked = one.value === value;
  } else field.value = value;
}

// What an earlier visit typed and the server never got comes back, and is sent at once.
function restore() {
  let found = 0;
  const seen = new Set();
  for (const field of form.querySelectorAll("[data-answer]")) {
    const slug = slugOf(field);
    const draft = seen.has(slug) ? null : kept(slug);
    seen.add(slug);
    if (!draft) continue;
    if (draft.value === valueOf(field)) {
      forget(slug);
      continue;
    }
    put(field, draft.value);
    versionOf(slug).value = draft.version;
    found += 1;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    window.htmx.trigger(field, "retry");
  }
  document.getElementById("restored").hidden = found === 0;
}

function signedOut() {
  const note = document.getElementById("signed-out");
  form.dataset.leaving = "yes";
  if (!note.hidden) return;
  note.hidden = false;
  note.scrollIntoView({ block: "nearest" });
}

// A busy or restarting server is asked again after a while, with what stands in the field by then.
function again(field) {
  setTimeout(() => field.isConnected && window.htmx.trigger(field, "retry"), 4000 + 2000 * Math.random());
}

function start() {
  form.addEventListener("input", (event) => {
    const answer = event.target.closest("[data-answer]");
    if (answer) keep(answer);
  });

  form.addEventListener("htmx:beforeRequest", (event) => {
    const field = event.detail.elt;
    if (!field.matches("[data-answer]")) return;
    event.detail.xhr.sentValue = valueOf(field);
    event.detail.xhr.sentSlug = slugOf(field);
    const status = document.getElementById(`status-${slugOf(field)}`);
    if (status && !status.querySelector(".autosave[data-state=saving]")) {
      const words = form.querySelector("[data-autosave-indicator]").dataset.saving;
      status.replaceChildren(Object.assign(document.createElement("span"), { className: "autosave", textContent: words }));
      status.firstChild.dataset.state = "saving";
    }
  });

  // A conflict replaces the field by both texts: what was typed since it was sent goes along.
  form.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status !== 409 || !xhr.sentSlug) return;
    const field = form.elements[`q-${xhr.sentSlug}`];
    if (field?.value !== undefined) xhr.typedSince = field.value;
  });

  form.addEventListener("htmx:afterRequest", (event) => {
    const { xhr, elt } = event.detail;
    if (xhr.status === 401 || xhr.status === 403) signedOut();
    const slug = xhr.sentSlug;
    if (!slug) return;
    if (xhr.status === 409) {
      const mine = document.getElementById(`mine-${slug}`);
      if (mine && xhr.typedSince !== undefined) mine.value = xhr.typedSince;
      document.getElementById(`conflict-${slug}`)?.focus();
      forget(slug);
    } else if (event.detail.successful && xhr.status !== 422) {
      forget(slug, xhr.sentValue);
    } else if (xhr.status !== 422) {
      const status = document.getElementById(`status-${slug}`);
      if (status && elt.isConnected) {
        status.replaceChildren(
          Object.assign(document.createElement("span"), { className: "autosave", textContent: form.dataset.kept }),
        );
        status.firstChild.dataset.state = "failed";
      }
      if (xhr.status === 429 || xhr.status >= 500) again(elt);
    }
  });

  form.addEventListener("htmx:xhr:progress", (event) => {
    if (event.target.type !== "file" || !event.detail.lengthComputable) return;
    const bar = event.target.closest(".file-drop")?.querySelector("progress");
    if (!bar) return;
    bar.hidden = false;
    bar.value = (100 * event.detail.loaded) / event.detail.total;
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      const field = document.activeElement?.closest("[data-answer]");
      if (field) window.htmx.trigger(field, "change");
    }
  });

  // htmx says "load" for the body once it listens to the fields; before that a save would go unheard.
  document.body.addEventListener("htmx:load", restore, { once: true });
}

if (form) start();
