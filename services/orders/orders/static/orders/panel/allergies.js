// Notes that may be about an allergy: by words of many languages, and by what the dish contains or is said to be.
import { fold } from "../../pages/fold.js";
import { t } from "../../pages/texts.js";
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
  const named = labelsOf(order).filter((label) => startsIn(note, fold(label)));
  if (named.length) return t("Names what is in it: {labels}", { labels: named.join(", ") });
  const isRefused = WITHOUT.some((word) => note.includes(` ${word} `))
    || FREE.some((word) => note.includes(`${word} `));
  return isRefused && STUFF.some((word) => startsIn(note, word)) ? t("May be an allergy") : "";
}

/** What the menu says is in a product, as far as the menu is known here. */
function labelsOf({ product_id: id }) {
  const product = known(id);
  return (product?.additives ?? []).map(({ name }) => name).filter(Boolean);
}

/** Whether a word of the note begins like this: "nut" is in "nuts"; "ei" is not in "eine". */
function startsIn(note, word) {
  if (word.length < 4) return note.includes(` ${word} `) || note.includes(` ${word}s `);
  return note.includes(` ${word}`);
}
