// Small comforts, each fetched only by the pages that use it. Every page works without them.
import { behaviour } from "./behaviour.js";

behaviour("menu", (element) => import("./menu.js").then((m) => m.attach(element)));
behaviour("count", (element) => import("./count.js").then((m) => m.attach(element)));
behaviour("preview", (element) => import("./preview.js").then((m) => m.attach(element)));
behaviour("copy", (element) => import("./copy.js").then((m) => m.attach(element)));
behaviour("signature", (form) => import("./signature.js").then((m) => m.attach(form)));
behaviour("dialog", (element) => import("./dialog.js").then((m) => m.attach(element)));
behaviour("leave", (element) => import("./leave.js").then((m) => m.attach(element)));
behaviour("once", (element) => import("./once.js").then((m) => m.attach(element)));
