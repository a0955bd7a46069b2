// Reading and writing the answers of a form, by question. A question may own several fields (`lines-0-label`,
// `lines-0-amount`…): its group is the part of the name before the first dash.

const OURS = new Set(["csrfmiddlewaretoken", "once_key", "revision", "device", "action", "papers"]);

export const groupOf = (name) => name.split("-")[0];

const counts = (field) =>
  field.name && !OURS.has(field.name) && !["file", "submit", "button", "image", "hidden"].includes(field.type);

export function fieldsOf(form, group = null) {
  return [...form.elements].filter((field) => counts(field) && (group === null || groupOf(field.name) === group));
}

const isTick = (field) => field.type === "checkbox" || field.type === "radio";

// [[name, value], …] of what a browser would send for one group.
export function valuesOf(form, group) {
  return fieldsOf(form, group)
    .filter((field) => !isTick(field) || field.checked)
    .map((field) => [field.name, field.value]);
}

export function putBack(form, group, pairs) {
  for (const field of fieldsOf(form, group)) {
    if (isTick(field)) field.checked = pairs.some(([name, value]) => name === field.name && value === field.value);
    else field.value = pairs.find(([name]) => name === field.name)?.[1] ?? "";
    field.dispatchEvent(new Event("ql:put-back", { bubbles: true }));
  }
}

export const sameValues = (one, other) => JSON.stringify(one) === JSON.stringify(other);
