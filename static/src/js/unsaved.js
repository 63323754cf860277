// Words typed in an ordinary form stay in this tab until the server has taken them.
import { each } from "./each.js";

const person = document.body.dataset.person;
const SENDING = "sending";
const key = (form) => `kept|${person}|${location.pathname}|${form.getAttribute("action")}`;
const fields = (form) => [...form.querySelectorAll("textarea, input[type=text]")];
const typed = (form) => fields(form).some((field) => field.value !== field.defaultValue);

// A page that answers a signed-in person without errors has taken the words; a sign-in page has not.
const sent = sessionStorage.getItem(SENDING);
if (sent && person && !document.querySelector(".errors, #problem")) sessionStorage.removeItem(sent);
sessionStorage.removeItem(SENDING);

each("form[data-keep]", (form) => {
  const kept = JSON.parse(sessionStorage.getItem(key(form)) ?? "{}");
  for (const field of fields(form)) if (!field.value && kept[field.name]) field.value = kept[field.name];

  form.addEventListener("input", () => {
    const words = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
    sessionStorage.setItem(key(form), JSON.stringify(words));
  });
  form.addEventListener("submit", () => sessionStorage.setItem(SENDING, key(form)));
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    sessionStorage.removeItem(SENDING);
    if (detail.xhr.status >= 200 && detail.xhr.status < 300) sessionStorage.removeItem(key(form));
  });
});

addEventListener("beforeunload", (event) => {
  if (sessionStorage.getItem(SENDING)) return;
  if ([...document.querySelectorAll("form[data-keep]")].some(typed)) event.preventDefault();
});
