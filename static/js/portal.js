// What every page has. Each module minds its own attributes and works again after an htmx swap.
import "./timezone.js";
import "./forms.js";
import "./dialog.js";
import "./wordcount.js";
import "./autosave.js";
import "./filedrop.js";
import "./keyboard.js";
import "./ticks.js";
