// A survey file goes up in pieces. The server says how much is there, so a lost connection costs one piece.
const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000];
const wait = (time) => new Promise((done) => setTimeout(done, time));

class Told extends Error {}

function panel(form) {
  const words = form.querySelector("[data-survey-words]");
  const bar = form.querySelector("progress");
  const problems = form.querySelector("[data-survey-problems]");
  return {
    show(received, size) {
      form.querySelector("[data-survey-progress]").hidden = false;
      bar.max = size;
      bar.value = received;
      words.textContent = `${words.dataset.sending}: ${inMegabytes(received)} ${words.dataset.of} ${inMegabytes(size)}`;
    },
    say: (name) => { words.textContent = words.dataset[name]; },
    refuse(text) {
      problems.textContent = text;
      problems.hidden = !text;
    },
  };
}

const inMegabytes = (bytes) => `${(bytes / 1048576).toFixed(1)} MB`;
const tokenOf = (form) => form.querySelector("[name=csrfmiddlewaretoken]").value;

async function ask(url, options) {
  const answer = await fetch(url, { credentials: "same-origin", ...options });
  // Another page instead of an answer: signed out meanwhile (the sign-in page speaks JSON too), or stopped on the way.
  if (answer.redirected || !answer.headers.get("Content-Type")?.includes("application/json")) {
    if (answer.status >= 500) throw new TypeError("not now");
    throw new Told();
  }
  return { status: answer.status, told: await answer.json() };
}

async function send(form, file, begun) {
  const view = panel(form);
  const headers = { Accept: "application/json", "X-CSRFToken": tokenOf(form), "Content-Type": "application/octet-stream" };
  let { received } = begun;
  let failures = 0;
  while (received < file.size) {
    view.show(received, file.size);
    try {
      const body = file.slice(received, received + begun.piece);
      const { status, told } = await ask(`${begun.pieces}?offset=${received}`, { method: "POST", headers, body });
      if (status === 413 || (status !== 200 && told.received === received)) throw new Told(told.problems.join(" "));
      received = told.received;
      failures = 0;
    } catch (error) {
      if (error instanceof Told) throw error;
      view.say("waiting");
      await wait(PAUSES[Math.min(failures++, PAUSES.length - 1)]);
      received = await ask(begun.pieces, { headers: { Accept: "application/json" } }).then(
        ({ told }) => told.received, () => received);
    }
  }
  view.show(file.size, file.size);
  view.say("done");
  location.assign(begun.page);
}

async function begin(form, file) {
  const fields = new FormData(form);
  fields.delete("file");
  fields.set("file_name", file.name);
  fields.set("size", file.size);
  fields.set("modified", file.lastModified);
  const { status, told } = await ask(form.action, { method: "POST", headers: { Accept: "application/json" }, body: fields });
  if (status !== 200) throw new Told(told.problems.join(" "));
  return told;
}

async function resume(form, file) {
  const { size, name, modified, pieces, other } = form.dataset;
  const sameAge = modified === "0" || String(file.lastModified) === modified;
  if (String(file.size) !== size || file.name !== name || !sameAge) throw new Told(other);
  return (await ask(pieces, { headers: { Accept: "application/json" } })).told;
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-survey-upload], [data-survey-resume]");
  const file = form?.querySelector("input[type=file]").files[0];
  if (!form || (!file && form.matches("[data-survey-upload]"))) return;
  event.preventDefault();
  if (!file) return;
  const button = form.querySelector("button[type=submit]");
  button.disabled = true;
  panel(form).refuse("");
  try {
    await send(form, file, await (form.matches("[data-survey-resume]") ? resume : begin)(form, file));
  } catch (error) {
    panel(form).refuse(error.message || form.querySelector("[data-survey-words]").dataset.lost);
    button.disabled = false;
  }
});
