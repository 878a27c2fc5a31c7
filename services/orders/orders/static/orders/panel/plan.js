// Placing tables on a plan: each is dragged to a square, or moved there with the arrow keys.
import { insist, newKey } from "../../pages/api.js";
import { say, toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { html } from "../../pages/view.js";
import { sign } from "./icons.js";
import { whyRefused } from "./refusals.js";
import { changed, panel, takeTable } from "./state.js";

const LEAST = 6; // columns
const MOST = 23; // squares each way
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const going = new Map(); // by id of a table: the square it was put on, until the server knows

/** The square of a table; null for one that is not placed. */
export const squareOf = ({ id, position }) => going.get(id) ?? position ?? null;

const isTaken = (table, { x, y }) => [...panel.tables.values()].some((one) => {
  const square = squareOf(one);
  return one.id !== table.id && square?.x === x && square.y === y;
});
const within = (value) => Math.max(0, Math.min(MOST, value));

/** `list` holds the tiles. */
export function placing(list) {
  let isOn = false, drag = null;
  const grab = (event, table) => {
    if (event.button) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    drag = { table, node: event.currentTarget, x: event.clientX, y: event.clientY };
  };
  const pull = (event) => {
    if (drag) drag.node.style.translate = `${event.clientX - drag.x}px ${event.clientY - drag.y}px`;
  };
  const drop = (event) => {
    if (!drag) return;
    const { table, node, x, y } = drag;
    drag = null;
    node.style.translate = "";
    if (Math.hypot(event.clientX - x, event.clientY - y) > 8) put(table, squareAt(list, event));
  };
  const press = (event, table) => {
    const [dx, dy] = KEYS[event.key] ?? [];
    if (dx === undefined) return;
    event.preventDefault();
    const from = squareOf(table);
    const turn = document.documentElement.dir === "rtl" ? -1 : 1;
    put(table, from ? { x: within(from.x + dx * turn), y: within(from.y + dy) } : firstFree(table));
  };
  return {
    isOn: () => isOn,
    toggle: () => ((isOn = !isOn), changed()),
    view: ({ table }) => html`<li class="tile placing" data-area=${areaOf(table)}><button type="button"
      class="table-item" aria-label=${placeText(table)} @pointerdown=${(event) => grab(event, table)}
      @pointermove=${pull} @pointerup=${drop} @pointercancel=${drop}
      @keydown=${(event) => press(event, table)}>${sign("table")}
      <bdi class="table-name">${table.name}</bdi></button></li>`,
    /** Bring each tile to its square. */
    arrange: (isPlan) => arrange(list, isPlan || isOn),
  };
}

/** Where a tile lies on the plan; "" where it likes. */
export function areaOf(table) {
  const square = squareOf(table);
  return square ? `${square.y + 1} / ${square.x + 1}` : "";
}

function placeText(table) {
  const square = squareOf(table);
  return square ? t("{table}: column {x}, row {y}", { table: table.name, x: square.x + 1, y: square.y + 1 })
    : t("{table}: not placed yet", { table: table.name });
}

function arrange(list, isPlan) {
  const columns = Math.max(LEAST, ...[...panel.tables.values()].map((one) => (squareOf(one)?.x ?? 0) + 1));
  list.style.gridTemplateColumns = isPlan ? `repeat(${columns}, minmax(5.5rem, 1fr))` : "";
  for (const node of list.children) node.style.gridArea = isPlan ? node.dataset.area ?? "" : "";
}

/** The square of the plan under the pointer. */
function squareAt(list, { clientX, clientY }) {
  const box = list.getBoundingClientRect();
  const style = getComputedStyle(list);
  const columns = style.gridTemplateColumns.split(" ").length;
  const rows = style.gridTemplateRows.split(" ").map(parseFloat);
  const isRtl = document.documentElement.dir === "rtl";
  const along = (isRtl ? box.right - clientX : clientX - box.left) / (box.width / columns);
  let y = 0;
  for (let end = box.top + rows[0]; y < rows.length && end < clientY; y += 1) end += rows[y + 1] ?? Infinity;
  return { x: within(Math.floor(along)), y: within(y) };
}

function firstFree(table) {
  for (let y = 0; ; y += 1) {
    for (let x = 0; x < LEAST; x += 1) if (!isTaken(table, { x, y })) return { x, y };
  }
}

/** Put a table on a square: it lies there at once, and as it lay where that cannot be kept. */
function put(table, square) {
  if (isTaken(table, square)) return say(t("Another table is there."), { urgent: true });
  const isBusy = going.has(table.id);
  going.set(table.id, square);
  changed();
  say(placeText(table));
  return isBusy || keep(table);
}

/** Sent one after the other, so that the last square is the one that stays. */
async function keep({ id, name }) {
  try {
    for (let sent = null; sent !== going.get(id);) {
      sent = going.get(id);
      takeTable(await insist(`/orders/tables/edit/${id}/`, { position: sent }, { key: newKey(), send: signedPost }));
    }
  } catch (error) {
    toast(t("{table} is where it was. {reason}", { table: name, reason: whyRefused(error) }), { kind: "bad" });
  }
  going.delete(id);
  changed();
}
