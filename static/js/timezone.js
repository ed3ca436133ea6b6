// Tells the server the reader's zone (cookie `tz`) and fills reader times that it could not know yet.
import { onContent } from "./content.js";

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const secure = location.protocol === "https:" ? "; Secure" : "";
if (zone) document.cookie = `tz=${zone}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;

const form = new Intl.DateTimeFormat(document.documentElement.lang || "en", {
  month: "short", day: "numeric", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short",
});

onContent((root) => {
  for (const place of root.querySelectorAll("[data-reader-time]")) {
    if (place.textContent.trim() || place.dataset.known) continue;
    const instant = new Date(place.dataset.readerTime);
    const offset = /([+-])(\d\d):(\d\d)$/.exec(place.dataset.readerTime);
    const programMinutes = offset ? (offset[1] === "-" ? -1 : 1) * (offset[2] * 60 + Number(offset[3])) : 0;
    if (programMinutes === -instant.getTimezoneOffset()) continue;
    place.textContent = `${place.dataset.words} ${form.format(instant)}`;
  }
});
