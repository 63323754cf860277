// A double press sends a form once.
const AGAIN = 10_000;
const free = (form) => delete form.dataset.sending;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sending = "1";
  // A file that comes back leaves the page where it is.
  setTimeout(free, AGAIN, form);
}, true);

document.addEventListener("htmx:afterRequest", ({ detail }) => free(detail.elt.closest("form") ?? detail.elt));
addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(free));
