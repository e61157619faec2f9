// The editor of a script: steps, answers and objections are added, moved and taken out here, faults are told at once,
// and what is typed is kept in this browser until it is saved. Without this module each button is a form post that does the
// same (script_commands.py); the rules of script_tree.py are told here while somebody types, and decided there.

const form = document.querySelector("[data-script-editor]");
const words = JSON.parse(document.getElementById("script-words").textContent);
const example = JSON.parse(document.getElementById("script-example").textContent);
const copy = form.querySelector("[data-copy]");
const steps = form.querySelector("[data-steps]");
const MOST = { step: 80, answer: 20, objection: 30 };
let numbers = 1000;

const $$ = (root, selector) => [...root.querySelectorAll(selector)];
const cards = () => [...steps.children];
const valueOf = (root, selector) => root.querySelector(selector).value.trim();
const say = (text) => { form.querySelector("[data-said]").textContent = text; };
const told = (kind, known) => words[kind].replace("%(title)s", known.title || known.number).replace("%(number)s", known.number);

// --- The form as a tree, and back ------------------------------------------------------------------------------------

function tree() {
  const known = cards().map((card) => ({
    code: card.dataset.step,
    title: valueOf(card, "[data-title]"),
    text: valueOf(card, "[data-text]"),
    answers: $$(card, "[data-row=answer]").map((row) => ({ text: valueOf(row, "[data-words]"), to: valueOf(row, "[data-to]") })),
  }));
  const objections = $$(form, "[data-row=objection]").map((row) => ({ title: valueOf(row, "[data-objection]"), text: valueOf(row, "[data-reply]") }));
  return { steps: known, objections };
}

// Clones a template with its placeholders filled in, in attributes only.
function made(kind, names) {
  const fragment = document.getElementById(`script-${kind}-template`).content.cloneNode(true);
  for (const element of fragment.querySelectorAll("*")) {
    for (const attribute of [...element.attributes]) {
      if (attribute.value.includes("__")) attribute.value = attribute.value.replace("__code__", names.code ?? "").replace("__n__", names.n ?? "");
    }
  }
  return fragment.firstElementChild;
}

function newStep(known = {}) {
  const taken = new Set(cards().map((card) => card.dataset.step));
  let number = 1;
  while (taken.has(`step${number}`)) number += 1;
  const card = made("step", { code: known.code || `step${number}` });
  card.querySelector("[data-title]").value = known.title || "";
  card.querySelector("[data-text]").value = known.text || "";
  for (const answer of known.answers || []) card.querySelector("[data-rows]").append(newAnswer(card.dataset.step, answer));
  return card;
}

function newAnswer(code, known = {}) {
  const row = made("answer", { code, n: (numbers += 1) });
  row.querySelector("[data-words]").value = known.text || "";
  aim(row.querySelector("[data-to]"), known.to || "");
  return row;
}

function newObjection(known = {}) {
  const row = made("objection", { n: (numbers += 1) });
  row.querySelector("[data-objection]").value = known.title || "";
  row.querySelector("[data-reply]").value = known.text || "";
  return row;
}

// Sets a select, also to a step that is not there (yet).
function aim(select, value) {
  if (![...select.options].some((option) => option.value === value)) {
    select.querySelector("[data-steps]").prepend(new Option(words.gone, value));
  }
  select.value = value;
}

function draw(known) {
  steps.replaceChildren(...known.steps.map(newStep));
  form.querySelector("[data-rows=objection]").replaceChildren(...known.objections.map(newObjection));
  refresh();
}

// --- What is told beside the steps -------------------------------------------------------------------------------------

function reached(known) {
  const [byCode, seen, waiting] = [new Map(known.map((step) => [step.code, step])), new Set(), [known[0]?.code]];
  while (waiting.length) {
    const code = waiting.pop();
    if (seen.has(code) || !byCode.has(code)) continue;
    seen.add(code);
    for (const answer of byCode.get(code).answers) if (answer.to.startsWith("step:")) waiting.push(answer.to.slice(5));
  }
  return seen;
}

// In braces, and none of the names that are filled in.
function unknownName(text) {
  return (text.match(/\{[^{}]*\}/g) || []).some((braces) => !/^\{(company|person|me|organisation)\}$/.test(braces));
}

function faultsOf(step, codes, seen) {
  const faults = [];
  if (!step.title) faults.push("no_title");
  if (!step.text) faults.push("no_text");
  if (step.answers.length > 10) faults.push("many_answers");
  if (step.answers.some((answer) => !answer.text && answer.to)) faults.push("no_words");
  if (step.answers.some((answer) => answer.to.startsWith("step:") && !codes.has(answer.to.slice(5)))) faults.push("broken");
  if ([step.title, step.text, ...step.answers.map((answer) => answer.text)].some(unknownName)) faults.push("name");
  if (!seen.has(step.code)) faults.push("unreachable");
  return faults;
}

