// Forms: labelled fields that say what is wrong with them, and a form that saves them.

import { Unreachable } from "../../pages/api.js";
import { h, icon } from "../../pages/dom.js";
import { t } from "../../pages/texts.js";
import { explain, fieldOf } from "./reasons.js";
import { Wrong } from "./values.js";

let made = 0;

/**
 * A field with a label, a hint and a place for what is wrong. Anything with `name`, `element`,
 * `raw()`, `read()`, `set(value)` and `fail(words)` is a field to a form.
 */
export function field({ name, label, hint = "", value = "", read = (typed) => typed, multiline = false, ...more }) {
  const id = `field-${(made += 1)}`;
  const { required = false, after = null, ...attributes } = more;
  const control = h(multiline ? "textarea" : "input", {
    id, name, value, required, "aria-describedby": `${id}-hint ${id}-error`,
    type: multiline ? undefined : "text", dir: "auto", ...attributes,
  });
  control.value = value;
  const wrong = errorLine(`${id}-error`);
  const element = h("div", { class: "field" },
    h("label", { for: id }, label),
    h("p", { class: "hint", id: `${id}-hint`, hidden: !hint }, hint),
    control, after, wrong.element);
  const made_ = {
    name, element, control, required,
    raw: () => control.value.trim(),
    set: (text) => { control.value = text; made_.fail(""); },
    read: () => read(control.value.trim()),
    fail: (words) => { wrong.show(words); control.setAttribute("aria-invalid", String(Boolean(words))); },
    focus: () => control.focus(),
  };
  control.addEventListener("input", () => made_.fail(""));
  return made_;
}

/** The line below a field; empty while nothing is wrong. */
export function errorLine(id) {
  const words = h("span", {});
  const element = h("p", { class: "problem", id, hidden: true }, icon("warn"), words);
  return {
    element,
    show: (text) => { words.textContent = text; element.hidden = !text; },
  };
}

/** Goes to a field, also when it is folded away. */
function reach(field_) {
  field_.element.closest("details")?.setAttribute("open", "");
  field_.focus();
}

/** Values by name; throws the first Wrong after showing all of them. */
function readAll(fields) {
  const values = {};
  let first = null;
  for (const each of fields) {
    try {
      if (each.required && each.raw() === "") throw new Wrong(t("Please fill this in."));
      values[each.name] = each.read();
      each.fail("");
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      each.fail(error.message);
      first ??= each;
    }
  }
  if (first) reach(first);
  return first ? null : values;
}

/**
 * A form that saves by `save(values, button)`. `dirty()` tells whether something was changed since
 * the last save. `reasons` has words for refusals that mean something else here.
 */
export function form({ label, fields, content, actions, save, reasons = {} }) {
  const trouble = h("p", { class: "banner", "data-state": "bad", role: "alert", hidden: true });
  const element = h("form", { class: "stack form", novalidate: true, "aria-label": label },
    ...content, trouble, h("div", { class: "row actions" }, ...actions));
  const raw = () => JSON.stringify(fields.map((each) => each.raw()));
  let saved = raw();
  let busy = false;
  const said = (words) => { trouble.textContent = words; trouble.hidden = !words; };

  async function submit(event) {
    event.preventDefault();
    if (busy) return;
    said("");
    const values = readAll(fields);
    if (values === null) return;
    const before = raw();
    setBusy(true);
    try {
      await save(values, event.submitter);
      if (raw() === before) saved = before;
    } catch (error) {
      refused(error);
    } finally {
      setBusy(false);
    }
  }

  function setBusy(now) {
    busy = now;
    element.setAttribute("aria-busy", String(now));
    const buttons = element.querySelectorAll("button[type=submit]");
    for (const button of buttons) button.setAttribute("aria-disabled", String(now));
  }

  function refused(error) {
    const words = error instanceof Wrong ? error.message
      : error instanceof Unreachable ? explain(error) + " " + t("What you wrote is kept.") : explain(error, reasons);
    const where = error instanceof Wrong ? error.field : fieldOf(error);
    const about = fields.find((each) => each.name === where);
    if (about) about.fail(words);
    else said(words);
    if (about) reach(about);
    else trouble.scrollIntoView({ block: "nearest" });
  }

  element.addEventListener("submit", submit);
  return { element, dirty: () => raw() !== saved, clean: () => { saved = raw(); }, said };
}
