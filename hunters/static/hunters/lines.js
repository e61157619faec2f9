// The lines of a sale: add one, empty one, fill in the list price. Without this module three lines are there and work.
const form = document.querySelector("form[data-lines]");
const list = form.querySelector("[data-lines-list]");
const total = form.querySelector("[name$='-TOTAL_FORMS']");
const template = form.querySelector("[data-lines-template]");

const lines = () => [...list.querySelectorAll("[data-line]")];
const field = (line, name) => line.querySelector(`[name$='-${name}']`);
const changed = () => form.dispatchEvent(new CustomEvent("lines:changed", { bubbles: true }));

function add() {
  const copy = document.createElement("div");
  copy.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
  const line = copy.firstElementChild;
  total.value = Number(total.value) + 1;
  list.append(line);
  show(line);
  field(line, "product").focus();
}

// A line that was removed stays in the form, empty and hidden: empty lines do not count, and no number is missing.
function remove(line) {
  field(line, "product").value = "";
  field(line, "quantity").value = field(line, "quantity").defaultValue || "1";
  field(line, "price").value = "";
  field(line, "discount").value = "";
  line.hidden = true;
  (lines().find((each) => !each.hidden) ? form.querySelector("[data-lines-add]") : null)?.focus();
  if (lines().every((each) => each.hidden)) add();
  changed();
}

function show(line) {
  line.querySelector("[data-line-remove]").hidden = false;
}

form.querySelector("[data-lines-add]").hidden = false;
lines().forEach(show);
// With the module one line is enough to begin with.
lines().slice(1).filter((line) => !field(line, "product").value && !line.querySelector(".is-invalid")).forEach((line) => { line.hidden = true; });

form.addEventListener("click", (event) => {
  if (event.target.closest("[data-lines-add]")) {
    const spare = lines().find((line) => line.hidden);
    if (!spare) return add();
    list.append(spare);
    spare.hidden = false;
    field(spare, "product").focus();
  }
  const trash = event.target.closest("[data-line-remove]");
  if (trash) remove(trash.closest("[data-line]"));
});

form.addEventListener("change", (event) => {
  if (!event.target.name?.endsWith("-product")) return;
  const line = event.target.closest("[data-line]");
  field(line, "price").value = event.target.selectedOptions[0]?.dataset.price || "";
  changed();
});
