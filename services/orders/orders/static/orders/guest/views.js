// Which part of the page is shown, and the sheets over it. Both are in the address's hash, so that "back" works.
const VIEWS = ["menu", "cart", "orders", "service"];
const SHEET = /^(dish|line|bill|pay)-(\d+)$/;

const openers = new Map(); // kind of sheet → (id) => dialog or null
const scrolls = new Map();
let shown = "menu";
let onShow = () => {};
let open = null; // {hash, dialog}
let wanted = ""; // a sheet that the page was loaded with, until what it needs is there
let followed = ""; // the hash that is shown
window.addEventListener("hashchange", follow);

const wide = matchMedia("(min-width: 56rem)");

export const view = () => shown;

/** Whether all views are shown side by side. */
export const isWide = () => wide.matches;

/** Shows what a hash names at once. "hashchange" comes some frames later: what is pressed until then would be lost. */
export function go(hash) {
  location.hash = hash;
  follow();
}

/** To the button that sends the cart, wherever the focus is. */
export function toSend() {
  go("cart");
  (document.querySelector(".send") ?? document.getElementById("title-cart")).focus();
}

/** How sheets of this kind are opened: `opener(id, onClose)` answers a dialog, or null for what is not there. */
export function sheets(kind, opener) {
  openers.set(kind, opener);
}

/** Follow the hash from now on; `show(name, focus)` is told which view it names. */
export function start(show) {
  onShow = show;
  history.scrollRestoration = "manual";
  const first = location.hash.slice(1);
  if (SHEET.test(first)) {
    wanted = first;
    shown = first.startsWith("pay") ? "orders" : "menu"; // where one has come from
    history.replaceState(null, "", `#${shown}`);
  }
  if (VIEWS.includes(first)) shown = first;
  followed = location.hash.slice(1);
  onShow(shown, false);
}

/** Open the sheet that the page was loaded with, now that the menu is there. */
export function openWanted() {
  if (wanted) go(wanted);
  wanted = "";
}

function follow() {
  const name = location.hash.slice(1);
  if (followed === name) return;
  followed = name;
  const closing = open;
  open = null;
  closing?.dialog.close();
  const [, kind, id] = SHEET.exec(name) ?? [];
  if (kind) openSheet(name, kind, Number(id));
  else if (VIEWS.includes(name) || name === "") turnTo(name || "menu");
}

function openSheet(hash, kind, id) {
  const dialog = openers.get(kind)?.(id, () => closed(hash));
  if (dialog) open = { hash, dialog };
  else history.replaceState(null, "", `#${(followed = shown)}`);
}

function closed(hash) {
  if (open?.hash !== hash) return; // "back" has closed it
  open = null;
  history.back();
}

function turnTo(name) {
  if (name === shown) return;
  scrolls.set(shown, window.scrollY);
  shown = name;
  onShow(name, true);
  if (!isWide()) window.scrollTo(0, scrolls.get(name) ?? 0);
}
