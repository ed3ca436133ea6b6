// Autosave says what it does. htmx sends the field (hx-post, hx-trigger="input changed delay:800ms, blur changed");
// this module keeps the indicator of [data-autosave] true, tries again after a while and when the network is back,
// and warns before the page is left with something unsaved. A 409 answer means: changed elsewhere, both texts are shown.
const scopeOf = (node) => node.closest?.("[data-autosave]");
const pending = new WeakMap();
const failed = new Set();
const RETRY_AFTER = 5000;
const counters = (scope) => pending.get(scope) || pending.set(scope, { dirty: new Set(), running: 0 }).get(scope);

function say(scope, state, words) {
  for (const indicator of scope.querySelectorAll("[data-autosave-indicator]")) {
    indicator.dataset.state = state === "conflict" ? "failed" : state;
    indicator.textContent = words || indicator.dataset[state] || "";
  }
}

document.addEventListener("input", (event) => {
  const scope = scopeOf(event.target);
  if (!scope || !event.target.name) return;
  counters(scope).dirty.add(event.target);
  say(scope, "dirty");
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const scope = scopeOf(event.detail.elt);
  if (!scope || event.detail.requestConfig.verb === "get") return;
  const state = counters(scope);
  const sent = [...state.dirty].filter((field) => event.detail.elt.contains(field));
  event.detail.xhr.savedFields = sent.length ? sent : [...state.dirty];
  for (const field of event.detail.xhr.savedFields) state.dirty.delete(field);
  state.running += 1;
  say(scope, "saving");
});

document.addEventListener("htmx:afterRequest", (event) => {
  const scope = scopeOf(event.detail.elt);
  if (!scope || event.detail.requestConfig.verb === "get") return;
  const state = counters(scope);
  state.running = Math.max(0, state.running - 1);
  const status = event.detail.xhr.status;
  if (status === 409) return say(scope, "conflict");
  if (!event.detail.successful || status === 422) {
    for (const field of event.detail.xhr.savedFields || []) state.dirty.add(field);
    failed.add(event.detail.elt);
    if (status >= 500) setTimeout(retry, RETRY_AFTER, event.detail.elt);
    return say(scope, "failed");
  }
  failed.delete(event.detail.elt);
  if (state.running || state.dirty.size) return undefined;
  const saved = scope.querySelector("[data-autosave-indicator]")?.dataset.saved || "";
  const time = new Date().toLocaleTimeString(document.documentElement.lang || [], { hour: "numeric", minute: "2-digit" });
  return say(scope, "saved", `${saved} ${time}`);
});

function retry(element) {
  if (failed.has(element) && element.isConnected) window.htmx.trigger(element, "retry");
}

window.addEventListener("online", () => [...failed].forEach(retry));

window.addEventListener("beforeunload", (event) => {
  for (const scope of document.querySelectorAll("[data-autosave]")) {
    const state = counters(scope);
    if ((state.dirty.size || state.running) && !scope.dataset.leaving) event.preventDefault();
  }
});

document.addEventListener("submit", (event) => {
  const scope = scopeOf(event.target);
  if (scope && !event.defaultPrevented) scope.dataset.leaving = "yes";
});
