// Menus close on Escape and on a press outside; dialogs open from a button; messages can be put away.
const open = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

document.addEventListener("click", ({ target }) => {
  for (const menu of open()) if (!menu.contains(target)) menu.open = false;
  const opens = target.closest("[data-opens]")?.dataset.opens;
  if (opens) {
    const dialog = document.getElementById(opens);
    dialog.dispatchEvent(new Event("opening"));
    if (!dialog.open) dialog.showModal();
  }
  target.closest("[data-dismiss]")?.closest(".toast, .note").remove();
});

// A passing message from the server: HX-Trigger: {"toast": {"words": "..."}}
document.addEventListener("toast", ({ detail }) => {
  const pattern = document.getElementById("toast");
  const toast = pattern.content.firstElementChild.cloneNode(true);
  toast.querySelector("[data-words]").textContent = detail.words;
  document.getElementById("toasts").append(toast);
});
