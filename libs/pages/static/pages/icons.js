/** The icons of all pages, drawn as lines on 24 × 24. They only help: words say the same beside them or in a label. */

/** @type {Record<string, string>} */
const PATHS = {
  back: "M15 5l-7 7 7 7",
  bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4M12 3v2",
  bill: "M6 3v18l2-1.5 2 1.5 2-1.5 2 1.5 2-1.5 2 1.5V3zM9 8h6M9 12h6M9 16h3",
  box: "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8",
  camera: "M4 8h3.5l1.5-3h6l1.5 3H20v11H4zM12 10a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
  cart: "M3 4h2.5l2.2 11h10l2-7.5H6.5M9 20h.01M17 20h.01",
  check: "M5 12.5l4.5 4.5L19 7.5",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
  close: "M6 6l12 12M18 6L6 18",
  copy: "M9 9h11v11H9zM5 15V4h11",
  down: "M6 9l6 6 6-6",
  download: "M12 4v11M7.5 10.5L12 15l4.5-4.5M5 20h14",
  edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
  forward: "M9 5l7 7-7 7",
  globe: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18",
  grip: "M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9h.01",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.5v.01",
  leaf: "M5 19C5 9 10 4.5 20 4.5 20 14.5 15 19 8.5 19 8 15 10 12 14 10",
  leave: "M13 4H5v16h8M10 12h11M17.5 8.5L21 12l-3.5 3.5",
  live: "M12 11a1 1 0 1 0 0 2 1 1 0 0 0 0-2zM8 8a6 6 0 0 0 0 8M16 8a6 6 0 0 1 0 8M5 5a10 10 0 0 0 0 14M19 5a10 10 0 0 1 0 14",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 15v2",
  menu: "M4 7h16M4 12h16M4 17h16",
  minus: "M5 12h14",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5M8.5 8.5h7M8.5 12h4",
  offline: "M4 4l16 16M8.5 14.5a5 5 0 0 1 5-1.2M5 11a10 10 0 0 1 4-2.4M13 8a10 10 0 0 1 6 3M12 18.5v.01",
  plus: "M12 5v14M5 12h14",
  pot: "M5 10h14v6a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3zM2.5 11.5H5M19 11.5h2.5M9 4v3M13 4v3",
  print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
  qr: "M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2M20 14v3h-3M14 20h2M20 20v.01",
  refresh: "M19 5v5h-5M5 19v-5h5M18.5 10A7 7 0 0 0 6 8M5.5 14A7 7 0 0 0 18 16",
  remove: "M5 7h14M10 7V4.5h4V7M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4zM9 15a2 2 0 1 0 0 4 2 2 0 0 0 0-4z",
  silent: "M4 10v4h3l5 4V6L7 10zM16 10l4 4M20 10l-4 4",
  sound: "M4 10v4h3l5 4V6L7 10zM15.5 9a4 4 0 0 1 0 6M18 6.5a8 8 0 0 1 0 11",
  table: "M3 9h18l-2-4H5zM5 9v10M19 9v10M12 9v10",
  undo: "M8 5L4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-4",
  unlock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 6.6-1.7M12 15v2",
  up: "M6 15l6-6 6 6",
  upload: "M12 15V4M7.5 8.5L12 4l4.5 4.5M5 20h14",
  user: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c.5-4 3.5-6 7.5-6s7 2 7.5 6",
  users: "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.5c.5-3.5 3-5 6.5-5s6 1.5 6.5 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 15c2 .7 3.2 2.2 3.5 4.5",
  warn: "M12 4L2.5 20h19zM12 10v5M12 17.5v.01",
};

const NAMESPACE = "http://www.w3.org/2000/svg";
/** These point somewhere: they turn round where the text runs from right to left. */
const DIRECTED = new Set(["back", "forward", "leave", "undo"]);

/**
 * How an icon is drawn: an SVG path on 24 × 24, and its classes.
 * @param {string} name
 * @returns {{line: string, look: string}}
 */
export function outline(name) {
  return { line: PATHS[name], look: DIRECTED.has(name) ? "icon directed" : "icon" };
}

/**
 * A picture that says nothing to screen readers.
 * @param {string} name
 */
export function icon(name) {
  const { line, look } = outline(name);
  return drawing(line, look);
}

/**
 * A picture of a page's own, drawn as these are.
 * @param {string} line an SVG path
 * @param {string} [look] its classes
 * @returns {Element}
 */
export function drawing(line, look = "icon") {
  const picture = shape("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: look });
  picture.append(shape("path", { d: line }));
  return picture;
}

/** @param {string} tag @param {Record<string, string>} attributes */
function shape(tag, attributes) {
  const made = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
