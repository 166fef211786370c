/** Hatching: a mark that does not rest on colour alone. */
export function pattern(colour: string, stroke: "/" | "\\" | "x" | "|"): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 6;
  const context = canvas.getContext("2d");
  if (!context) return canvas;
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  if (stroke === "|") {
    context.moveTo(3, 0);
    context.lineTo(3, 6);
    context.stroke();
    return canvas;
  }
  for (const shift of [-6, 0, 6]) {
    if (stroke !== "\\") {
      context.moveTo(shift, 6);
      context.lineTo(shift + 6, 0);
    }
    if (stroke !== "/") {
      context.moveTo(shift, 0);
      context.lineTo(shift + 6, 6);
    }
  }
  context.stroke();
  return canvas;
}
