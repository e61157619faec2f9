// The banner while the connection is lost; it goes at the first answer of the server.
const banner = document.getElementById("offline");
const show = (offline) => { if (banner) banner.hidden = !offline; };

addEventListener("offline", () => show(true));
addEventListener("online", () => show(false));
document.addEventListener("htmx:sendError", () => show(true));
document.addEventListener("htmx:timeout", () => show(true));
document.addEventListener("htmx:beforeOnLoad", () => show(false));
show(!navigator.onLine);
