// The call screen: the script opens branch by branch, the dialled number is remembered, a panel can be closed again, and
// the clock there goes. Without this module every step of the script is there, one below the other.
const root = document.documentElement;
const skew = root.dataset.now ? Date.parse(root.dataset.now) - Date.now() : 0;

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
    one.querySelector(".said")?.toggleAttribute("data-said-closed", !one.querySelector("input[value=none]:checked"));
  }
  const back = script.querySelector("[data-script-back]");
  if (back) back.hidden = path.length < 2;
  return path;
}

function followed(input) {
  const script = input.closest("[data-script]");
  const path = showPath(script);
  keepPath(script);
  if (input.value === "none") input.closest("[data-step]").querySelector(".said input")?.focus();
  else if (input.dataset.next) path.at(-1).querySelector("[tabindex]")?.focus({ preventScroll: true });
}

function goBack(script) {
  const path = showPath(script);
  const before = path.at(-2);
  if (!before) return;
  for (const step of path.slice(-2)) for (const input of step.querySelectorAll("input:checked")) input.checked = false;
  showPath(script);
  keepPath(script);
  before.querySelector("[tabindex]")?.focus({ preventScroll: true });
}

// The way through the script outlives a reload and a new login, as the note does (draft.js).
const PATH = "script-path";
const claimOf = (element) => element.closest("[data-claim]")?.dataset.claim;

function keepPath(script) {
  const path = [...script.querySelectorAll("input[type=radio]:checked")].map((input) => input.id);
  try { sessionStorage.setItem(PATH, JSON.stringify({ claim: claimOf(script), path })); } catch { /* no storage */ }
}

function restorePath(script) {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PATH));
    if (kept?.claim !== claimOf(script) || script.querySelector("input:checked")) return;
    for (const id of kept.path) {
      const input = document.getElementById(id);
      if (input) input.checked = true;
    }
  } catch { /* nothing kept */ }
}

function begin(part) {
  for (const script of part.querySelectorAll("[data-script]")) {
    restorePath(script);
    showPath(script);
  }
  for (const close of part.querySelectorAll("[data-panel-close]")) close.hidden = false;
  tick();
}

// What a clock there shows, and whether they may still be called.
function tick() {
  const now = new Date(Date.now() + skew);
  for (const clock of document.querySelectorAll("[data-clock-of]")) {
    try {
      const shown = { timeZone: clock.dataset.clockOf, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
      clock.textContent = now.toLocaleTimeString(root.lang, shown);
    } catch { /* a zone that the browser does not know: what the server wrote stays */ }
  }
  const open = document.querySelector("[data-window=open]:not([hidden])");
  if (open && now >= new Date(open.dataset.closes)) {
    open.hidden = true;
    document.querySelector("[data-window=shut]").hidden = false;
  }
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
document.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.matches("[data-script] details")) event.target.scrollIntoView({ block: "nearest" });
}, true);
document.addEventListener("htmx:load", (event) => begin(event.target));
begin(document);
setInterval(tick, 1000);
