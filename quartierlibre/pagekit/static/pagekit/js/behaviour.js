// A behaviour is a function given one element that carries `data-ql-<name>`, now or after an htmx swap.
const known = new Map();

function awaken(root) {
  for (const [name, attach] of known) {
    const attribute = `data-ql-${name}`;
    const found = [...root.querySelectorAll(`[${attribute}]`)];
    if (root.matches?.(`[${attribute}]`)) found.push(root);
    for (const element of found) {
      const done = (element.qlDone ??= new Set());
      if (done.has(name)) continue;
      done.add(name);
      attach(element);
    }
  }
}

export function behaviour(name, attach) {
  known.set(name, attach);
  awaken(document);
}

document.addEventListener("htmx:load", (event) => awaken(event.target));
