// Nothing typed is lost: a field with data-draft="key" is kept in this browser until the server has taken it.
//
// A draft goes away only on a sure sign: htmx reports success of its form, the next page brings a message of success,
// the server answers `HX-Trigger: {"draft:clear": {"key": ...}}`, the person signs out, or a week has passed.
const PREFIX = `draft:${document.body.dataset.person || "-"}:`;
const WEEK = 7 * 24 * 3600 * 1000;
const pending = `${PREFIX}sent`;
const keyOf = (field) => PREFIX + field.dataset.draft + (field.name ? `:${field.name}` : "");

function read(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    if (draft && Date.now() - draft.at < WEEK) return draft.text;
    localStorage.removeItem(key);
  } catch { /* no storage: the page works as any other */ }
  return null;
}

function keep(field) {
  try {
    if (field.value) localStorage.setItem(keyOf(field), JSON.stringify({ at: Date.now(), text: field.value }));
    else localStorage.removeItem(keyOf(field));
  } catch { /* full or forbidden */ }
}

const forget = (keys) => keys.forEach((key) => { try { localStorage.removeItem(key); } catch { /* nothing to forget */ } });
const fieldsOf = (root) => [...(root.querySelectorAll?.("[data-draft]") || [])].concat(root.matches?.("[data-draft]") ? [root] : []);

function restore(root) {
  for (const field of fieldsOf(root)) {
    const text = read(keyOf(field));
    if (text === null || field.value === text || (field.value && field.value !== field.defaultValue)) continue;
    // What the server sends back after a refusal is newer than what we kept.
    if (field.value && field.classList.contains("is-invalid")) continue;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function clearAfterSuccess() {
  try {
    const keys = JSON.parse(sessionStorage.getItem(pending) || "[]");
    if (keys.length && document.querySelector("[data-toast][data-level=success]")) forget(keys);
    sessionStorage.removeItem(pending);
  } catch { /* keep the drafts */ }
}

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-draft]")) keep(event.target);
});
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-draft-forget]")) {
    forget(Object.keys(localStorage).filter((key) => key.startsWith("draft:")));
    return;
  }
  if (event.defaultPrevented) return; // htmx sends it and will say how it went
  const keys = fieldsOf(event.target).map(keyOf);
  try { if (keys.length) sessionStorage.setItem(pending, JSON.stringify(keys)); } catch { /* as above */ }
});
document.addEventListener("htmx:beforeOnLoad", (event) => {
  // Before the swap or the redirect, while the form that was sent is still there.
  const status = event.detail.xhr.status;
  const form = event.detail.requestConfig?.elt?.closest("form");
  if (form && event.detail.requestConfig.verb !== "get" && status >= 200 && status < 300) forget(fieldsOf(form).map(keyOf));
});
document.addEventListener("htmx:responseError", (event) => {
  // Signed out in another tab, the drafts went with it; here the words still stand, and the page is about to be left.
  if ([401, 403].includes(event.detail.xhr.status)) fieldsOf(document).filter((field) => field.value).forEach(keep);
});
document.addEventListener("draft:clear", (event) => {
  const start = PREFIX + (event.detail.key ?? event.detail.value ?? "");
  forget(Object.keys(localStorage).filter((key) => key === start || key.startsWith(`${start}:`)));
});
document.addEventListener("htmx:load", (event) => restore(event.target));

clearAfterSuccess();
restore(document);