function list(place, sentences) {
  place.replaceChildren(...sentences.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  place.hidden = !sentences.length;
}

function refresh() {
  const known = tree();
  const codes = new Set(known.steps.map((step) => step.code));
  const seen = reached(known.steps);
  let faults = 0;
  const outline = [];
  cards().forEach((card, place) => {
    const step = { ...known.steps[place], number: place + 1 };
    const kinds = faultsOf(step, codes, seen);
    faults += kinds.length;
    card.querySelector("[data-number]").textContent = step.number;
    list(card.querySelector("[data-faults]"), kinds.map((kind) => told(kind, step)));
    card.querySelector("[data-ends]").hidden = step.answers.length > 0;
    preview(card, step.text);
    outline.push(line(step, kinds));
  });
  for (const select of $$(steps, "[data-to]")) options(select, known.steps);
  form.querySelector("[data-outline]").replaceChildren(...outline);
  const halves = known.objections.some((one) => !one.title !== !one.text);
  const strange = known.objections.some((one) => unknownName(one.title) || unknownName(one.text));
  list(form.querySelector("[data-objection-faults]"), [...(halves ? [words.objection] : []), ...(strange ? [words.objection_name] : [])]);
  const over = known.steps.length < 1 || known.steps.length > 60;
  faults += halves + strange + over;
  form.querySelector("[data-summary]").textContent = over ? words.no_steps : faults ? `${words.faults} ${faults}` : words.no_faults;
  return known;
}

function line(step, kinds) {
  const item = document.createElement("li");
  const link = Object.assign(document.createElement("a"), { href: `#step-${step.code}`, textContent: step.title || "…" });
  item.append(link);
  if (kinds.length) {
    const mark = Object.assign(document.createElement("span"), { className: "badge bg-yellow-lt ms-2", textContent: kinds.length, title: told(kinds[0], step) });
    item.append(mark);
  }
  return item;
}

function options(select, known) {
  const group = select.querySelector("[data-steps]");
  const chosen = select.value;
  const wanted = known.map((step, place) => [`step:${step.code}`, `${place + 1}. ${step.title || "…"}`]);
  const there = wanted.some(([value]) => value === chosen);
  if (chosen.startsWith("step:") && !there) wanted.unshift([chosen, words.gone]);
  const last = group.lastElementChild;
  const now = [...group.children].slice(0, -1);
  if (now.length !== wanted.length || wanted.some(([value, label], place) => now[place].value !== value || now[place].textContent !== label)) {
    group.replaceChildren(...wanted.map(([value, label]) => new Option(label, value)), last);
    select.value = chosen;
  }
  select.classList.toggle("is-broken", chosen.startsWith("step:") && !there);
}

// With an example's names, each of them marked. Text only: nothing typed becomes markup.
function filled(place, text) {
  place.replaceChildren(...text.split(/(\{(?:company|person|me|organisation)\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part);
    return name && name[1] in example ? Object.assign(document.createElement("b"), { textContent: example[name[1]] }) : document.createTextNode(part);
  }));
}

function preview(card, text) {
  const place = card.querySelector("[data-preview]");
  place.hidden = !/\{(company|person|me|organisation)\}/.test(text);
  filled(place, text);
}

// --- Commands: the same names as the buttons send ------------------------------------------------------------------------

function move(element, how) {
  const other = how === "up" ? element.previousElementSibling : element.nextElementSibling;
  if (!other) return;
  if (how === "up") other.before(element);
  else other.after(element);
  say(words.moved.replace("%(number)s", [...element.parentElement.children].indexOf(element) + 1));
}

function remove(element) {
  const near = element.nextElementSibling || element.previousElementSibling;
  const add = element.closest(".card")?.querySelector("[value^='answer-add'], [value^='objection-add']") || form.querySelector("[value='step-add']");
  element.remove();
  (near?.querySelector("input:not([type=hidden])") || add).focus();
  say(words.removed);
}

function add(what, button) {
  const place = what === "step" ? steps : button.parentElement.querySelector(`[data-rows=${what}]`);
  if (place.children.length >= MOST[what]) return;
  const element = what === "step" ? newStep() : what === "answer" ? newAnswer(button.closest("[data-step]").dataset.step) : newObjection();
  place.append(element);
  element.querySelector("input:not([type=hidden])").focus();
}

function command(button) {
  const [what, how] = button.value.split(":")[0].split("-");
  const element = what === "step" ? button.closest("[data-step]") : button.closest("[data-row]");
  if (how === "add") add(what, button);
  else if (how === "remove") remove(element);
  else {
    move(element, how);
    button.focus();
  }
  changed();
}

// An answer that leads to a new step: the step comes right behind this one.
function leadToNew(select) {
  const card = newStep();
  select.closest("[data-step]").after(card);
  aim(select, `step:${card.dataset.step}`);
  card.querySelector("[data-title]").focus();
}

function insertName(button) {
  const field = button.closest("[data-step]").querySelector("[data-text]");
  field.focus();
  field.setRangeText(`{${button.dataset.name}}`, field.selectionStart, field.selectionEnd, "end");
  changed();
}

// --- Trying it out ---------------------------------------------------------------------------------------------------------

const stage = document.getElementById("script-try");
let path = [];

function showStage() {
  const { steps: known } = tree();
  const step = known.find((one) => one.code === path.at(-1));
  const body = stage.querySelector("[data-try-body]");
  body.replaceChildren();
  stage.querySelector("[data-try-back]").disabled = path.length < 2;
  if (!step) return;
  const title = Object.assign(document.createElement("h3"), { className: "text-secondary", textContent: step.title || "…" });
  const text = Object.assign(document.createElement("p"), { className: "fs-2 script-words" });
  filled(text, step.text);
  const answers = Object.assign(document.createElement("div"), { className: "btn-keys" });
  for (const answer of step.answers) answers.append(choice(answer));
  if (!step.answers.length) answers.textContent = words.ends;
  body.append(title, text, answers);
  answers.querySelector("button")?.focus();
}

function choice(answer) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: answer.text || "…" });
  button.addEventListener("click", () => {
    if (answer.to.startsWith("step:")) {
      path.push(answer.to.slice(5));
      showStage();
    } else {
      const end = Object.assign(document.createElement("p"), { className: "mt-3 mb-0", textContent: words.ends });
      const result = form.querySelector(`[data-to] option[value="${CSS.escape(answer.to)}"]`);
      if (answer.to && result) end.textContent = result.textContent;
      button.parentElement.replaceChildren(end);
    }
  });
  return button;
}

