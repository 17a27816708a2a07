// What the three editors share: load the draft's file, save it over what was loaded, show what the checks find.
const page = document.getElementById("editor");
const status = document.getElementById("saved");
const list = document.getElementById("findings");
const button = document.getElementById("save");
const words = JSON.parse(document.getElementById("words").textContent);
let mark = page.dataset.mark;
let changed = false;

function say(text, bad = false) {
  status.textContent = text;
  status.classList.toggle("wrong", bad);
}

function element(tag, text, kind) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

function show(findings) {
  const items = findings.map((one) => {
    const item = element("li", "", one.severity);
    item.append(element("strong", one.where), element("p", one.what), element("p", one.remedy, "small"));
    return item;
  });
  list.replaceChildren(...(items.length ? items : [element("li", words.clean, "clean")]));
}

async function answered(reply) {
  const json = (reply.headers.get("Content-Type") ?? "").includes("json");
  if (!json) throw new Error(words.out);
  const told = await reply.json();
  if (!reply.ok) throw new Error(told.problem);
  return told;
}

async function save(content) {
  say(words.saving);
  button.disabled = true;
  try {
    const headers = { "Content-Type": "application/octet-stream", "X-CSRFToken": page.dataset.token, "X-Seen": mark };
    const told = await answered(await fetch(page.dataset.save, { method: "POST", headers, body: await content() }));
    mark = told.mark;
    changed = false;
    show(told.findings);
    say(words.saved);
  } catch (problem) {
    say(`${words.unsaved} ${problem.message}`, true);
  } finally {
    button.disabled = false;
  }
}

// The editors need room: on a narrow screen the page says so, and the file is opened once there is enough.
function roomy() {
  const enough = window.matchMedia(page.dataset.room);
  return new Promise((go) => (enough.matches ? go() : enough.addEventListener("change", go, { once: true })));
}

// `open` is given the file's text, `content` gives it back as it is now.
export async function edit({ open, content }) {
  await roomy();
  try {
    const reply = await fetch(page.dataset.content);
    if (!reply.ok || !reply.headers.get("X-Seen")) throw new Error(words.out);
    mark = reply.headers.get("X-Seen");
    await open(await reply.text());
    say(words.open);
    page.dataset.ready = "yes";
  } catch (problem) {
    say(`${words.unread} ${problem.message}`, true);
    return;
  }
  if (!button) return;
  button.disabled = false;
  button.addEventListener("click", () => save(content));
  window.addEventListener("beforeunload", (leaving) => changed && leaving.preventDefault());
}

export function touched() {
  if (!changed) say(words.dirty);
  changed = true;
}
