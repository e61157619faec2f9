// A call that could not be sent waits in its form, with everything typed, and goes once the connection is back: with the key it had, so
// that it counts once even if only the answer was lost. It waits untouchable, because the same key must mean the same call.
const RETRY = 5000;
const BUSY = new Set([502, 503, 504]);
let waiting = null; // { form, button }

const formOf = (event) => {
  const form = (event.detail.elt || event.target)?.closest?.("form[data-resend]");
  return form && event.detail.requestConfig?.verb === "post" ? form : null;
};
const notice = (form, name) => form.querySelector(`[data-unsent="${name}"]`);

function rest(form, resting) {
  for (const part of form.children) if (!part.matches("[data-unsent]")) part.inert = resting;
  form.toggleAttribute("data-waits", resting);
}

function keep(event) {
  const form = formOf(event);
  if (!form) return;
  const button = event.detail.requestConfig.triggeringEvent?.submitter || null;
  waiting = { form, button };
  rest(form, true);
  notice(form, "lost").hidden = false;
  const result = notice(form, "lost").querySelector("[data-unsent-result]");
  if (result) result.textContent = button?.dataset.result || "";
}

function send() {
  if (!waiting?.form.isConnected) waiting = null;
  if (!waiting || !navigator.onLine || waiting.form.matches(".htmx-request")) return;
  const { form, button } = waiting;
  // A click, and not `requestSubmit`: htmx sends the name of the button that was clicked.
  if (button?.isConnected) button.click();
  else form.requestSubmit();
}

function answered(event) {
  const form = formOf(event);
  const { status } = event.detail.xhr;
  if (!form || BUSY.has(status)) return;
  waiting = null;
  if (status !== 403) renewing = false;
  if (!form.isConnected) return;
  rest(form, false);
  notice(form, "lost").hidden = true;
}

// Signed in anew in another tab: this page's token is no longer good, but the new one stands in the same page as it is now.
async function renewToken() {
  const page = await fetch(document.querySelector("[data-desk]").dataset.desk, { credentials: "same-origin" });
  const { body } = new DOMParser().parseFromString(await page.text(), "text/html");
  const headers = body.getAttribute("hx-headers");
  if (!page.ok || page.redirected || !headers || body.dataset.person !== document.body.dataset.person) return false;
  document.body.setAttribute("hx-headers", headers);
  const token = JSON.parse(headers)["X-CSRFToken"];
  for (const input of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) input.value = token;
  return true;
}

let renewing = false;

async function refused(event) {
  const form = formOf(event);
  if (!form) return;
  const { status } = event.detail.xhr;
  if (BUSY.has(status)) return keep(event);
  if (status !== 401 && status !== 403) return;
  const button = event.detail.requestConfig.triggeringEvent?.submitter || null;
  if (status === 403 && !renewing) {
    renewing = true;
    if (await renewToken().catch(() => false)) {
      notice(form, "signed-out").hidden = true;
      waiting = { form, button };
      return send();
    }
  }
  renewing = false;
  notice(form, "signed-out").hidden = false;
}

document.addEventListener("htmx:sendError", keep);
document.addEventListener("htmx:timeout", keep);
document.addEventListener("htmx:beforeOnLoad", answered);
document.addEventListener("htmx:responseError", refused);
document.addEventListener("click", (event) => { if (event.target.closest("[data-resend-now]")) send(); });
addEventListener("online", () => setTimeout(send, 200));
setInterval(send, RETRY);
