// Adds up the budget while one types, and adds rows without leaving the page. Without it, both are buttons.

const table = document.querySelector("[data-ql-lines]");

// "1 234,50 €" → 123450; what is not an amount counts for nothing here, and is explained at the next save.
export function centsOf(text) {
  const bare = text.replace(/[\s\u00a0\u202f€]/g, "").replace(",", ".");
  return /^\d+(\.\d{1,2})?$/.test(bare) ? Math.round(Number(bare) * 100) : 0;
}

const euros = new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR", trailingZeroDisplay: "stripIfInteger" });

function addUp() {
  const fields = table.querySelectorAll("[data-amount]");
  const total = [...fields].reduce((sum, field) => sum + centsOf(field.value), 0);
  for (const place of document.querySelectorAll("[data-ql-total]")) place.textContent = euros.format(total / 100);
}

const rowsOf = () => [...table.querySelectorAll("[data-row]")];

function addRow() {
  const rows = rowsOf();
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  const renumber = (text) => text.replaceAll(`lines-${rows.length - 1}-`, `lines-${rows.length}-`);
  for (const node of row.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-describedby", "aria-labelledby"]) {
      if (node.hasAttribute(name)) node.setAttribute(name, renumber(node.getAttribute(name)));
    }
    node.removeAttribute("aria-invalid");
    if ("value" in node && node.tagName === "INPUT") node.value = "";
    if (node.tagName === "SELECT") node.selectedIndex = 0;
  }
  for (const number of row.querySelectorAll("[data-row-number]")) number.textContent = rows.length + 1;
  for (const error of row.querySelectorAll("[data-error]")) error.remove();
  last.after(row);
  return row;
}

if (table) {
  const form = table.closest("form");
  form.addEventListener("input", addUp);
  form.addEventListener("ql:put-back", addUp);
  form.addEventListener("ql:need-rows", (event) => {
    const names = event.detail.flatMap(([, pairs]) => pairs.map(([name]) => name)).filter((name) => name.startsWith("lines-"));
    const needed = Math.max(0, ...names.map((name) => Number(name.split("-")[1]) + 1));
    while (rowsOf().length < needed) addRow();
  });
  document.querySelector("[data-ql-add-row]")?.addEventListener("click", (event) => {
    event.preventDefault();
    addRow().querySelector("input, select").focus();
    form.dispatchEvent(new Event("ql:rows"));
  });
  addUp();
}
