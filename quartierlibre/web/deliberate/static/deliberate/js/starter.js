// A sentence to start from fills the reason, which stays to be made one's own; what was typed is never replaced.
export function attach(list) {
  const box = document.getElementById(list.dataset.qlStarter);
  let given = "";
  list.addEventListener("change", () => {
    if (!list.value || (box.value.trim() && box.value !== given)) return;
    given = list.value;
    box.value = given;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
}
