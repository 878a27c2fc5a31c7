// The panel of one place: builds its parts, follows its stream, and redraws them after each change.
import { settle } from "../../pages/ages.js";
import { h, say, toast } from "../../pages/dom.js";
import { signedGet, token } from "../../pages/login.js";
import { Stream, point } from "../../pages/stream.js";
import { t } from "../../pages/texts.js";
import { stayAwake } from "./awake.js";
import { makeBanner } from "./banner.js";
import { isOnBoard, makeBoard } from "./board.js";
import { readBook } from "./book.js";
import { makeCalls } from "./calls.js";
import { makeHeader } from "./header.js";
import { refreshMenu, takeMenu } from "./menu.js";
import { keepRinging, tellNews } from "./news.js";
import { loadOffer, makePause, takeOffer } from "./pausing.js";
import { makePrinterBanner } from "./printer_banner.js";
import { readPrinters } from "./printers.js";
import { mayServe } from "./roles.js";
import { onSettings } from "./settings.js";
import { makeSide } from "./side.js";
import { prepare } from "./sounds.js";
import { changed, enter, forget, panel, takeEvent, takeLink, takeSnapshot, takeWhole, watch } from "./state.js";
import { onRefusal, wake } from "./taps.js";

const AFTER = 1000; // ms

/** Show a place; answers how to leave it. */
export function showPanel(main, place, acts) {
  enter(place);
  const parts = build(main, acts);
  const render = () => {
    for (const part of parts) part.render();
  };
  const tick = () => parts.forEach((part) => part.tick?.());
  const stops = [watch(render), follow(place), keepRinging(), every(1000, tick)];
  onRefusal(tellRefusal);
  prepare(changed);
  stayAwake();
  render();
  setTimeout(() => withDialogs(({ resumeMoney }) => (refreshMenu(place), resumeMoney())), AFTER);
  if (acts.view === "tables") offerTable();
  return () => {
    stops.forEach((stop) => stop());
    delete document.body.dataset.view;
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  };
}

/** Whoever comes to make tables and has none is asked for the first one, unless something else is open by then. */
function offerTable() {
  const stop = watch(() => {
    if (!panel.loaded) return;
    stop();
    const isFree = !panel.tables.size && !panel.sessions.size && !document.querySelector("dialog[open]");
    if (isFree && mayServe()) create();
  });
}

/** A refusal is shown at its line; where that is not on the board, it needs a message of its own. */
function tellRefusal(text, id) {
  if (isOnBoard(id)) say(text, { urgent: true });
  else toast(text, { kind: "bad" });
}

onSettings(() => (changed(), stayAwake()));

function every(pause, work) {
  const timer = setInterval(work, pause);
  return () => clearInterval(timer);
}

/** Do something with the dialogs. They are fetched as soon as the board is there, while there is a connection. */
async function withDialogs(run) {
  try {
    run(await import("./dialogs.js"));
  } catch (problem) {
    if (!(problem instanceof TypeError)) throw problem;
    toast(t("No connection: this has not been loaded yet."), { kind: "bad" });
  }
}

const create = () => withDialogs((dialogs) => dialogs.newTable());

function build(main, acts) {
  const show = (code) => withDialogs((dialogs) => dialogs.showSession(code));
  const header = makeHeader({
    station: () => withDialogs((dialogs) => dialogs.chooseStation()),
    pause: () => withDialogs((dialogs) => dialogs.showPause()),
    settings: () => withDialogs((dialogs) => dialogs.showSettings(acts)),
  });
  const banner = makeBanner();
  const pause = makePause();
  const printers = makePrinterBanner({ open: () => withDialogs((dialogs) => dialogs.showPrinters()) });
  const bill = (session) => withDialogs((dialogs) => dialogs.showBill(session));
  const openTable = (table) => withDialogs((dialogs) => dialogs.showTable(table, show));
  const print = () => withDialogs((dialogs) => dialogs.showPrint());
  const side = makeSide({
    open: show,
    openTable,
    bill,
    create,
    print,
    setUp: () => withDialogs((dialogs) => dialogs.setUpTables({ print })),
    receipts: () => withDialogs((dialogs) => dialogs.showReceipts()),
    closed: () => withDialogs((dialogs) =>
      dialogs.showClosed((session) => dialogs.showSession(session.code, session))),
  });
  const calls = makeCalls({ open: show, openTable });
  const line = (order, session) => withDialogs((dialogs) => dialogs.showLine(order, session, show));
  const board = makeBoard({ open: show, forget, line });
  main.replaceChildren(h("div", { class: "panel" }, header.node, side.nav, ...side.sections,
    h("section", { class: "board", "aria-labelledby": "board-title" },
      h("h2", { id: "board-title", class: "visually-hidden" }, t("Orders")), board.node),
    h("div", { class: "notices" }, pause.node, banner.node, board.below, printers.node, calls.node)));
  side.fit(acts.view);
  return [header, banner, pause, printers, side, calls, board];
}

/** A session that is open again comes without its orders. */
async function readAgain(stream, code) {
  const ask = () => signedGet(`/orders/sessions/live/${code}/`);
  const found = await stream.beside(ask).catch(() => null); // the next snapshot has it
  if (found?.data) takeWhole(found.data);
}

/** Follow the place's stream; answers how to stop. */
function follow(place) {
  const stream = new Stream({
    socket: `/ws/panel/${place.id}/`,
    poll: (since, epoch) => signedGet(`/orders/panel/live/${place.id}/${point(since, epoch)}`),
    token,
    onSnapshot: (data) => {
      tellNews(takeSnapshot(data));
      readPrinters(place);
      readBook(place);
    },
    onEvent: (type, data) => {
      tellNews(takeEvent(type, data));
      if (type === "session.reopened") readAgain(stream, data.code);
    },
    onAside: (type, data) => {
      if (type === "menu.changed") takeMenu(place, data.products);
      if (type === "offer.changed") takeOffer(data);
    },
    onState: (link) => {
      const wasLive = panel.link.kind === "live";
      takeLink(link);
      if (link.kind !== "live" || wasLive) return;
      settle();
      wake();
      loadOffer(place);
      if (panel.loaded) refreshMenu(place);
    },
  });
  stream.start();
  return () => stream.stop();
}
