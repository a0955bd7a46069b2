// The map as wide as the screen, and "here I am". Without it, a smaller map answers a tap with a new page.

const map = document.querySelector("[data-ql-map]");
const here = document.querySelector("[data-ql-here]");

if (map) {
  map.classList.add("is-wide");
  const width = map.form.elements.shown_width;
  const tell = () => (width.value = Math.round(map.getBoundingClientRect().width));
  map.addEventListener("pointerdown", tell);
  map.addEventListener("click", tell);
}

if (here && navigator.geolocation) {
  const status = here.querySelector("[role=status]");
  here.hidden = false;
  here.querySelector("button").addEventListener("click", () => {
    status.textContent = status.dataset.searching;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        here.elements.lon.value = coords.longitude;
        here.elements.lat.value = coords.latitude;
        here.requestSubmit();
      },
      () => (status.textContent = status.dataset.failed),
      { timeout: 15000, maximumAge: 60000 },
    );
  });
}
