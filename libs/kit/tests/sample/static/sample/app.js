import "./first.js";
import {
  second,
} from "./deep/second.js";

export { third } from "./deep/third.js";
export const words = 'export x from "./not-this.js"';
export function sample() { return second("./nor-this.js"); }
