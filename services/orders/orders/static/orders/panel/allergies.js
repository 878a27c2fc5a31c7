// Notes that may be about an allergy: by words of many languages, and by what the dish contains or is said to be.
import { fold } from "../../pages/fold.js";
import { groupsOf } from "../../pages/options.js";
import { t } from "../../pages/texts.js";
import { allergenName } from "../../pages/words.js";
import { known } from "./menu.js";

/** Beginnings of words, folded. A wrong alarm costs a look, a missed one costs more. */
const ALLERGY = [
  "allerg", "alerg", "alerj", "anaphyla", "anafila", "anafyla", "intoleran", "unvertrag", "vertrag", "epipen",
  "coeliac", "celiac", "celiaqu", "celiach", "coeliaqu", "zoliak", "colyak", "coliak", "keliaki",
  "overgevoelig", "gevoelig", "tahammul", "duyarli", "uczul", "nietoleran", "حساسي", "حساسه", "تحسس", "аллерг",
  "алерг", "непереносим", "αλλεργ", "δυσανεξ", "过敏", "過敏", "アレルギ", "알레르", "एलर्ज", "אלרג", "आलर्ज", "แพ้",
  "di ung",
].map(fold);

/** What people are allergic to, with the words for "no" before it or "free" behind it. */
const STUFF = [
  "nut", "nuss", "nusse", "noix", "noisette", "nuez", "nueces", "frutos secos", "noci", "nocciol", "findik",
  "fistik", "ceviz", "peanut", "erdnuss", "cacahuet", "cacahuete", "arachid", "almond", "mandel", "amande",
  "almendra", "gluten", "weizen", "wheat", "milk", "milch", "lait", "leche", "latte", "lactose", "laktose",
  "lattosio", "lactosa", "sut", "egg", "ei", "eier", "oeuf", "huevo", "uova", "yumurta", "fish", "fisch",
  "poisson", "pescado", "pesce", "balik", "shellfish", "crustace", "krebstier", "shrimp", "garnele",
  "crevette", "gamba", "soy", "soja", "soia", "sesam", "sesame", "susam", "celery", "sellerie", "celeri",
  "mustard", "senf", "moutarde", "mostaza", "lupin", "sulfit", "مكسرات", "فول سوداني", "جلوتين", "غلوتين",
  "حليب", "لبن", "بيض", "سمسم", "سمك",
].map(fold);

const WITHOUT = [
  "no", "not", "without", "keine", "kein", "keinen", "ohne", "sans", "pas", "aucun", "sin", "senza", "niente",
  "yok", "olmasin", "icermesin", "بدون", "من غير", "لا", "خالي",
].map(fold);
const FREE = ["free", "frei", "freie", "freies", "los"]; // ends of words

/** The words of the band above a note, or "" where it needs none. */
export function alarmOf(order) {
  const note = ` ${fold(order.note)} `;
  if (ALLERGY.some((word) => note.includes(word))) return t("Allergy!");
  const named = contentsOf(order).filter(({ words }) => words.some((word) => startsIn(note, fold(word))));
  const labels = [...new Set(named.map(({ label }) => label))];
  if (labels.length) return t("Names what is in it: {labels}", { labels: labels.join(", ") });
  const isRefused = WITHOUT.some((word) => note.includes(` ${word} `))
    || FREE.some((word) => note.includes(`${word} `));
  return isRefused && STUFF.some((word) => startsIn(note, word)) ? t("May be an allergy") : "";
}

/** What the menu says is in a product and in what was chosen with it, as far as it is known here: how that is called,
 * and the words by which a note may name it. */
function contentsOf({ product_id: id, options = [] }) {
  const product = known(id);
  const offered = groupsOf(product).flatMap((group) => group.options);
  const chosen = offered.filter((option) => options.some((each) => each.id === option.id));
  return [product, ...chosen].filter(Boolean).flatMap(labelsOf);
}

const labelsOf = ({ allergens = [], additives = [] }) => [
  ...allergens.map((code) => ({ label: allergenName(code), words: [allergenName(code), code] })),
  ...additives.filter(({ name }) => name).map(({ name }) => ({ label: name, words: [name] })),
];

/** Whether a word of the note begins like this: "nut" is in "nuts"; "ei" is not in "eine". */
function startsIn(note, word) {
  if (word.length < 4) return note.includes(` ${word} `) || note.includes(` ${word}s `);
  return note.includes(` ${word}`);
}
