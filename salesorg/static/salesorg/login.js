// The sign-in page: show the password, and fill in one of the demonstration logins.
const [name, password] = ["username", "password"].map((field) => document.querySelector(`[name=${field}]`));

document.querySelector("[data-password-show]")?.addEventListener("click", ({ currentTarget: button }) => {
  const shown = password.type === "text";
  password.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
  password.focus();
});

for (const button of document.querySelectorAll("[data-login]")) {
  button.addEventListener("click", () => {
    name.value = button.dataset.login;
    password.value = button.dataset.password;
    document.querySelector("[data-sign-in]").focus();
  });
}
