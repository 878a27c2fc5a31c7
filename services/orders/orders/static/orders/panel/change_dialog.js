// Asking for what changes a bill: something of its own, and a reason. It stays open until the server has agreed.
import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { render as draw } from "../../pages/view.js";
import { sendingView } from "./bill_view.js";
import { sendMoney, unanswered } from "./money_sending.js";
import { reasonInput, usualReasons } from "./reason.js";
import { whyRefused } from "./refusals.js";

/**
 * `view(set)` shows what is asked beside the reason, from what `asked` holds, and is drawn anew when that is `set`;
 * `wrong()` says what is missing, `write(reason)` is {path, body, what}.
 */
export function askChange(account, { title, hint = "", reasons, yes, asked = {}, write, ...more }) {
  const { view = () => "", wrong = () => "" } = more;
  const [own, news] = [h("div", { class: "stack" }), h("div")];
  const problem = h("p", { class: "problem", role: "alert" });
  const field = reasonInput();
  const set = (some) => (Object.assign(asked, some), render());
  const render = () => (draw(view(set), own), draw(sendingView(unanswered(account.code)), news));
  const send = async () => {
    field.value = field.value.trim();
    problem.textContent = wrong();
    if (problem.textContent || !field.reportValidity() || unanswered(account.code)) return false;
    try {
      await sendMoney(account.code, write(field.value));
      await account.read();
      return true;
    } catch (error) {
      problem.textContent = whyRefused(error);
      await account.read();
      render();
      return false;
    }
  };
  const submit = async (event) => (event.preventDefault(), (await send()) && dialog.close());
  const stop = account.watch(render);
  const dialog = open({
    title,
    body: h("form", { class: "stack", on: { submit } }, own,
      h("label", { class: "field" }, h("span", {}, t("Reason")), field, hint && h("span", { class: "hint" }, hint)),
      usualReasons(reasons, (reason) => (field.value = reason)), news, problem),
    actions: [{ label: t("Cancel"), kind: "quiet" }, { label: yes, kind: "primary", run: send }],
    onClose: stop,
  });
  render();
}
