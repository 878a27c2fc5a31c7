// Pictures of dishes: they come late, have their place from the beginning, and leave it empty when they do not arrive.
import { sourcesOf } from "../../pages/picture.js";
import { html, nothing } from "../../pages/view.js";

const mark = ({ type, target }) => target.classList.toggle("is-missing", type === "error");

/** A product's picture in a place of so many pixels; `sizes` as in HTML, where the place is as wide as its page. */
export function pictureView({ image }, size, sizes = `${size}px`) {
  if (!image) return nothing;
  const { src, sources } = sourcesOf(image);
  return html`<picture class="dish-picture">
    ${sources.map(({ type, srcset }) => html`<source type=${type} srcset=${srcset} sizes=${sizes}>`)}
    <img class="dish-image" loading="lazy" decoding="async" alt="" width=${size} height=${size} src=${src}
      @error=${mark} @load=${mark}></picture>`;
}
