// The comforts of the committee's pages. Each has its plain way without a script.
import { behaviour } from "../../pagekit/js/behaviour.js";

behaviour("starter", (list) => import("./starter.js").then((m) => m.attach(list)));
