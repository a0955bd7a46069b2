// The button appears only where a script can open the printing window; the menu of the browser does the same.
import { behaviour } from "../../pagekit/js/behaviour.js";

behaviour("print", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
