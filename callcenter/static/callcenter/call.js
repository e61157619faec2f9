// The call screen: the script opens branch by branch, the dialled number is remembered, a panel can be closed again.
// Without this module every step of the script is there, one below the other.

function showPath(script) {
  const steps = new Map([...script.querySelectorAll("[data-step]")].map((step) => [step.dataset.step, step]));
  const path = [];
  let step = script.querySelector("[data-step-first]");
  while (step && !path.includes(step)) {
    path.push(step);
    const said = step.querySelector("input:checked");
    step = said && steps.get(said.dataset.next);
  }
  for (const one of steps.values()) {
    one.hidden = one !== path.at(-1);
    // A branch that was left again was not followed.
    if (!path.includes(one)) for (const input of one.querySelectorAll("input:checked")) input.checked = false;
  }
  const back = script.querySelector("[data-script-back]");
  if (back) back.hidden = path.length < 2;
  return path;
}

function followed(input) {
  const script = input.closest("[data-script]");
  const path = showPath(script);
  if (input.dataset.next) path.at(-1).querySelector("[tabindex]")?.focus({ preventScroll: true });
}

function goBack(script) {
  const path = showPath(script);
  const before = path.at(-2);
  if (!before) return;
  for (const step of path.slice(-2)) for (const input of step.querySelectorAll("input:checked")) input.checked = false;
  showPath(script);
  before.querySelector("[tabindex]")?.focus({ preventScroll: true });
}

function begin(root) {
  for (const script of root.querySelectorAll("[data-script]")) showPath(script);
  for (const close of root.querySelectorAll("[data-panel-close]")) close.hidden = false;
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-script] input[type=radio][data-next]")) followed(event.target);
});
document.addEventListener("click", (event) => {
  const dialled = event.target.closest("[data-dial]");
  const number = dialled && document.getElementById(dialled.dataset.dial);
  if (number) number.checked = true;
  const back = event.target.closest("[data-script-back]");
  if (back) goBack(back.closest("[data-script]"));
  if (event.target.closest("[data-panel-close]")) document.getElementById("call-panel").replaceChildren();
});
document.addEventListener("htmx:load", (event) => begin(event.target));
begin(document);
