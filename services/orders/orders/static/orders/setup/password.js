// Another password for who is signed in: staff get their first one from the owner.

import { open } from "../../pages/dialog.js";
import { h } from "../../pages/dom.js";
import { changePassword, who } from "../../pages/login.js";
import { t } from "../../pages/texts.js";
import { password } from "./account.js";
import { form } from "./form.js";
import { tell } from "./tell.js";
import { newPassword } from "./values.js";

const WRONG = {
  incorrect_credentials: () => t("The old password is wrong. Capital letters matter."),
};

/** Asks for the old password and a new one, in a dialog. */
export function askNewPassword() {
  const old = password({ name: "old", label: t("Old password"), autocomplete: "current-password" });
  const fresh = password({
    name: "fresh", label: t("New password"), autocomplete: "new-password", read: newPassword,
    hint: t("At least 7 characters."),
  });
  const account = h("input", {
    class: "visually-hidden", autocomplete: "username", value: who().username, readonly: true, tabindex: "-1",
    "aria-hidden": "true", // tells password managers whose it is
  });
  const made = form({
    label: t("Change the password"), fields: [old, fresh], reasons: WRONG,
    content: [account, h("p", { class: "hint" }, t("All other devices where you are signed in have to sign in again.")),
      old.element, fresh.element],
    actions: [h("button", { class: "button primary", type: "submit" }, t("Change the password"))],
    save: async (values) => {
      await changePassword(values.old, values.fresh);
      dialog.close();
      tell(t("Your password is changed."));
    },
  });
  const dialog = open({ title: t("Change the password"), body: made.element });
}