// --- Nothing typed is lost ---------------------------------------------------------------------------------------------------

// draft.js keeps the hidden field's value in this browser, per person, until the server says that it has taken it.
let atFirst = "";

function changed() {
  const now = JSON.stringify(refresh());
  copy.value = now === atFirst ? "" : JSON.stringify({ seen: form.dataset.seen, tree: now });
  copy.dispatchEvent(new Event("input", { bubbles: true }));
}

function offerKept(kept) {
  const note = form.querySelector("[data-kept]");
  note.hidden = false;
  note.addEventListener("click", (event) => {
    if (event.target.closest("[data-kept-use]")) {
      draw(JSON.parse(kept));
      say(words.restored);
    } else if (!event.target.closest("[data-kept-drop]")) return;
    note.hidden = true;
    changed();
  });
}

function begin() {
  const before = copy.value;
  atFirst = JSON.stringify(refresh());
  for (const names of $$(form, "[data-names]")) names.hidden = false;
  for (const template of document.querySelectorAll("template")) for (const names of $$(template.content, "[data-names]")) names.hidden = false;
  form.querySelector("[data-try]").hidden = false;
  const kept = before ? JSON.parse(before) : null;
  if (kept && kept.tree !== atFirst) {
    // Of this very draft: it stands here again at once. Of an older one: only if it is wanted.
    if (kept.seen === form.dataset.seen && !("typed" in form.dataset) && !form.dataset.opened) {
      atFirst = "";
      draw(JSON.parse(kept.tree));
      say(words.restored);
    } else offerKept(kept.tree);
  }
  // What came back from the server unsaved is kept as well.
  if ("typed" in form.dataset) atFirst = "";
  const opened = form.dataset.opened && document.getElementById(`step-${form.dataset.opened}`);
  if (opened) {
    opened.classList.add("is-shown");
    // Behind the browser's own jump to the step, which takes the focus away.
    addEventListener("load", () => $$(opened, "[data-words]").at(-1)?.focus());
  }
}

form.addEventListener("input", (event) => { if (event.target !== copy) changed(); });
form.addEventListener("change", (event) => {
  if (event.target.matches("[data-to]") && event.target.value === "new") {
    leadToNew(event.target);
    changed();
  }
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-script-editor] button, #script-try button");
  if (!button) return;
  if (button.name === "do") {
    event.preventDefault();
    command(button);
  } else if (button.dataset.name) insertName(button);
  else if ("try" in button.dataset) {
    path = [steps.firstElementChild?.dataset.step];
    showStage();
    stage.showModal();
  } else if ("tryAgain" in button.dataset) {
    path = path.slice(0, 1);
    showStage();
  } else if ("tryBack" in button.dataset) {
    path = path.slice(0, -1);
    showStage();
  }
});
begin();
