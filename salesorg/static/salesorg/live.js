// <div id="wallboard" data-live="10" hx-get="/…" hx-trigger="live" hx-swap="outerHTML">: asked for again every 10 s with
// its ETag (304 costs nothing), not while the page is hidden, a dialog is open or somebody types inside it.
const etags = new Map(); // by address: a swapped element is a new one
const asked = new WeakMap();
const fresh = new Map(); // by id: when it was last known to be true

// The reader's time zone is the one of the profile, not the computer's: the page's own hour carries it.
const [, sign, hours, minutes] = document.documentElement.dataset.now?.match(/([+-])(\d\d):?(\d\d)$/) ?? ["", "+", "0", "0"];
const offset = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
const hourOf = (at) =>
  new Date(at + offset).toLocaleTimeString(document.documentElement.lang, { hourCycle: "h23", timeZone: "UTC" });

const addressOf = (element) => element.getAttribute("hx-get");
const inUse = (element) => element.contains(document.activeElement) && document.activeElement.matches("input, select, textarea");

function due(element, now) {
  if (!asked.has(element)) asked.set(element, now);
  return now - asked.get(element) >= Number(element.dataset.live) * 1000 - 500; // the tick is a second long
}

function ask(element) {
  asked.set(element, Date.now());
  window.htmx?.trigger(element, "live");
}

function stampOf(element) {
  return element.id && document.querySelector(`[data-live-stamp="${CSS.escape(element.id)}"]`);
}

function showAge(element) {
  if (!element.id) return;
  if (!fresh.has(element.id)) fresh.set(element.id, Date.now());
  const at = fresh.get(element.id);
  const stale = Date.now() - at > Number(element.dataset.live) * 3000;
  element.classList.toggle("is-stale", stale);
  const stamp = stampOf(element);
  if (!stamp) return;
  const text = `${stale ? stamp.dataset.textStale : stamp.dataset.textFresh} ${hourOf(at)}`;
  if (stamp.textContent !== text) stamp.textContent = text;
  stamp.classList.toggle("is-stale", stale);
}

function tick() {
  if (document.hidden) return;
  const waiting = document.querySelector("dialog[open]") || !navigator.onLine;
  for (const element of document.querySelectorAll("[data-live]")) {
    if (!waiting && !inUse(element) && due(element, Date.now())) ask(element);
    showAge(element);
  }
}

document.addEventListener("htmx:configRequest", (event) => {
  const tag = event.target.matches?.("[data-live]") && etags.get(addressOf(event.target));
  if (tag) event.detail.headers["If-None-Match"] = tag;
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { elt, xhr } = event.detail;
  if (!elt.matches?.("[data-live]") || xhr.status >= 400) return;
  if (xhr.status === 200) etags.set(addressOf(elt), xhr.getResponseHeader("ETag"));
  if (elt.id) fresh.set(elt.id, Date.now());
});
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  // Back after a while: at once, not in ten seconds.
  for (const element of document.querySelectorAll("[data-live]")) if (due(element, Date.now())) ask(element);
  tick();
});

tick();
setInterval(tick, 1000);
