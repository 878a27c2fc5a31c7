import { sample } from "./app.js"; // a circle
