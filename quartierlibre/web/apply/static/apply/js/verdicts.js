// Shows what each save taught us: the live verdicts, and a word beside a field we could not read.

const form = document.querySelector("form[data-ql-autosave]");
const place = document.querySelector("[data-ql-verdicts]");

form?.addEventListener("ql:saved", ({ detail }) => {
  if (place && typeof detail.verdicts === "string" && place.dataset.shown !== detail.verdicts) {
    place.dataset.shown = detail.verdicts;
    const fresh = document.createElement("template");
    fresh.innerHTML = detail.verdicts;
    place.replaceChildren(fresh.content);
  }
});
