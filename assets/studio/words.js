// Chinese for what the editors say themselves, where the page is in Chinese; what is not in the list stays as it is.
import { SHARED } from "./words/shared.js";

const SAID = ["title", "placeholder", "aria-label", "alt"];
// What the law says is never put into other words: names, cells and fields that somebody is writing or has written.
const OWN = "svg, [contenteditable], .cm-editor, .fjs-form, .fjs-form-container, script, style";
const STOOD_IN = ".fjs-form-field-placeholder"; // what an editor shows in the place of a field

// The libraries' own joint for translations, for those of them that ask it.
export function chinese(words) {
  const known = { ...SHARED, ...words };
  const translate = (template, replacements = {}) =>
    (spoken() ? (known[template] ?? template) : template).replace(
      /{([^}]+)}/g,
      (whole, key) => replacements[key] ?? whole,
    );
  return { translate: ["value", translate] };
}

// Whatever stands in these parts of the page is put into Chinese as it appears, since the libraries ask nobody.
export function speak(words, parts) {
  if (!spoken()) return;
  // The libraries write one and the same word now with small letters, now with capitals.
  const known = new Map(Object.entries({ ...SHARED, ...words }).map(([said, ours]) => [said.toLowerCase(), ours]));
  const chosenFor = (said) => known.get(said.trim().toLowerCase());
  const watcher = new MutationObserver((seen) => {
    for (const { target, addedNodes } of seen) for (const node of [target, ...addedNodes]) put(node);
  });
  const put = (node) => {
    const within = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    if (!within?.closest(parts) && !within?.querySelector?.(parts)) return;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let at = node; at; at = walker.nextNode()) say(at);
  };
  const say = (node) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (!element?.closest?.(parts) || (element.closest(OWN) && !element.closest(STOOD_IN))) return;
    if (node.nodeType === Node.TEXT_NODE) sayText(node);
    else for (const name of SAID) sayAttribute(node, name);
  };
  const sayText = (node) => {
    const chosen = chosenFor(node.data);
    if (chosen) node.data = node.data.replace(node.data.trim(), () => chosen);
  };
  const sayAttribute = (element, name) => {
    const chosen = chosenFor(element.getAttribute(name) ?? "");
    if (chosen) element.setAttribute(name, chosen);
  };
  const kinds = { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: SAID };
  watcher.observe(document.body, kinds);
}

// The font that the pages bring along: what the libraries name may hold no Chinese.
export const LETTERS = { fontFamily: '"Noto Sans SC Variable", "Noto Sans SC", sans-serif' };

function spoken() {
  return document.documentElement.lang.startsWith("zh");
}
