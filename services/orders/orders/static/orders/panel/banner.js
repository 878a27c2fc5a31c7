// The line that is there when the panel is not live: how old it is, what still works, what to do.
import { open } from "../../kit/dialog.js";
import { h } from "../../kit/dom.js";
import { statusBar } from "../../kit/status.js";
import { n, t } from "../../kit/texts.js";
import { icon } from "./icons.js";
import { panel } from "./state.js";
import { isStuck, pendingCount, wake } from "./taps.js";

const BRIEF = 2000; // ms: a connection that is back by then was not worth a word

export function makeBanner() {
  const line = h("p", { class: "grow" });
  const waiting = h("p", { class: "banner-waiting" });
  const help = h("button", { type: "button", class: "button", on: { click: explain } }, icon("info"), t("What to do"));
  const node = h("div", { class: "banner link-banner", hidden: true }, line, waiting, help);
  let drawn = null, since = 0;
  const render = () => {
    const { link } = panel;
    if (link.kind !== "connecting") since = 0;
    else since ||= Date.now();
    const isBrief = since > 0 && Date.now() - since < BRIEF;
    if (drawn !== link && !isBrief) {
      drawn = link;
      statusBar(line, link, { hint: t("You can go on tapping: it is kept and sent later.") });
    }
    const stuck = isStuck() ? pendingCount() : 0;
    node.hidden = (link.kind === "live" || isBrief || !panel.loaded) && !stuck;
    node.dataset.state = line.dataset.state === "good" ? "warn" : line.dataset.state;
    waiting.hidden = !stuck;
    waiting.replaceChildren(icon("wait"), ` ${n("{count} tap waits to be sent.", "{count} taps wait to be sent.", stuck)}`);
    document.body.dataset.link = link.kind;
  };
  return { node, render, tick: () => since && render() };
}

function explain() {
  const points = [
    t("What you see stays on the screen. Newer orders of guests are missing until the connection is back."),
    t("Go on with what is there. What you tap is kept here and sent as soon as possible; do not close this page."),
    t("Guests’ phones tell them whether an order has arrived. Ask at the tables, and write down what they want now."),
    t("Check the Wi-Fi of this device. If other devices are cut off too, check the router or call whoever runs the server."),
  ];
  open({
    title: t("No connection: what to do"),
    body: h("ul", { class: "stack points" }, points.map((text) => h("li", {}, text))),
    actions: [{ label: t("Try again now"), kind: "primary", run: wake }],
  });
}
