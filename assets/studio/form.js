// The editor of forms: form-js with its properties.
import "@bpmn-io/form-js/dist/assets/form-js.css";
import "@bpmn-io/form-js/dist/assets/form-js-editor.css";
import "@bpmn-io/form-js/dist/assets/properties-panel.css";
import { FormEditor } from "@bpmn-io/form-js";
import { edit, touched } from "./desk.js";
import { chinese, speak } from "./words.js";
import { FORMS } from "./words/form.js";

const PARTS =
  ".fjs-palette-container, .fjs-properties-container, .fjs-context-pad, .fjs-empty-editor, .fjs-form-field-placeholder, .bio-properties-panel";
speak(FORMS, PARTS);
const editor = new FormEditor({
  container: document.getElementById("canvas"),
  additionalModules: [chinese(FORMS)],
});

edit({
  async open(text) {
    await editor.importSchema(JSON.parse(text));
    editor.on("commandStack.changed", touched);
  },
  content: async () => `${JSON.stringify(editor.saveSchema(), null, 2)}\n`,
});
