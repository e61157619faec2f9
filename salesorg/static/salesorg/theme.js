// Blocking and first in the head: the page must never flash in the other colours.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try { return localStorage.getItem("salesorg-theme") || "auto"; } catch { return "auto"; }
  };

  let printing = false;

  const apply = () => {
    const wanted = chosen() === "auto" ? (system.matches ? "dark" : "light") : chosen();
    const theme = printing ? "light" : wanted;
    if (root.dataset.bsTheme !== theme) {
      root.dataset.bsTheme = theme;
      root.dispatchEvent(new CustomEvent("themechange", { bubbles: true }));
    }
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen()));
    }
  };

  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", apply);
  for (const [name, paper] of [["beforeprint", true], ["afterprint", false]]) {
    addEventListener(name, () => { printing = paper; apply(); });
  }
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    try { localStorage.setItem("salesorg-theme", button.dataset.themeChoice); } catch { /* private window: for this page only */ }
    apply();
  });
})();
