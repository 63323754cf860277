// Fields grow with their words, where the sheet alone cannot make them.
import { each } from "./each.js";

function grow(field) {
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}

if (!CSS.supports("field-sizing", "content")) {
  each("textarea", grow);
  for (const moment of ["input", "taken"]) document.addEventListener(moment, ({ target }) => target.matches("textarea") && grow(target));
}
