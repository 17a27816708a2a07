// Where a drawing begins: beside the tools and below the title, which lie over the canvas, and never larger than life.
export function fit(canvas, { left, top }) {
  const edge = 20;
  canvas.zoom(1);
  const { inner, outer } = canvas.viewbox();
  const room = { width: outer.width - left - edge, height: outer.height - top - edge };
  canvas.zoom(Math.min(1, room.width / inner.width, room.height / inner.height));
  const { x, y, scale } = canvas.viewbox();
  canvas.scroll({ dx: left + (x - inner.x) * scale, dy: top + (y - inner.y) * scale });
}
