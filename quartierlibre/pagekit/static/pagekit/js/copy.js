// The button appears only where the browser lets a page write to the clipboard.
export function attach(button) {
  if (!navigator.clipboard) return;
  button.hidden = false;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.after(said);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.qlCopy);
      said.textContent = "Copié.";
    } catch {
      said.textContent = "La copie n’a pas marché : notez le code.";
    }
    setTimeout(() => (said.textContent = ""), 4000);
  });
}
