// The start page's live part: asks /status.json every five seconds while the page is looked at, and lets people choose
// the language. The words are in the page.

const EVERY_MS = 5000;
const YEAR = 365 * 24 * 60 * 60; // seconds
const texts = JSON.parse(document.getElementById("texts").textContent);
const ICONS = {
  good: "M5 10.5l3.5 3.5 7-8",
  warn: "M10 5v6M10 14.5v.01",
  bad: "M6 6l8 8M14 6l-8 8",
};

/** Shows words and icon; touches the page only on a change, so that a screen reader hears each state once. */
function show(element, state, words) {
  if (element.dataset.state === state && element.textContent.trim() === words) return;
  element.dataset.state = state;
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  for (const [name, value] of Object.entries({ viewBox: "0 0 20 20", width: 20, height: 20, "aria-hidden": "true" })) {
    icon.setAttribute(name, value);
  }
  icon.innerHTML = `<circle cx="10" cy="10" r="9" fill="none" stroke="currentColor" stroke-width="1.5"/>
    <path d="${ICONS[state]}" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>`;
  const text = document.createElement("span");
  text.textContent = words;
  element.replaceChildren(icon, text);
  element.hidden = false;
}

/** `orders-ws` is the `ws` process of `orders`. */
function kindOf(process) {
  return process.slice(process.lastIndexOf("-") + 1);
}

/** One service is one card, however many processes it has. */
function showService(element, services) {
  const own = Object.entries(services).filter(([name]) => name.startsWith(`${element.dataset.service}-`));
  const down = own.filter(([, process]) => !process.ready);
  if (own.length === 0) return show(element, "bad", texts.unknown);
  if (down.length === 0) return show(element, "good", texts.running);
  const why = down.map(([name, { failing }]) => `${kindOf(name)}: ${failing.join(", ").replaceAll("_", " ")}`);
  return show(element, down.length < own.length ? "warn" : "bad", `${texts.failing} (${why.join("; ")})`);
}

function some(count, all) {
  return texts.some.replace("{count}", count).replace("{all}", all);
}

function showAll(status) {
  for (const element of document.querySelectorAll("[data-service]")) showService(element, status.services);
  const missing = status.not_ready ?? [];
  const all = Object.keys(status.services).length;
  const banner = document.getElementById("banner");
  if (missing.length === 0) show(banner, "good", texts.all);
  else if (missing.length < all) show(banner, "warn", some(missing.length, all));
  else show(banner, "bad", texts.none);
}

async function ask() {
  try {
    const answer = await fetch("/status.json", { cache: "no-store", signal: AbortSignal.timeout(4000) });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    showAll(await answer.json());
  } catch {
    const banner = document.getElementById("banner");
    show(banner, "bad", texts.silent);
    for (const element of document.querySelectorAll("[data-service]")) element.hidden = true;
  }
}

ask();
setInterval(() => document.hidden || ask(), EVERY_MS);
document.addEventListener("visibilitychange", () => document.hidden || ask());

/** Shows the site in another language from now on, as the other pages do (`aisle_language`). */
function choose(tag) {
  document.cookie = `aisle_language=${tag}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
  location.reload();
}

const languages = document.querySelector(".languages");
languages.hidden = !navigator.cookieEnabled;
for (const button of languages.children) button.addEventListener("click", () => choose(button.dataset.language));
