// The editor of diagrams: bpmn-js with the properties of Camunda 8.
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/diagram-js.css";
import "@bpmn-io/properties-panel/dist/assets/properties-panel.css";
import {
  BpmnPropertiesPanelModule,
  BpmnPropertiesProviderModule,
  ZeebePropertiesProviderModule,
} from "bpmn-js-properties-panel";
import BpmnModeler from "bpmn-js/lib/Modeler";
import behaviors from "camunda-bpmn-js-behaviors/lib/camunda-cloud";
import descriptor from "zeebe-bpmn-moddle/resources/zeebe.json";
import { edit, touched } from "./desk.js";
import { fit } from "./fit.js";
import { LETTERS, chinese, speak } from "./words.js";
import { DIAGRAMS } from "./words/bpmn.js";

// A release writes every binding out, and moddle leaves out what equals a default: so there is none here, and an
// element on which nobody has chosen yet is saved with what the standard means by saying nothing.
const zeebe = structuredClone(descriptor);
const UNSAID = "latest";
const bindings = new Set();
for (const type of zeebe.types) {
  const binding = type.properties?.find((property) => property.name === "bindingType");
  if (!binding) continue;
  delete binding.default;
  bindings.add(`zeebe:${type.name}`);
}

function bound(element) {
  return [...bindings].some((name) => element.$instanceOf?.(name));
}

function sayBindings(modeler) {
  for (const { businessObject } of modeler.get("elementRegistry").getAll()) {
    for (const element of businessObject?.extensionElements?.values ?? []) {
      if (bound(element) && !element.get("bindingType")) element.set("bindingType", UNSAID);
    }
  }
}

speak(DIAGRAMS, ".djs-palette, .djs-popup, .djs-context-pad, .djs-search-container, .bio-properties-panel");
const modeler = new BpmnModeler({
  container: "#canvas",
  textRenderer: { defaultStyle: LETTERS, externalStyle: LETTERS },
  propertiesPanel: { parent: "#properties" },
  additionalModules: [
    BpmnPropertiesPanelModule,
    BpmnPropertiesProviderModule,
    ZeebePropertiesProviderModule,
    behaviors,
    chinese(DIAGRAMS),
  ],
  moddleExtensions: { zeebe },
});

edit({
  async open(text) {
    await modeler.importXML(text);
    fit(modeler.get("canvas"), { left: 130, top: 30 });
    modeler.on("commandStack.changed", touched);
  },
  async content() {
    sayBindings(modeler);
    return (await modeler.saveXML({ format: true })).xml;
  },
});
