// Adds up the money while one types, and adds rows without leaving the page. Without it, both are buttons.

const list = document.querySelector("[data-ql-lines]");

// "1 234,50 €" → 123450; what is not an amount counts for nothing here, and is explained at the next page.
function centsOf(text) {
  const bare = text.replace(/[\s\u00a0\u202f€]/g, "").replace(",", ".");
  return /^\d+(\.\d{1,2})?$/.test(bare) ? Math.round(Number(bare) * 100) : 0;
}

function spoken(cents) {
  const digits = cents % 100 ? 2 : 0;
  return new Intl.NumberFormat("fr-FR", { style: "currency", currency: "EUR", minimumFractionDigits: digits, maximumFractionDigits: digits }).format(cents / 100);
}

function addUp() {
  const total = [...list.querySelectorAll("[data-amount]")].reduce((sum, field) => sum + centsOf(field.value), 0);
  for (const place of document.querySelectorAll("[data-ql-total]")) place.textContent = spoken(total);
}

const rowsOf = (owner) => [...owner.querySelectorAll("[data-row]")];

function addRow(owner) {
  const rows = rowsOf(owner);
  const last = rows[rows.length - 1];
  const row = last.cloneNode(true);
  const prefix = owner.dataset.qlLines;
  const renumber = (text) => text.replace(`${prefix}-${rows.length - 1}-`, `${prefix}-${rows.length}-`);
  for (const node of row.querySelectorAll("[id], [name], [for]")) {
    for (const name of ["id", "name", "for"]) {
      if (node.hasAttribute(name)) node.setAttribute(name, renumber(node.getAttribute(name)));
    }
    if (node.matches("input, textarea")) node.value = "";
    if (node.tagName === "SELECT") node.selectedIndex = 0;
  }
  row.querySelector("[data-row-number]").textContent = rows.length + 1;
  last.after(row);
  return row;
}

function makeRoom(waiting) {
  for (const [, pairs] of waiting) {
    for (const [name] of pairs) {
      const owner = document.querySelector(`[data-ql-lines="${CSS.escape(name.split("-")[0])}"]`);
      while (owner && rowsOf(owner).length <= Number(name.split("-")[1])) addRow(owner);
    }
  }
}

if (list) {
  const form = list.closest("form");
  form.addEventListener("input", addUp);
  form.addEventListener("ql:put-back", addUp);
  form.addEventListener("ql:need-rows", (event) => makeRoom(event.detail));
  document.querySelector("[data-ql-add-row]")?.addEventListener("click", (event) => {
    event.preventDefault();
    addRow(list).querySelector("textarea").focus();
  });
  // The words of a row may take two lines on a phone, and are one: Return goes on to the price.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-row] textarea")) return;
    event.preventDefault();
    event.target.closest("[data-row]").querySelector("[data-amount]").focus();
  });
  addUp();
}
