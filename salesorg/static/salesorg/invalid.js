// What was refused is in sight: the first field that is wrong has the focus, however long the page is.
const WRONG = ".is-invalid, .field-error, [data-slot-error]";

function show(root) {
  const wrong = [...(root.querySelectorAll?.(WRONG) || [])].find((one) => one.checkVisibility());
  if (!wrong) return;
  if (wrong.matches("input, select, textarea")) wrong.focus({ preventScroll: true });
  wrong.scrollIntoView({ block: "center" });
}

// Behind htmx's own scrolling, which comes after the settling.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.xhr?.status === 422) setTimeout(() => show(document), 0);
});
show(document);
