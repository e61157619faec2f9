// Native dialogs: opening, closing, «are you sure», and a modal that htmx fills. Also closes drop-down menus.
const modal = document.getElementById("modal");
const modalBody = document.getElementById("modal-body");
const confirmBox = document.getElementById("confirm");
const confirmed = new WeakSet();

function ask(question, source) {
  const yes = confirmBox.querySelector("[data-confirm-yes]");
  confirmBox.querySelector("#confirm-text").textContent = question;
  yes.textContent = source?.dataset.confirmYes || yes.dataset.text;
  yes.className = source?.dataset.confirmTone === "danger" ? "btn btn-danger" : "btn btn-primary";
  confirmBox.returnValue = "no";
  confirmBox.showModal();
  yes.focus();
  return new Promise((resolve) => {
    confirmBox.addEventListener("close", () => resolve(confirmBox.returnValue === "yes"), { once: true });
  });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog")?.close();
  // The element itself is hit only outside its padding box: the backdrop.
  if (event.target.matches("dialog[open]") && outside(event)) event.target.close("no");
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

function outside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// hx-confirm, and data-confirm on what htmx sends.
document.addEventListener("htmx:confirm", (event) => {
  const source = event.detail.triggeringEvent?.submitter || event.detail.elt;
  const question = event.detail.question || source.dataset?.confirm || event.detail.elt.dataset.confirm;
  if (!question || !confirmBox) return;
  event.preventDefault();
  ask(question, source).then((yes) => yes && event.detail.issueRequest(true));
});

// data-confirm on a plain form or on its button.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const source = event.submitter?.dataset.confirm ? event.submitter : form;
  const byHtmx = form.closest("[hx-boost='true']") || form.matches("[hx-post],[hx-get],[hx-put],[hx-patch],[hx-delete]");
  if (!source.dataset.confirm || byHtmx || confirmed.has(form) || !confirmBox) return;
  event.preventDefault();
  const submitter = event.submitter;
  ask(source.dataset.confirm, source).then((yes) => {
    if (!yes) return;
    confirmed.add(form);
    form.requestSubmit(submitter);
    confirmed.delete(form);
  });
}, true);

if (modal) {
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== modalBody) return;
    if (modalBody.childElementCount && !modal.open) modal.showModal();
  });
  modal.addEventListener("close", () => modalBody.replaceChildren());
  document.addEventListener("modal:close", () => modal.close());
}
