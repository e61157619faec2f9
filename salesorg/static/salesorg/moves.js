// The proposal of /handoffs/moves/: what is unticked does not weigh. Without this module «Count again» asks the server.
const MINUS = "\u2212";
const language = document.documentElement.lang;
const written = (number, places) =>
  Math.abs(number).toLocaleString(language, { minimumFractionDigits: places, maximumFractionDigits: places });
const signed = (number) => (number > 0 ? "+" : number < 0 ? MINUS : "") + written(number, 0);

function show(row, clients, points) {
  const after = Number(row.dataset.load) + points;
  row.querySelector("[data-moves-count]").textContent = signed(clients);
  row.querySelector("[data-moves-after]").textContent = (after < 0 ? MINUS : "") + written(after, 1);
  row.querySelector("[data-moves-full]").hidden = after < Number(row.dataset.capacity);
}

function recount(form) {
  const boxes = [...form.querySelectorAll("[data-moves-to]")];
  const ticked = boxes.filter((box) => box.checked);
  const points = (of) => of.reduce((sum, box) => sum + Number(box.dataset.movesWeight), 0);
  for (const row of document.querySelectorAll("[data-moves-taker]")) {
    const taken = ticked.filter((box) => box.dataset.movesTo === row.dataset.movesTaker);
    show(row, taken.length, points(taken));
  }
  for (const row of document.querySelectorAll("[data-moves-giver]")) show(row, -ticked.length, -points(ticked));
  form.querySelector("[data-moves-total]").textContent = written(ticked.length, 0);
  form.querySelector("[data-moves-send]").disabled = !ticked.length;
  const all = form.querySelector("[data-moves-all]");
  all.checked = ticked.length === boxes.length;
  all.indeterminate = ticked.length > 0 && ticked.length < boxes.length;
}

const form = document.querySelector("[data-moves]");
if (form?.querySelector("[data-moves-all]")) {
  form.querySelector("[data-moves-script]").hidden = false;
  form.querySelector("[data-moves-recount]").hidden = true;
  form.addEventListener("change", ({ target }) => {
    if (target.matches("[data-moves-all]"))
      for (const box of form.querySelectorAll("[data-moves-to]")) box.checked = target.checked;
    if (target.matches("[data-moves-all], [data-moves-to]")) recount(form);
  });
  recount(form);
}
