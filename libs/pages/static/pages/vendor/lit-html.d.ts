/** What pages use of lit-html: the exports of static/pages/vendor/lit-html.js, as far as they are called. */

/** A template with what fills its gaps; not part of a page until it is rendered. */
export interface TemplateResult {
  readonly strings: TemplateStringsArray;
  readonly values: unknown[];
}

/** Makes a template. Gaps are texts, templates, lists, elements, or `nothing`: never read as HTML. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult;

/** Shows nothing; as an attribute, takes it away. */
export const nothing: unique symbol;

/** Brings the content of an element up to date, touching only what has changed. */
export function render(value: unknown, container: HTMLElement): unknown;

/** Makes everything anew when the key is another one. */
export function keyed(key: unknown, value: unknown): unknown;

/** Compares a property with what the element has now instead of what was rendered last: for what people type. */
export function live(value: unknown): unknown;

/** A list whose elements move with their items. Keys are unique. */
export function repeat<Item>(
  items: Iterable<Item>,
  key: (item: Item, at: number) => unknown,
  template: (item: Item, at: number) => unknown,
): unknown;
