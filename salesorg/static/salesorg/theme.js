// Blocking and first in the head: the page must never flash in the other colours.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try { return localStorage.getItem("salesorg-theme") || "auto"; } catch { return "auto"; }
  };

  const apply = () => {
    const theme = chosen() === "auto" ? (system.matches ? "dark" : "light") : chosen();
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
  document.addEventListener("DOMContentLoaded", apply);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    try { localStorage.setItem("salesorg-theme", button.dataset.themeChoice); } catch { /* private window: for this page only */ }
    apply();
  });
})();
