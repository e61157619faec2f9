// The grid of free times: one radio group that the arrow keys walk as a grid, and the sentence that confirms the choice.
// Without this module it is a radio group all the same.

const shown = (input) => input.nextElementSibling?.checkVisibility();
const inputs = (root) => [...root.querySelectorAll("input[name=slot]")].filter(shown);

function neighbour(from, key) {
  const day = from.closest("[data-slot-day]");
  if (key === "ArrowUp" || key === "ArrowDown") {
    const column = inputs(day);
    return column[column.indexOf(from) + (key === "ArrowDown" ? 1 : -1)];
  }
  const days = [...from.closest("[data-slots]").querySelectorAll("[data-slot-day]")].filter((one) => inputs(one).length);
  const beside = days[days.indexOf(day) + (key === "ArrowRight" ? 1 : -1)];
  const far = (input) => Math.abs(input.dataset.row - from.dataset.row);
  return beside && inputs(beside).sort((one, other) => far(one) - far(other))[0];
}

function say(root) {
  for (const said of root.querySelectorAll("[data-slot-said]")) {
    const chosen = said.closest("fieldset").querySelector("input[name=slot]:checked");
    said.hidden = !chosen;
    if (!chosen) continue;
    const { hunter, day, there: time, here } = chosen.dataset;
    const names = { hunter, day, time, here };
    said.textContent = said.dataset[here ? "textHere" : "text"].replace(/\{(\w+)\}/g, (_, name) => names[name] ?? "");
  }
}

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-slots] input[name=slot]") || !event.key.startsWith("Arrow")) return;
  event.preventDefault();
  const next = neighbour(event.target, event.key);
  if (!next) return;
  next.focus();
  next.checked = true;
  next.dispatchEvent(new Event("change", { bubbles: true }));
});
document.addEventListener("change", (event) => {
  if (!event.target.matches?.("input[name=slot]")) return;
  say(document);
  for (const error of event.target.closest("#slots")?.querySelectorAll("[data-slot-error]") ?? []) error.remove();
  // On a narrow screen the day of the chosen time is the one in sight.
  const day = event.target.closest("[data-slot-day]");
  const tab = day.closest(".slot-grid").querySelectorAll(".slot-tabs input")[[...day.parentElement.children].indexOf(day)];
  if (tab) tab.checked = true;
});
// The sentence stands below what htmx has just brought.
document.addEventListener("htmx:load", () => say(document));
say(document);
