import * as third from "../deep/third.js";
export const second = (name) => [name, third];
