// A signature drawn with a finger, a pen or a mouse, kept as strokes of whole numbers on a sheet of 600 by 200.
export function attach(form) {
  const pad = form.querySelector("canvas");
  const field = form.elements.drawing;
  const ink = pad.getContext("2d");
  const strokes = [];
  form.hidden = false;

  const at = (event) => {
    const box = pad.getBoundingClientRect();
    const x = Math.round(((event.clientX - box.left) / box.width) * pad.width);
    const y = Math.round(((event.clientY - box.top) / box.height) * pad.height);
    return [Math.min(Math.max(x, 0), pad.width - 1), Math.min(Math.max(y, 0), pad.height - 1)];
  };
  const draw = () => {
    ink.clearRect(0, 0, pad.width, pad.height);
    ink.strokeStyle = getComputedStyle(pad).color;
    ink.lineWidth = 4;
    ink.lineCap = ink.lineJoin = "round";
    for (const points of strokes) {
      ink.beginPath();
      points.forEach(([x, y], index) => (index ? ink.lineTo(x, y) : ink.moveTo(x, y)));
      ink.stroke();
    }
    field.value = strokes.map((points) => `M${points.map(([x, y]) => `${x} ${y}`).join(" L")}`).join(" ");
  };

  let stroke = null;
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    stroke = [at(event)];
    strokes.push(stroke);
    event.preventDefault();
  });
  pad.addEventListener("pointermove", (event) => {
    if (!stroke) return;
    const [x, y] = at(event);
    const [lastX, lastY] = stroke.at(-1);
    if (Math.hypot(x - lastX, y - lastY) < 3) return;
    stroke.push([x, y]);
    draw();
  });
  const lift = () => {
    if (stroke?.length === 1) strokes.pop();
    stroke = null;
  };
  pad.addEventListener("pointerup", lift);
  pad.addEventListener("pointercancel", lift);
  form.querySelector("[data-clear]").addEventListener("click", () => {
    strokes.length = 0;
    draw();
  });
}
