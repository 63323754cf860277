// What the pages need on which words are written or chosen; app.js stands before it.
import "./js/toolbar.js";
import "./js/selection.js";
import "./js/insert.js";
import "./js/autosave.js";
import "./js/surfaces.js";
