// A `details` menu closes with Escape, and when the reader goes elsewhere.
export function attach(menu) {
  const close = (giveBackFocus) => {
    if (!menu.open) return;
    menu.open = false;
    if (giveBackFocus) menu.querySelector("summary").focus();
  };
  menu.addEventListener("keydown", (event) => event.key === "Escape" && close(true));
  document.addEventListener("click", (event) => menu.contains(event.target) || close(false));
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(false);
  });
}
