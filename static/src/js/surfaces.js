// Two surfaces for one text: the form, which is always there, and the editor, which takes its place where it can.
import { each } from "./each.js";
import { prefer, prefersForm } from "./preferred.js";

const { sync } = document.body.dataset;
const loaded = () => new Promise((resolve) => {
  if (document.readyState === "complete") resolve();
  else addEventListener("load", resolve, { once: true });
});

// While somebody stands in a field, the form stays; once something was typed in it, it stays until the page is opened anew.
function quietly(form) {
  const fields = [...form.querySelectorAll("[data-section], [name=title]")];
  let typed = false;
  form.addEventListener("input", () => (typed = true));
  const isClean = () => !typed && fields.every((field) => field.value === field.defaultValue) && !form.querySelector("[data-found]:not([hidden])");
  const left = () => new Promise((resolve) => form.addEventListener("focusout", () => setTimeout(resolve), { once: true }));
  return async () => {
    while (isClean() && fields.includes(document.activeElement)) await left();
    return isClean();
  };
}

each("form[data-live]", (form) => {
  const switches = document.querySelector("[data-surfaces]");
  const show = (surface) => {
    for (const one of switches.querySelectorAll("[data-surface]")) one.hidden = one.dataset.surface === surface;
    switches.hidden = false;
  };
  switches.addEventListener("click", ({ target }) => {
    const surface = target.closest("a[data-to]")?.dataset.to;
    if (surface) prefer(surface);
  }, true);
  show("form");
  if (!document.getElementById("editor") || prefersForm()) return;
  const quiet = quietly(form);
  loaded()
    .then(() => import(sync))
    .then(({ start }) => start({ form, quiet, show }))
    .catch((error) => console.warn(error));
});
