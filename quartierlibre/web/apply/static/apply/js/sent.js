// Sharing the good news, and forgetting what this device kept of a project that is now filed.

import { KeptHere } from "./kept_here.js";

for (const button of document.querySelectorAll("[data-ql-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => navigator.share({ text: button.dataset.qlShare }).catch(() => {}));
}

for (const place of document.querySelectorAll("[data-ql-forget]")) new KeptHere(place.dataset.qlForget).forget();
