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
  if (!form || BUSY.has(event.detail.xhr.status)) return;
  waiting = null;
  if (!form.isConnected) return;
  rest(form, false);
  notice(form, "lost").hidden = true;
}

function refused(event) {
  const form = formOf(event);
  if (!form) return;
  if (BUSY.has(event.detail.xhr.status)) return keep(event);
  // Signed out, or signed in anew in another tab: this page's own token is no longer good.
  if ([401, 403].includes(event.detail.xhr.status)) notice(form, "signed-out").hidden = false;
}

document.addEventListener("htmx:sendError", keep);
document.addEventListener("htmx:timeout", keep);
document.addEventListener("htmx:beforeOnLoad", answered);
document.addEventListener("htmx:responseError", refused);
document.addEventListener("click", (event) => { if (event.target.closest("[data-resend-now]")) send(); });
addEventListener("online", () => setTimeout(send, 200));
setInterval(send, RETRY);
