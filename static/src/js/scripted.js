// Shows what only works with a script.
import { each } from "./each.js";

each("[data-script]", (element) => (element.hidden = false));
