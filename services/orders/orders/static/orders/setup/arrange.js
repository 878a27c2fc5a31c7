// The order of the menu: categories and products go up or down, one step a tap.

import { h, icon, keyed, say } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { byCategory } from "../shared/menu.js";

/** The list; `changed(products)` is called after each step with the whole menu in its new order. */
export function arranger(products, changed) {
  const groups = byCategory(products);
  const element = h("div", { class: "order" });

  /** Moves what `isIt` finds in a list by one place. */
  const step = (list, isIt, by) => {
    const from = list.findIndex(isIt);
    [list[from], list[from + by]] = [list[from + by], list[from]];
    draw();
    say(t("Now number {place} of {count}.", { place: from + by + 1, count: list.length }));
    changed(groups.flatMap((group) => group.products));
  };
  const stepGroup = (name, by) => step(groups, (group) => group.name === name, by);
  const stepProduct = (name, id, by) =>
    step(groups.find((group) => group.name === name).products, (product) => product.id === id, by);

  const rowsOf = (group) => group.products.map((product, at) =>
    ({ ...product, group: group.name, isFirst: at === 0, isLast: at === group.products.length - 1 }));
  const fill = (node, group) => {
    setEnds(node.firstElementChild, group);
    keyed(node.lastElementChild, rowsOf(group), (row) => row.id, makeRow, setEnds);
  };
  const makeRow = (row) =>
    line("li", row, h("span", { class: "about", dir: "auto" }, row.name), (by) => stepProduct(row.group, row.id, by));
  const makeGroup = (group) => {
    const title = h("h3", { dir: "auto" }, group.name || t("Without a category"));
    const node = h("section", { class: "group" },
      line("div", group, title, (by) => stepGroup(group.name, by)), h("ol", { class: "rows" }));
    fill(node, group);
    return node;
  };
  const draw = () => keyed(element, withEnds(groups), (group) => group.name, makeGroup, fill);

  draw();
  return element;
}

/** What has no category comes last and stays there. */
function withEnds(groups) {
  const named = groups.filter((group) => group.name !== "").length;
  return groups.map((group, at) =>
    ({ ...group, isFirst: at === 0 || group.name === "", isLast: at >= named - 1 }));
}

/** A name with a button for each direction. */
function line(tag, item, words, step) {
  const name = item.name || t("Without a category");
  const button = (by, shape, label) => h("button", {
    type: "button", class: "button quiet", "aria-label": label,
    on: { click: ({ currentTarget }) => currentTarget.ariaDisabled === "true" || step(by) },
  }, icon(shape));
  const node = h(tag, { class: "line" }, words,
    button(-1, "up", t("Move {name} up", { name })), button(1, "down", t("Move {name} down", { name })));
  setEnds(node, item);
  return node;
}

/** The first cannot go up, the last cannot go down; their buttons keep the focus. */
function setEnds(node, { isFirst, isLast }) {
  const [up, down] = node.querySelectorAll(":scope > button");
  up.setAttribute("aria-disabled", String(isFirst));
  down.setAttribute("aria-disabled", String(isLast));
}

/** Saves one state after the other, and of those that came meanwhile only the last; `failed` is told. */
export function saver(save, failed) {
  let wanted = null;
  let busy = false;
  return async (state) => {
    wanted = state;
    if (busy) return;
    busy = true;
    try {
      while (wanted !== null) {
        const now = wanted;
        wanted = null;
        await save(now);
      }
    } catch (error) {
      wanted = null;
      failed(error);
    } finally {
      busy = false;
    }
  };
}
