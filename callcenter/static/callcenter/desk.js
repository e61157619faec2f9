// Several tabs of one person show one lead: the one in hand. Whoever changes it tells the others at once (BroadcastChannel); what
// another browser did is seen with the next pulse. The exchange's word that they answered comes the same way.
const screenPart = document.getElementById("screen");
const followedPart = document.getElementById("followed");
const channel = "BroadcastChannel" in window ? new BroadcastChannel(`desk:${document.body.dataset.person}`) : null;

const shown = () => document.getElementById("claim")?.dataset.claim || "";
const busy = () => Boolean(document.querySelector("#screen .htmx-request, #screen [data-waits]"));
// A lead that was lost stays in sight, with what was written, until its reader goes on; so does a result being corrected.
const lost = () => Boolean(document.querySelector("#lost, #correct"));

function written() {
  const fields = [document.getElementById("note"), ...document.querySelectorAll("[name^='said:']")];
  return fields.map((field) => field?.value.trim()).filter(Boolean).join("\n");
}

function follow(claim) {
  if (!screenPart || claim === shown() || busy() || lost()) return;
  const text = shown() ? written() : "";
  window.htmx.ajax("GET", screenPart.dataset.desk, { target: screenPart, swap: "innerHTML" }).then(() => {
    if (shown() !== claim) return;
    followedPart.querySelector("[data-followed-note]").hidden = !text;
    followedPart.querySelector("textarea").value = text;
    followedPart.hidden = false;
  });
}

function listen(pulse) {
  const told = pulse.querySelector("[data-pulse]");
  if (!told) return;
  follow(told.dataset.claim);
  const talk = document.getElementById("talk");
  if (!talk || told.dataset.claim !== shown()) return;
  const changed = talk.dataset.answered !== told.dataset.answered || talk.dataset.hungUp !== told.dataset.hungUp;
  if (changed && !talk.querySelector(".htmx-request")) window.htmx.trigger(talk, "talk:changed");
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "pulse") listen(event.target);
  if (event.target !== screenPart) return;
  if (event.detail.requestConfig?.verb === "post") {
    followedPart.hidden = true;
    channel?.postMessage(shown());
  }
});
channel?.addEventListener("message", (event) => follow(event.data));
