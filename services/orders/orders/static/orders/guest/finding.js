// What of the menu is shown: by category, by what is searched for, by diet.
import { hasWords, searchable, wordsOf } from "../../pages/fold.js";
import { categoryName, descriptionOf, nameOf } from "../../pages/words.js";

const words = new WeakMap(); // product → what it is found by

const names = (labels) => labels.map(({ name }) => name);

function soughtIn(product) {
  const known = words.get(product);
  if (known !== undefined) return known;
  const { name, description, categories, tags } = product;
  const said = [nameOf(product), descriptionOf(product), ...categories.map(categoryName)];
  const text = searchable(name, description, ...names(categories), ...names(tags), ...said);
  words.set(product, text);
  return text;
}

/** Whether a product is wanted: it has all the words, in any order, and all the tags. */
export function isWanted(product, { text, tags }) {
  if (![...tags].every((tag) => names(product.tags).includes(tag))) return false;
  return text === "" || hasWords(soughtIn(product), wordsOf(text));
}

/**
 * The categories in the order of the menu, with their products: `{id, name, products}`. They are called in the language
 * of the page, where that is known. What stands in several
 * categories is in each of them; what has none is last, under "". The `id` stays the same whatever is searched for.
 */
export function categoriesOf(products) {
  const groups = new Map();
  const put = (name, product) => {
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(product);
  };
  for (const { categories } of products) if (categories.length) groups.set(categories[0].name, []);
  for (const product of products) {
    for (const name of new Set(names(product.categories))) put(name, product);
    if (product.categories.length === 0) put("", product);
  }
  const named = [...groups].filter(([name]) => name !== "");
  const all = groups.has("") ? [...named, ["", groups.get("")]] : named;
  const categories = products.flatMap((product) => product.categories);
  const called = new Map(categories.map((each) => [each.name, categoryName(each)]));
  return all.map(([name, some], index) =>
    ({ id: `category-${index}`, name: called.get(name) ?? name, products: some }));
}

/** The tags of a menu. */
export const tagsOf = (products) => [...new Set(products.flatMap(({ tags }) => names(tags)))].sort();
