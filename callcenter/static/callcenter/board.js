// The wallboard on the whole screen. The page stays the same document (leaving it would end the full screen), only its
// layout changes; where the browser has no full screen the link to ?full=1 is followed.
const root = document.documentElement;
const served = root.classList.contains("is-served");

function redraw() {
  dispatchEvent(new Event("resize"));
}

function enter(link) {
  root.requestFullscreen({ navigationUI: "hide" }).then(
    () => { root.classList.add("is-wall"); redraw(); },
    () => location.assign(link.href),
  );
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-wall-full], [data-wall-leave]");
  if (!link) return;
  if (link.matches("[data-wall-full]") && document.fullscreenEnabled) {
    event.preventDefault();
    enter(link);
  } else if (link.matches("[data-wall-leave]") && !served) {
    event.preventDefault();
    document.exitFullscreen?.();
  }
});

document.addEventListener("fullscreenchange", () => {
  if (document.fullscreenElement || served) return;
  root.classList.remove("is-wall");
  redraw();
});
