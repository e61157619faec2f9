// Which section of the settings is in sight: marked in the menu. Without this module the menu is plain links.
const links = [...document.querySelectorAll("[data-settings-menu] a")];
const sections = links.map((link) => document.querySelector(link.getAttribute("href"))).filter(Boolean);
const LINE = 160;

function mark() {
  const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
  const passed = sections.filter((section) => section.getBoundingClientRect().top <= LINE);
  const here = atEnd ? sections.at(-1) : passed.at(-1) || sections[0];
  for (const link of links) {
    if (link.getAttribute("href") === `#${here?.id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
mark();
