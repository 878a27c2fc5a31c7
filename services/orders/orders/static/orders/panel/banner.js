// The line that is there when the panel is not live: how old it is, what still works, what to do.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { statusBar } from "../../pages/status.js";
import { n, t } from "../../pages/texts.js";
import { icon } from "./icons.js";
import { panel } from "./state.js";
import { isStuck, pendingCount, wake } from "./taps.js";

const BRIEF = 2000; // ms: a connection that is back by then was not worth a word

export function makeBanner() {
  const parts = {
    line: h("p", { class: "grow" }),
    waiting: h("p", { class: "banner-waiting" }),
    help: button("info", t("What to do"), explain),
    reload: button("refresh", t("Load again"), () => location.reload()),
  };
  const node = h("div", { class: "banner link-banner", hidden: true }, Object.values(parts));
  let drawn = null, since = 0;
  const render = () => {
    const { link } = panel;
    since = link.kind === "connecting" ? since || performance.now() : 0;
    const isBrief = since > 0 && performance.now() - since < BRIEF;
    if (drawn !== link && !isBrief) {
      drawn = link;
      statusBar(parts.line, link, { hint: t("You can go on tapping: it is kept and sent later.") });
    }
    draw(node, parts, link, isBrief);
  };
  return { node, render, tick: () => since && render() };
}

const button = (drawing, label, click) =>
  h("button", { type: "button", class: "button", on: { click } }, icon(drawing), label);

function draw(node, { line, waiting, help, reload }, { kind }, isBrief) {
  const stuck = isStuck() ? pendingCount() : 0;
  const isFine = kind === "live" || isBrief || !panel.loaded;
  node.hidden = isFine && kind !== "ended" && !stuck;
  node.dataset.state = kind === "offline" || kind === "ended" ? "bad" : "warn";
  line.hidden = isFine && kind !== "ended";
  help.hidden = isFine || kind === "polling" || kind === "ended";
  reload.hidden = kind !== "ended";
  waiting.hidden = !stuck;
  const words = n("{count} tap waits to be sent.", "{count} taps wait to be sent.", stuck);
  waiting.replaceChildren(icon("wait"), ` ${words}`);
  document.body.dataset.link = kind;
}

function explain() {
  const points = [
    t("What you see stays on the screen. Newer orders of guests are missing until the connection is back."),
    t("Go on with what is there. What you tap is kept here and sent as soon as possible; do not close this page."),
    t("Guests’ phones tell them whether an order has arrived. Ask at the tables, and write down what they want now."),
    t("Check the Wi-Fi of this device. If others are cut off too, check the router or call whoever runs the server."),
  ];
  open({
    title: t("No connection: what to do"),
    body: h("ul", { class: "stack points" }, points.map((text) => h("li", {}, text))),
    actions: [{ label: t("Try again now"), kind: "primary", run: wake }],
  });
}
