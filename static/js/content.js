// Calls back once for the page and again for each fragment that htmx puts in.
export function onContent(callback) {
  callback(document);
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) callback(event.target);
  });
}
