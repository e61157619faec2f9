// Short messages: Django's own (already in the page), `HX-Trigger: {"toast": {"text", "level"}}`, and failed requests.
const area = document.getElementById("toasts");
const template = document.getElementById("toast-template");
const STAY = { success: 5000, info: 6000, error: 15000, danger: 15000, warning: 15000 };

function dismissLater(note) {
  // A refusal stays long enough to be read, and not over what is done next.
  const after = STAY[note.dataset.level];
  if (after) setTimeout(() => (note.matches(":hover, :focus-within") ? dismissLater(note) : note.remove()), after);
}

export function toast(text, level = "info") {
  if (!area || !text) return;
  const note = template.content.firstElementChild.cloneNode(true);
  note.dataset.level = level;
  note.querySelector("[data-toast-text]").textContent = text;
  area.append(note);
  while (area.children.length > 4) area.firstElementChild.remove();
  dismissLater(note);
}

function failed(event) {
  const { xhr, elt } = event.detail;
  if (elt.closest("[data-live]")) return; // live.js shows that the part is stale
  if ([401, 403].includes(xhr.status) && elt.closest("form[data-resend]")) return; // the form says what to do
  const texts = area.dataset;
  if (xhr.status === 401) return toast(texts.textSignedOut, "danger");
  if (xhr.status === 403) return toast(texts.textForbidden, "danger");
  if (xhr.status === 404) return toast(texts.textGone, "warning");
  toast(texts.textError, "danger");
}

if (area) {
  for (const note of area.querySelectorAll("[data-toast]")) dismissLater(note);
  area.addEventListener("click", (event) => {
    if (event.target.closest("[data-toast-close]")) event.target.closest("[data-toast]").remove();
  });
  document.addEventListener("toast", (event) => {
    const detail = event.detail || {};
    toast(detail.text ?? detail.value, detail.level);
  });
  document.addEventListener("htmx:responseError", failed);
}
