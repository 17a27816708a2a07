// The editor of decision tables: dmn-js, opened at the first table, with a list of all views of the file.
import "dmn-js/dist/assets/diagram-js.css";
import "dmn-js/dist/assets/dmn-font/css/dmn.css";
import "dmn-js/dist/assets/dmn-js-shared.css";
import "dmn-js/dist/assets/dmn-js-drd.css";
import "dmn-js/dist/assets/dmn-js-decision-table.css";
import "dmn-js/dist/assets/dmn-js-decision-table-controls.css";
import "dmn-js/dist/assets/dmn-js-literal-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression.css";
import "dmn-js/dist/assets/dmn-js-boxed-expression-controls.css";
import DmnModeler from "dmn-js/lib/Modeler";
import { edit, touched } from "./desk.js";
import { fit } from "./fit.js";
import { LETTERS, chinese, speak } from "./words.js";
import { TABLES } from "./words/dmn.js";

const PARTS =
  ".djs-palette, .djs-popup, .djs-context-pad, .context-menu, .context-menu-container, .dms-select, .dms-select-options, " +
  ".hit-policy, .view-drd, .add-input, .add-output, .add-rule-add";
speak(TABLES, PARTS);
const common = { additionalModules: [chinese(TABLES)] };
const modeler = new DmnModeler({
  container: "#canvas",
  drd: { ...common, textRenderer: { defaultStyle: LETTERS, externalStyle: LETTERS } },
  decisionTable: common,
  literalExpression: common,
  boxedExpression: common,
});
const choice = document.getElementById("view");
const watched = new Set();

function watch() {
  const viewer = modeler.getActiveViewer();
  if (viewer && !watched.has(viewer)) {
    watched.add(viewer);
    if (modeler.getActiveView().type === "drd") fit(viewer.get("canvas"), { left: 90, top: 120 });
    viewer.on("commandStack.changed", touched);
  }
}

function named(view) {
  return view.type === "drd" ? choice.dataset.drd : view.element.name || view.element.id;
}

function list() {
  const views = modeler.getViews();
  const options = views.map((view, number) => new Option(named(view), number));
  choice.replaceChildren(...options);
  choice.selectedIndex = views.indexOf(modeler.getActiveView());
}

modeler.on("views.changed", () => {
  list();
  watch();
});
choice.addEventListener("change", () => modeler.open(modeler.getViews()[choice.selectedIndex]));

edit({
  async open(text) {
    await modeler.importXML(text);
    const first = modeler.getViews().find((view) => view.type === "decisionTable");
    if (first) await modeler.open(first);
    list();
    watch();
  },
  content: async () => (await modeler.saveXML({ format: true })).xml,
});
