/** What makes the look of a drawing; all else in it is for the screen. */
const LOOKS = [
  "fill",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "paint-order",
  "opacity",
  "font-size",
  "font-weight",
] as const;
const DROPPED = /^(class|style|tabindex|role|data-.*|aria-.*|focusable)$/;
const FONT = "Inter, system-ui, sans-serif";
/** No web view draws a larger canvas with certainty. */
const LARGEST_SIDE = 8000;
/** Two pixels for each of the drawing: sharp on paper. */
const SHARP = 2;

const isClear = (paint: string) => paint === "none" || /^rgba\(.*, 0\)$/.test(paint);

function resolve(from: Element, to: Element): void {
  const look = getComputedStyle(from);
  for (const name of [...to.getAttributeNames()]) if (DROPPED.test(name)) to.removeAttribute(name);
  for (const name of LOOKS) {
    const value = look.getPropertyValue(name);
    to.setAttribute(name, name === "fill" || name === "stroke" ? (isClear(value) ? "none" : value) : value);
  }
  if (from.tagName === "text") {
    to.setAttribute("font-family", FONT);
    if (look.textDecorationLine === "line-through") to.setAttribute("text-decoration", "line-through");
  }
  const children = [...to.children];
  [...from.children].forEach((child, index) => {
    const copy = children[index];
    if (!copy) return;
    const { fill, stroke } = getComputedStyle(child);
    // The ring of the focus, and what only takes the pointer.
    const isBare = child.tagName === "rect" && isClear(fill) && isClear(stroke);
    if (isBare) copy.remove();
    else resolve(child, copy);
  });
}

/** The drawing as a file of its own: every colour is written out, nothing is loaded. */
export function svgText(drawing: SVGSVGElement, title: string): string {
  const root = document.documentElement;
  const own = root.dataset.theme;
  // A picture goes where paper goes. It is set back before anything is painted.
  root.dataset.theme = "light";
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  resolve(drawing, copy);
  const ground = getComputedStyle(root).getPropertyValue("--sunken").trim();
  if (own === undefined) delete root.dataset.theme;
  else root.dataset.theme = own;
  const [width, height] = [drawing.viewBox.baseVal.width, drawing.viewBox.baseVal.height];
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  const made = (name: string) => document.createElementNS("http://www.w3.org/2000/svg", name);
  const back = made("rect");
  for (const [name, value] of Object.entries({ width, height, fill: ground }))
    back.setAttribute(name, String(value));
  const words = made("title");
  words.textContent = title;
  copy.prepend(words, back);
  return new XMLSerializer().serializeToString(copy);
}

/** The same as a PNG, in base64. */
export async function pngOf(svg: string, width: number, height: number): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(SHARP, LARGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").split(",")[1] ?? "";
}
