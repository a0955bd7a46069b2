// The map as wide as the screen: the width shown goes with the tap. Without this, a smaller map answers as well.

const map = document.querySelector("[data-ql-tap]");

if (map) {
  map.classList.add("is-wide");
  const width = map.form.elements.shown_width;
  const tell = () => (width.value = Math.round(map.getBoundingClientRect().width));
  map.addEventListener("pointerdown", tell);
  map.addEventListener("click", tell);
}
