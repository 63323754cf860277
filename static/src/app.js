// What every page needs: htmx, and the behaviours that elements ask for by their data- attributes.
import "htmx.org/dist/htmx.min.js";
import "./js/scripted.js";
import "./js/status.js";
import "./js/problem.js";
import "./js/focus.js";
import "./js/leftover.js";
import "./js/once.js";
import "./js/menu.js";
import "./js/keys.js";
import "./js/grow.js";
import "./js/unsaved.js";
