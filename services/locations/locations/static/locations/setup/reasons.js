/** This page's words for refusals, and the fields that they are about. */

import { ACCOUNT_WORDS } from "../../pages/account.js";
import { explain as explainCommon, reasonWords } from "../../pages/refusals.js";
import { t } from "../../pages/texts.js";

/** @type {import("../../pages/refusals.js").Words} */
export const WORDS = {
  ...ACCOUNT_WORDS,
  incorrect_credentials: () => t("You may not change this. Ask the owner of the place to add you as staff."),
  malformed_json: () => t("Something here cannot be saved as it is. Check each field."),
  location_not_found: () => t("This place is not there any more. Load the page again."),
  product_not_found: () => t("This product is not there any more. Load the page again."),
  duplicate_location: () => t("There is a place with this name at this address already. Change one of the two."),
  duplicate_product: () =>
    t("This category has a product of this name already. Choose another name, or another category."),
  duplicate_barcode: () => t("Another product of yours has this barcode. Check the digits."),
  insufficient_stock: () => t("So many are not there any more. Take fewer off, or count what is there."),
  stock_not_tracked: () => t("Nobody counts this product by now. Begin with a stock-taking."),
  product_reserved: () => t("Some of it is reserved for a cart that is being paid. Try again in a few minutes."),
  products_changed: () => t("Somebody has changed products meanwhile. Look at what the file would do now."),
  erroneous_lines: () => t("There are errors in the file. Nothing was imported."),
  product_changed: () => t("Somebody else has changed this meanwhile. Choose below what is to stay."),
  location_changed: () => t("Somebody else has changed this meanwhile. Choose below what is to stay."),
  menu_changed: () => t("Somebody else has arranged the menu meanwhile. Here it is as it is now."),
  places_closed: () => t("New places are made by whoever runs this server. Ask them for one."),
  too_many_locations: () => t("You own as many places already as an account may."),
  not_a_picture: () => t("This is no picture that can be shown. Take a JPEG, PNG, WebP or AVIF that does not move."),
  picture_too_large: () =>
    t("This picture is too large: 5 MB and 12 million pixels are the most, for a JPEG 24 million."),
  picture_elsewhere: () => t("This picture was sent for another place. Send the file here."),
  picture_not_found: () => t("This picture is not kept any more. Send the file again."),
  too_many_pictures: () => t("This place has as many pictures as it may have. Take away some that no dish needs."),
  too_many_products: () => t("Your menu has 5,000 products already; that is the most. Delete some first."),
  duplicate_option_group: () => t("There is a group of this name already. Choose another name."),
  duplicate_option: () => t("Two options of this group have the same name."),
  option_group_changed: () => t("Somebody else has changed this meanwhile. Choose below what is to stay."),
  option_group_in_use: () => t("Products still have this group. Take it off them first."),
  option_group_not_found: () => t("This group of options is not there any more. Load the page again."),
  product_in_use: () => t("Options take it from stock. Change those first."),
  erroneous_value: () => t("Look at the numbers: so many can be chosen as there are options."),
  weak_password: () => t("This password is among those that are guessed first. Choose another one."),
  staff_changed: () => t("Somebody else has changed this role meanwhile. Here it is as it is now."),
  staff_not_found: () => t("This person does not work here any more. Load the page again."),
  account_not_managed: () =>
    t("This account is not yours alone. They change the password themselves, by “Forgot your password?”."),
  too_many_staff: () => t("200 people work here already; that is the most. Remove somebody first."),
};

/** What is wrong with a line of a file. @type {import("../../pages/refusals.js").Words} */
const LINES = {
  option_group_not_found: () => t("This place has no group of options of this name. Add it first."),
  missing: () => t("This is missing."),
  erroneous_value: () => t("This cannot be read. Compare with a file that you have downloaded."),
  product_not_found: () => t("No product of this place has this number."),
  duplicate_line: () => t("Another line of the file is about the same product."),
};

/** The name of the field that a refusal is about, by its reason. */
export const FIELDS = {
  duplicate_option_group: "name",
  duplicate_option: "options",
  duplicate_location: "name",
  duplicate_product: "name",
  duplicate_barcode: "barcode",
  weak_password: "fresh",
  user_not_found: "username",
  insufficient_stock: "units",
};

/** What is wrong with a line of a file. @param {string} reason */
export const lineWords = (reason) => reasonWords(reason, { ...WORDS, ...LINES });

/** What went wrong, and what to do. @param {unknown} error */
export const explain = (error) => explainCommon(error, WORDS);
