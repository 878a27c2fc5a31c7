// Setting up one printer: where it is, what it prints, on which paper, in which letters.
import { insist, newKey } from "../../pages/api.js";
import { confirm, open } from "../../pages/dialog.js";
import { h, toast } from "../../pages/dom.js";
import { signedPost } from "../../pages/login.js";
import { language, t } from "../../pages/texts.js";
import { html, render as draw } from "../../pages/view.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { whyRefused } from "./refusals.js";
import { panel, dropPrinter, takePrinter } from "./state.js";
import { categoryChecks, categoryNames } from "./station.js";

const PORT = 9100;
const USUAL = { name: "", host: "", port: PORT, categories: [], columns: 48, code_page: "cp858", is_active: true };
const PAPERS = () => [[48, t("80 mm, 48 letters")], [42, t("80 mm, 42 letters")], [32, t("58 mm, 32 letters")]];
const TONGUES = [["en", "English"], ["de", "Deutsch"]];
const LETTERS = () => [["cp858", t("Western Europe")], ["cp850", t("Western Europe, older")], ["cp437", t("USA")],
  ["cp852", t("Central Europe")], ["cp866", t("Cyrillic")], ["cp737", t("Greek")], ["cp1252", t("Western Europe")],
  ["cp1250", t("Central Europe")], ["cp1251", t("Cyrillic")]]
  .map(([key, text]) => [key, `${text} (${key.toUpperCase()})`]);

const send = (path, body) => insist(`/orders/printers/${path}/`, body, { key: newKey(), send: signedPost });

/** Change a printer; null: add one. */
export function editPrinter(printer) {
  const known = printer ?? { ...USUAL, language: language === "de" ? "de" : "en" };
  const form = fieldsOf(known);
  const problem = h("p", { class: "problem", role: "alert" });
  const tell = (error) => (problem.textContent = whyRefused(error), false);
  const save = async () => {
    const input = form.invalid();
    if (input) return input.reportValidity();
    try {
      const path = printer ? `edit/${printer.id}` : "create";
      takePrinter(await send(path, printer ? form.read() : { ...form.read(), location_id: panel.place.id }));
      return true;
    } catch (error) {
      return tell(error);
    }
  };
  const body = h("form", { class: "stack", on: { submit: (event) => event.preventDefault() } }, form.nodes, problem,
    printer && h("div", { class: "row" }, act("print", t("Print a test"), () => test(printer, tell)),
      act("remove", t("Take the printer away"), async () => (await remove(printer, tell)) && dialog.close())));
  const dialog = open({ title: printer ? t("Change {name}", printer) : t("Add a printer"), body,
    actions: [{ label: t("Cancel"), kind: "quiet" }, { label: t("Save"), kind: "primary", run: save }] });
}

const act = (drawing, label, click) =>
  h("button", { type: "button", class: "button", on: { click } }, icon(drawing), label);

const field = (label, input, hint) =>
  h("label", { class: "field" }, h("span", {}, label), input, hint && h("span", { class: "hint" }, hint));

const select = (options, value) => h("select", {}, options.map(([key, text]) =>
  h("option", { value: String(key), selected: String(key) === String(value) }, text)));

/** The fields of a printer; `read()` answers what they say, `invalid()` the first that is wrong. */
function fieldsOf(known) {
  const name = h("input", { value: known.name, maxlength: 60, required: true, autocomplete: "off" });
  const host = h("input", { value: known.host, maxlength: 253, required: true, autocomplete: "off", dir: "ltr",
    spellcheck: "false", autocapitalize: "none" });
  const port = h("input", { type: "number", min: 1, max: 65535, step: 1, required: true, value: known.port,
    inputmode: "numeric" });
  const [paper, tongue, letters] = [select(PAPERS(), known.columns), select(TONGUES, known.language),
    select(LETTERS(), known.code_page)];
  const inUse = h("input", { type: "checkbox", checked: known.is_active });
  const shown = new Set(known.categories);
  const inputs = [name, host, port];
  const nodes = [field(t("Name"), name, t("As the kitchen knows it: “Kitchen”, “Bar”.")),
    h("div", { class: "pair" }, field(t("Address"), host), field(t("Port"), port)),
    h("p", { class: "soft small" },
      t("The address in your network, such as 192.168.1.50: the printer’s own test page has it.")),
    categories(shown), h("div", { class: "pair" }, field(t("Paper"), paper), field(t("Language"), tongue)),
    field(t("Letters"), letters, t("As the printer’s own test page names them. Others are printed as “?”.")),
    h("label", { class: "check" }, inUse, h("span", {}, t("In use")))];
  const read = () => ({ name: name.value, host: host.value, port: port.valueAsNumber, categories: [...shown],
    columns: Number(paper.value), language: tongue.value, code_page: letters.value, is_active: inUse.checked });
  return { nodes, read, invalid: () => inputs.find((one) => !one.checkValidity()) };
}

/** What it prints: boxes for the categories of the menu, as soon as that is there. */
function categories(shown) {
  const node = h("fieldset", { class: "checks" });
  const render = (products) => draw(html`<legend>${t("Prints (nothing chosen: everything)")}</legend>${
    categoryChecks(categoryNames(products, [...shown]), shown)}`, node);
  render([]);
  menu(panel.place).then(render, () => {}); // without the menu: the categories of the orders
  return node;
}

const test = ({ id, name }, tell) => send(`test/${id}`, {}).then(
  () => toast(t("A test is on its way to {name}.", { name })), tell);

async function remove({ id, name }, tell) {
  const agreed = await confirm({
    title: t("Take {name} away?", { name }),
    text: t("What waits for it is not printed any more. To stop it for a while, take it out of use instead."),
    yes: t("Take it away"), no: t("Keep it"), danger: true,
  });
  if (!agreed) return false;
  try {
    await send(`remove/${id}`, {});
    dropPrinter(id);
    return true;
  } catch (error) {
    return tell(error);
  }
}
