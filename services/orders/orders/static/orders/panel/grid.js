// Packs cards of different heights into columns. A card keeps its column as long as it can, so that a table that orders
// more pushes down what is below it, but moves nothing sideways.
const ROW = 4; // px, as in the style sheet

/** Give each card its place. `anew` forgets in which column it was: for calm moments. */
export function arrange(grid, { anew = false } = {}) {
  if (!grid.offsetWidth) return; // another view is shown
  const style = getComputedStyle(grid);
  const columns = style.gridTemplateColumns.split(" ").length;
  const gap = parseFloat(style.columnGap) || 0;
  const fresh = anew || grid.dataset.columns !== String(columns);
  grid.dataset.columns = columns;
  const heights = Array(columns).fill(0);
  for (const card of grid.children) {
    const kept = Number(card.dataset.column ?? -1);
    const column = fresh || kept < 0 ? heights.indexOf(Math.min(...heights)) : kept;
    const rows = Math.ceil((card.offsetHeight + gap) / ROW);
    heights[column] += rows;
    place(card, column, rows);
  }
}

function place(card, column, rows) {
  const area = `auto / ${column + 1} / span ${rows} / auto`;
  if (card.dataset.area === area) return;
  Object.assign(card.dataset, { column, area });
  card.style.gridArea = area;
}

/** Arrange again whenever a card or the grid has changed its size. */
export function watchHeights(grid) {
  const observer = new ResizeObserver(() => arrange(grid));
  observer.observe(grid);
  return {
    observed(card) {
      observer.observe(card);
      return card;
    },
  };
}
