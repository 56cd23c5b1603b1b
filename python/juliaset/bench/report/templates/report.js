// The report sorts its table and saves its record.

const value = (row, column) => {
  const cell = row.cells[column];
  if ("value" in cell.dataset) return Number(cell.dataset.value);
  return cell.textContent.trim();
};

const compare = (a, b) =>
  typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));

const sort = (table, column) => {
  const heading = table.tHead.rows[0].cells[column];
  const down = heading.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const rows = [...table.tBodies[0].rows];
  // A row without this figure stays at the end, whichever way it goes.
  const empty = (row) => {
    const cell = row.cells[column];
    return cell.classList.contains("number") ? !("value" in cell.dataset) : !value(row, column);
  };
  rows.sort((a, b) => {
    if (empty(a) || empty(b)) return empty(a) - empty(b);
    return (down ? -1 : 1) * compare(value(a, column), value(b, column));
  });
  table.tBodies[0].append(...rows);
};

for (const table of document.querySelectorAll("table.sortable")) {
  [...table.tHead.rows[0].cells].forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => sort(table, column));
    heading.append(button);
  });
}

const save = document.getElementById("save");
save.hidden = false;
save.addEventListener("click", () => {
  const text = document.getElementById("record").textContent;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "contest.json";
  link.click();
  URL.revokeObjectURL(link.href);
});
