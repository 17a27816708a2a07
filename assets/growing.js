// A form that grows as it is filled in: an answer on which other questions rest is sent at once, and what the server draws is
// laid over the page. Nothing that is typed, chosen or focused meanwhile is touched; without this script there is a button.
import htmx from "htmx.org";
import { Idiomorph } from "idiomorph";

const page = document.documentElement;
const controls = () => document.querySelectorAll("#fields :is(input, select, textarea)[id]");
const live = (control) => (["checkbox", "radio"].includes(control.type) ? control.checked : control.value);
let sent = new Map();

// The site's policy allows neither scripts from texts nor styles in the page.
Object.assign(htmx.config, { allowEval: false, includeIndicatorStyles: false, historyEnabled: false });

htmx.defineExtension("lay-over", {
  isInlineSwap: () => true,
  handleSwap: (style, target, fragment) =>
    Idiomorph.morph(target, fragment.firstElementChild, {
      morphStyle: "outerHTML",
      callbacks: {
        beforeNodeMorphed: (old) => !(old.id && sent.has(old.id) && (old.type === "file" || sent.get(old.id) !== live(old))),
      },
    }),
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  // Files stay where they were chosen until the form is handed in.
  const texts = [...detail.formData].filter(([, value]) => !(value instanceof File));
  for (const name of new Set(detail.formData.keys())) detail.formData.delete(name);
  for (const [name, value] of texts) detail.formData.append(name, value);
});
document.addEventListener("htmx:beforeRequest", () => {
  sent = new Map([...controls()].map((control) => [control.id, live(control)]));
});
document.addEventListener("htmx:beforeSwap", (event) => {
  // An ended session answers with another page: leave the form alone, and give its button back.
  if (event.detail.xhr.responseText.includes('id="fields"')) return;
  event.detail.shouldSwap = false;
  page.classList.remove("grows");
});
document.addEventListener("htmx:afterSwap", () => {
  const more = [...controls()].some((control) => !sent.has(control.id));
  said.textContent = more ? document.getElementById("fields").dataset.more : "";
});
for (const failed of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failed, () => page.classList.remove("grows"));
}

// Who hears the page is told that there is more to fill in.
const said = Object.assign(document.createElement("p"), { className: "unseen", role: "status" });
const fields = document.getElementById("fields");
if (fields) {
  fields.after(said);
  page.classList.add("grows");
}
