// Reviewing by keyboard: a frame stands round one criterion, 1 2 3 mark it and move on, arrows move and change; the score is counted along.
// Without this module the form is a plain one. The keys 1 2 3 are pressed by keys.js, like every key.
const form = document.querySelector("[data-review]");
const rows = form ? [...form.querySelectorAll("[data-mark]")] : [];
let byArrow = false;

const radiosOf = (row) => [...row.querySelectorAll("input[type=radio]")];
const chosen = (row) => row.querySelector("input:checked");
const current = () => rows.find((row) => row.classList.contains("is-current"));

function stand(row, { focus = true } = {}) {
  for (const one of rows) {
    const here = one === row;
    one.classList.toggle("is-current", here);
    for (const radio of radiosOf(one)) {
      if (here) radio.dataset.key = `Digit${radio.dataset.digit}`;
      else delete radio.dataset.key;
    }
  }
  if (!row) return;
  if (focus) (chosen(row) || radiosOf(row)[0]).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function score() {
  let [points, whole, done, failed] = [0, 0, 0, false];
  for (const row of rows) {
    const weight = Number(row.dataset.weight);
    const mark = chosen(row);
    whole += weight;
    if (!mark) continue;
    done += 1;
    points += weight * Number(mark.value);
    failed ||= "fail" in row.dataset && mark.value === "0";
  }
  const shown = form.querySelector("[data-review-score]");
  shown.hidden = false;
  shown.classList.toggle("is-failed", failed);
  // As in review_score.py: half up, in whole numbers.
  const value = failed ? 0 : Math.floor((100 * points + whole) / (2 * whole));
  shown.querySelector("[data-review-value]").textContent = whole && (failed || done === rows.length) ? String(value) : "—";
  shown.querySelector("[data-review-done]").textContent = `${done} / ${rows.length}`;
}

function afterMark(row) {
  const place = rows.indexOf(row);
  const open = rows.find((one, other) => other > place && !chosen(one)) || rows.find((one) => !chosen(one));
  const next = rows[place + 1];
  // To the next one still open; when all are marked, down the list, and from its end to the button that saves.
  if (open) return stand(open);
  if (next) return stand(next);
  stand(null);
  form.querySelector("[type=submit]:not([name])").focus();
}

// Said in words and at the first open one: the browser's own bubble would point at a button that cannot be seen.
function refuseOpen(event) {
  const open = rows.filter((row) => !chosen(row));
  showOpen(open.length);
  if (!open.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  stand(open[0]);
}

function showOpen(count) {
  const told = form.querySelector("[data-review-open]");
  told.hidden = !count;
  told.textContent = count ? told.dataset.text.replace("{n}", count) : "";
}

function change(row, step) {
  const radios = radiosOf(row);
  const at = radios.indexOf(chosen(row));
  const next = radios[Math.min(radios.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  byArrow = true;
  next.focus({ preventScroll: true });
  next.click();
  byArrow = false;
}

const ARROWS = {
  // From the button that saves back to the last one.
  ArrowUp: () => stand(current() ? rows[Math.max(0, rows.indexOf(current()) - 1)] : rows.at(-1)),
  ArrowDown: () => stand(rows[Math.min(rows.length - 1, rows.indexOf(current()) + 1)]),
  ArrowLeft: () => current() && change(current(), -1),
  ArrowRight: () => current() && change(current(), 1),
};

function onKey(event) {
  const field = document.activeElement;
  const elsewhere = field?.matches("textarea, select, audio, input:not([type=radio])") || document.querySelector("dialog[open]");
  if (elsewhere || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !ARROWS[event.code]) return;
  event.preventDefault();
  ARROWS[event.code]();
}

if (rows.length) {
  document.addEventListener("keydown", onKey);
  form.noValidate = true;
  // Before every other listener: what is not sent is neither locked nor forgotten as a draft.
  document.addEventListener("submit", (event) => event.target === form && refuseOpen(event), { capture: true });
  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-mark]");
    if (!row) return;
    score();
    if (!form.querySelector("[data-review-open]").hidden) showOpen(rows.filter((one) => !chosen(one)).length);
    if (!byArrow) afterMark(row);
  });
  // The same mark again is no change, and yet the key means: done with this one.
  form.addEventListener("click", (event) => {
    const radio = event.target.closest("input[type=radio]");
    const row = radio?.closest("[data-mark]");
    if (row && !byArrow && row.dataset.was === radio.value) afterMark(row);
    if (row) row.dataset.was = radio.value;
  });
  form.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-mark]");
    if (row && row !== current()) stand(row, { focus: false });
  });
  for (const row of rows) if (chosen(row)) row.dataset.was = chosen(row).value;
  form.querySelector("[data-review-hint]").hidden = false;
  score();
  stand(rows.find((row) => !chosen(row)) || rows[0], { focus: false });
  window.scrollTo(0, 0);
}
