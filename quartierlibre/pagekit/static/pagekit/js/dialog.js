// `<a href="#id" data-ql-dialog>` shows `<dialog id>` in place without scripts (`:target`), as a window with them.
export function attach(link) {
  const dialog = document.querySelector(link.hash);
  if (!dialog?.showModal) return;
  link.setAttribute("role", "button");
  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    dialog.showModal();
  });
  dialog.addEventListener("close", () => link.focus());
  for (const closer of dialog.querySelectorAll("[data-ql-close]")) {
    closer.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.close();
    });
  }
}
