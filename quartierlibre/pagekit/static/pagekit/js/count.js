// How many characters remain. Spoken only when typing pauses, and only near the end.
export function attach(box) {
  const limit = Number(box.dataset.qlCount);
  const seen = document.createElement("p");
  seen.className = "count";
  seen.setAttribute("aria-hidden", "true");
  const spoken = document.createElement("p");
  spoken.className = "visually-hidden";
  spoken.setAttribute("role", "status");
  box.after(seen, spoken);
  let pause;

  const show = () => {
    const left = limit - [...box.value].length;
    const plural = Math.abs(left) > 1 ? "s" : "";
    const text = left < 0 ? `${-left} caractère${plural} en trop` : `Encore ${left} caractère${plural}`;
    seen.textContent = text;
    seen.classList.toggle("count-over", left < 0);
    clearTimeout(pause);
    pause = setTimeout(() => (spoken.textContent = left < limit / 5 ? text : ""), 900);
  };
  box.addEventListener("input", show);
  show();
}
