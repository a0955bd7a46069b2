// A page just begun is saved by itself. Saved by hand while that first answer is on its way, it would be begun twice,
// and the writer told that its address is taken: the hand waits for the answer, five seconds at most.
const ENDS = ["w-autosave:success", "w-autosave:error"];
let isSaving = false;
document.addEventListener("w-autosave:save", () => {
  isSaving = true;
});
for (const end of ENDS) {
  document.addEventListener(end, () => {
    isSaving = false;
  });
}

const answered = () =>
  new Promise((resolve) => {
    const enough = setTimeout(resolve, 5000);
    for (const end of ENDS) {
      document.addEventListener(end, () => { clearTimeout(enough); setTimeout(resolve); }, { once: true });
    }
  });

// Before Wagtail's own listeners: for them nothing was sent yet.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!isSaving || !form.matches("[data-controller~='w-autosave']")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const button = event.submitter;
  await answered();
  isSaving = false;
  if (button) button.disabled = false; // Wagtail has greyed it; a greyed button would not be sent
  form.requestSubmit(button);
}, { capture: true });
