// data-since="ISO" counts up, data-until="ISO" counts down; data-warn="60" marks the last seconds.
// The server's clock counts, not the computer's: <html data-now> tells the difference.
const root = document.documentElement;
const skew = root.dataset.now ? Date.parse(root.dataset.now) - Date.now() : 0;

export function clock(seconds) {
  const total = Math.floor(Math.abs(seconds));
  const [hours, minutes, rest] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const two = (figure) => String(figure).padStart(2, "0");
  const text = hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
  return seconds < 0 && total ? `−${text}` : text;
}

function tick() {
  const now = Date.now() + skew;
  for (const element of document.querySelectorAll("[data-since]")) {
    element.textContent = clock(Math.max(0, (now - Date.parse(element.dataset.since)) / 1000));
  }
  for (const element of document.querySelectorAll("[data-until]")) countDown(element, (Date.parse(element.dataset.until) - now) / 1000);
}

function countDown(element, left) {
  element.textContent = clock(left);
  element.classList.toggle("is-soon", left >= 0 && left <= Number(element.dataset.warn || 60));
  if (left < 0 && !element.classList.contains("is-over")) {
    element.classList.add("is-over");
    element.dispatchEvent(new CustomEvent("timer:over", { bubbles: true }));
  } else if (left >= 0) {
    element.classList.remove("is-over");
  }
}

tick();
setInterval(tick, 1000);
document.addEventListener("htmx:load", tick);
