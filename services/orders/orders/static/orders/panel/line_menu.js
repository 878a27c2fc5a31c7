// What can be done with a line of the board beside the next step: sold out, one step back, cancelling, its table.
import { open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { isSoldOut } from "../../pages/menu.js";
import { t } from "../../pages/texts.js";
import { html, nothing, render as draw } from "../../pages/view.js";
import { optionsView } from "../dish/choosing.js";
import { cancelOrder } from "./cancel.js";
import { sign } from "./icons.js";
import { forgetMenu, known } from "./menu.js";
import { whyRefused } from "./refusals.js";
import { mayServe } from "./roles.js";
import { panel, watch } from "./state.js";
import { before, isActive, stateName } from "./steps.js";
import { move, target } from "./taps.js";
import { step } from "./undo.js";

/** Open the menu of a line; `show(code)` opens its table. */
export function showLine(order, session, show) {
  const body = h("div", { class: "stack line-menu" });
  const line = { soldOut: false, busy: false, problem: "" };
  const title = `${order.quantity}× ${order.name}`;
  const now = () => panel.sessions.get(session.code)?.orders.get(order.id) ?? order;
  const render = () => draw(menuView(line, now(), acts), body);
  const stop = watch(render);
  const { close } = open({ title, body, onClose: stop });
  const acts = {
    soldOut: () => sell(line, now(), render, close),
    back: () => (close(), step(session, [[now(), before(target(now()))]])),
    cancel: () => (close(), cancelOrder(now())),
    cancelSoldOut: () => (close(), move(now(), "cancelled", t("Sold out"))),
    table: () => (close(), show(session.code)),
    close,
  };
  render();
}

function menuView(line, order, acts) {
  if (line.soldOut) return soldOutView(order, acts);
  const state = target(order);
  const back = before(state);
  const isOut = known(order.product_id) && isSoldOut(known(order.product_id));
  return html`
    ${optionsView(order.options)}
    ${order.note ? html`<p class="note"><bdi>${order.note}</bdi></p>` : nothing}
    ${isOut ? html`<p class="soft">${t("It is sold out already.")}</p>`
    : item("remove", t("Sold out"), acts.soldOut, "danger")}
    ${line.problem ? html`<p class="problem" role="alert">${line.problem}</p>` : nothing}
    ${back ? item("undo", t("Back to “{state}”", { state: stateName(back) }), acts.back) : nothing}
    ${mayServe() && isActive(state) ? item("close", t("Cancel order"), acts.cancel) : nothing}
    ${item("table", t("Show the table"), acts.table)}`;
}

const item = (drawing, label, press, kind = "") =>
  html`<button type="button" class=${`button wide ${kind}`} @click=${press}>${sign(drawing)}${label}</button>`;

/** It is off the menu: this line may have to go as well. */
function soldOutView(order, acts) {
  const { name, quantity: count } = order;
  return html`<p role="status">${t("{name} is sold out: nobody can order it any more.", { name })}</p>
    ${mayServe() && isActive(target(order))
    ? item("close", t("Cancel this {count}× {name} too", { count, name }), acts.cancelSoldOut, "danger") : nothing}
    ${item("check", t("Keep this order"), acts.close)}`;
}

/** Take the product off the menu for everybody, at once; a message can undo it. */
async function sell(line, order, render, close) {
  if (line.busy) return;
  Object.assign(line, { busy: true, problem: "" });
  try {
    await setSoldOut(order.product_id, true);
    line.soldOut = true;
    toast(t("{name} is sold out.", { name: order.name }), {
      action: { label: t("Undo"), run: () => (close(), undo(order)) }, lasting: true,
    });
  } catch (error) {
    line.problem = t("It is still on sale. {reason}", { reason: whyRefused(error) });
  }
  line.busy = false;
  render();
}

async function undo(order) {
  try {
    await setSoldOut(order.product_id, false);
    toast(t("{name} is on sale again.", { name: order.name }));
  } catch (error) {
    toast(t("{name} is still sold out. {reason}", { name: order.name, reason: whyRefused(error) }),
      { kind: "bad", action: { label: t("Try again"), run: () => undo(order) } });
  }
}

async function setSoldOut(id, isOut) {
  await signedPost(`/products/sold_out/${id}/`, { sold_out: isOut });
  forgetMenu();
}
