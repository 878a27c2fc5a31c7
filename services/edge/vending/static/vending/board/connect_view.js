/** What is put into a machine so that it finds the suite and proves who it is. */

import { plainButton } from "../../pages/buttons.js";
import { t } from "../../pages/texts.js";
import { html, nothing } from "../../pages/view.js";
import { copyView } from "../../pages/copy.js";
import { freshKeys, makeKey } from "./fresh_keys.js";

const { publicUrl = "" } = document.body.dataset;
const PORTS = { "http:": "80", "https:": "443" };

/** Whom only this computer reaches. */
const NEAR = /^(localhost|127\..*|\[::1\])$/;

/** The suite as a machine is told it. */
function suite() {
  const url = new URL(publicUrl || location.origin);
  const port = url.port || PORTS[/** @type {keyof typeof PORTS} */ (url.protocol)];
  return {
    host: url.hostname, port, origin: url.origin, isNear: NEAR.test(url.hostname), isSecret: url.protocol === "https:",
  };
}

/** What to write into the sketch. @param {string} id @param {string} key */
function linesOf(id, key) {
  const { host, port, origin } = suite();
  return [
    `const char* serverHost = "${host}";`, `const int serverPort = ${port};`, 'const char* serverPath = "/ws";',
    `const char* serverHttps = "${origin}";`, `const char* machine_id = "${id}";`,
    `const char* machine_api_key = "${key}";`,
  ].join("\n");
}

/** @param {string} id */
export function connectView(id) {
  const key = freshKeys.get(id)?.key;
  const { isNear, isSecret } = suite();
  return html`${key ? html`<p>${
      t("Put these lines into the machine's sketch, with your Wi-Fi's name and password. The key is shown this once.")
    }</p>
      ${copyView(linesOf(id, key), t("Copy the lines"))}`
    : html`<p>${t("Its key was shown once, when it was made. If you do not have it any more, make another one.")}</p>
      <div>${plainButton(t("New key"), () => makeKey(id))}</div>`}
    ${isSecret ? html`<p class="hint">${t("This site is encrypted: the sketch has to call webSocket.beginSSL.")}</p>`
      : nothing}
    ${isNear ? html`<p class="note">${
      t("No machine reaches “localhost”. Write this computer's network address, and start the suite with BIND=0.0.0.0.")
    }</p>` : nothing}
    <p class="waiting" role="status"><span class="spinner" aria-hidden="true"></span>${t("Waits for the machine…")}</p>
    <details><summary>${t("It does not come?")}</summary><ul class="guide">
      <li>${t("Is its Wi-Fi right, and 2.4 GHz? Its serial monitor says “Wi-Fi connected”.")}</li>
      <li>${
      t("Are host and port right, reachable from its network? Open the host's address on a phone in the same Wi-Fi.")
      }</li>
      <li>${t("Was the suite started with BIND=0.0.0.0? Otherwise only this computer reaches it.")}</li>
      <li>${t("Are id and key those from here, letter by letter? A wrong key is refused with “invalid_api_key”.")}</li>
      <li><a href="/docs/">${t("Documentation")}</a></li></ul></details>`;
}
