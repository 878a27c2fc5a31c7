// Keeps the focus of the keyboard near where it was when what had it goes away.

/** Change the children of a list; whoever takes the place of the one that had the focus gets it: its `target`. */
export function keepingFocus(list, change, target = "button") {
  const children = [...list.children];
  const at = children.findIndex((child) => child.contains(document.activeElement));
  const had = children[at];
  change();
  if (at < 0 || document.activeElement !== document.body) return;
  const heir = had.isConnected ? had : list.children[Math.min(at, list.children.length - 1)];
  const button = heir?.querySelector(target) ?? document.querySelector(".view[aria-pressed='true']");
  button?.focus({ preventScroll: true });
}
