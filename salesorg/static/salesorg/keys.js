// A key clicks the button it belongs to: <button data-key="KeyN">. By event.code, so that any keyboard layout works.
const LABELS = { Slash: "/", Enter: "↵", Space: "␣", Escape: "Esc", ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };
const TYPES_WITHOUT_TYPING = new Set(["checkbox", "radio", "button", "submit", "reset", "range", "color", "file"]);
const help = document.getElementById("keys");

function isField(element) {
  if (!element) return false;
  if (element.matches("textarea, select") || element.isContentEditable) return true;
  return element.matches("input") && !TYPES_WITHOUT_TYPING.has(element.type);
}

// Behind an open dialog nothing may be pressed.
const scope = () => document.querySelector("dialog[open]") || document;
const usable = (element) => !element.disabled && element.getAttribute("aria-disabled") !== "true" && element.checkVisibility();
const keyed = () => [...scope().querySelectorAll("[data-key]")].filter(usable);

function label(code) {
  const bare = code.replace("Shift+", "");
  return (code.startsWith("Shift+") ? "⇧" : "") + (LABELS[bare] || bare.replace(/^(Key|Digit)/, ""));
}

function describe(element) {
  if (element.dataset.keyLabel) return element.dataset.keyLabel;
  if (element.ariaLabel) return element.ariaLabel;
  const named = element.matches("input, select, textarea") ? element.labels?.[0] : null;
  const copy = (named || element).cloneNode(true);
  copy.querySelectorAll("kbd, svg").forEach((part) => part.remove());
  return copy.textContent.trim() || element.placeholder || "";
}

function showHelp() {
  if (!help || help.open) return;
  const rows = keyed().map((element) => {
    const row = document.createElement("div");
    const [key, text] = [document.createElement("dt"), document.createElement("dd")];
    key.append(Object.assign(document.createElement("kbd"), { textContent: label(element.dataset.key) }));
    text.textContent = describe(element);
    row.append(key, text);
    return row;
  });
  help.querySelector("[data-keys-list]").replaceChildren(...rows);
  help.showModal();
}

function press(element) {
  if (isField(element)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

function inField(event) {
  if (event.key === "Escape") document.activeElement.blur();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    const form = document.activeElement.form;
    form?.requestSubmit(form.querySelector("[type=submit]:not([name])") || undefined);
  }
}

// A key pressed twice in haste was meant for what stood there before: when the main part has changed, keys rest a moment.
const REST = 800;
let restUntil = 0;
document.addEventListener("htmx:afterSwap", (event) => {
  // A refusal shows the same again: there is nothing to be pressed by mistake.
  if (event.target.matches("[data-keys-rest]") && event.detail.xhr?.status !== 422) restUntil = performance.now() + REST;
});

document.addEventListener("keydown", (event) => {
  if (isField(document.activeElement)) return inField(event);
  if (performance.now() < restUntil) return event.preventDefault();
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
  // On a Russian layout the question mark is Shift+7, on an English one Shift+Slash: both mean help.
  if (event.key === "?" || (event.shiftKey && event.code === "Slash")) {
    event.preventDefault();
    return showHelp();
  }
  const code = (event.shiftKey ? "Shift+" : "") + event.code;
  // What has the focus is pressed by Enter itself.
  if (code === "Enter" && document.activeElement.matches("a, button, summary")) return;
  const target = keyed().find((element) => element.dataset.key === code);
  if (!target) return;
  event.preventDefault();
  press(target);
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-keys-open]")) return;
  event.target.closest("details")?.removeAttribute("open");
  showHelp();
});
