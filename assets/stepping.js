// Arrow keys on the auditor's pages follow the links that are there anyway, and the drawing begins where the case stands.
const KEYS = { ArrowLeft: "prev", ArrowRight: "next", Home: "first", End: "last" };

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, select, textarea, [contenteditable], [tabindex='0']");
  if (!KEYS[event.key] || typing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = document.querySelector(`.stepper a[rel="${KEYS[event.key]}"]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});

const sheet = document.getElementById("sheet");
const place = sheet?.querySelector(".now") ?? sheet?.querySelector(".active, .waiting");
if (place) {
  const [frame, at] = [sheet.getBoundingClientRect(), place.getBoundingClientRect()];
  sheet.scrollLeft += at.left - frame.left - (frame.width - at.width) / 2;
  sheet.scrollTop += at.top - frame.top - (frame.height - at.height) / 2;
}
