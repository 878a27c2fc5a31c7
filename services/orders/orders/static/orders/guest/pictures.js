// Pictures of dishes: they come late, have their place from the beginning, and leave it empty when they do not arrive.
import { addressOf } from "../../pages/menu.js";
import { html, nothing } from "../../pages/view.js";

/** A product's picture, so many pixels wide and high. */
export const pictureView = ({ image }, size) => (image
  ? html`<img class="dish-image" src=${addressOf(image)} alt="" loading="lazy" decoding="async" width=${size}
    height=${size} @error=${({ target }) => target.classList.add("is-missing")}>`
  : nothing);
