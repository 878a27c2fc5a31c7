/**
 * Pictures of codes as a camera sees them, made point by point: `drawn({code, angle: 30, blur: 1.5})`.
 * The same numbers give the same picture.
 */
(() => {
  const LEFT = ["0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"];
  const PARITIES = ["LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"];
  const flip = (bits) => [...bits].map((bit) => 1 - bit).join("");
  const digit = { L: (n) => LEFT[n], R: (n) => flip(LEFT[n]), G: (n) => [...flip(LEFT[n])].reverse().join("") };

  /** The modules of an EAN-13, EAN-8 or UPC-A, 1 for a bar. */
  function modules(text) {
    const code = text.length === 12 ? `0${text}` : text;
    const half = code.length === 8 ? 4 : 6;
    const parity = code.length === 8 ? "LLLL" : PARITIES[code[0]];
    const digits = code.slice(-2 * half);
    const left = [...digits.slice(0, half)].map((n, at) => digit[parity[at]](n)).join("");
    const right = [...digits.slice(half)].map((n) => digit.R(n)).join("");
    return `101${left}01010${right}101`;
  }

  /** Numbers from 0 to 1 that follow from a seed (mulberry32). */
  function random(seed) {
    let state = seed;
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
    };
  }

  /** 1 where a point of the label, in modules from its middle, is black, 0 where it is white, null beside it. */
  function label({ bars, matrix, flat }) {
    if (matrix) {
      const size = matrix.length;
      return (x, y) => {
        const [column, row] = [Math.floor(x + size / 2), Math.floor(y + size / 2)];
        if (Math.max(Math.abs(x), Math.abs(y)) > size / 2 + 4) return null;
        return matrix[row]?.[column] ?? 0;
      };
    }
    const [wide, high] = [bars.length, bars.length * flat];
    return (x, y) => {
      if (Math.abs(x) > wide / 2 + 10 || Math.abs(y) > high / 2 + 6) return null;
      return Math.abs(y) > high / 2 ? 0 : Number(bars[Math.floor(x + wide / 2)] ?? 0);
    };
  }

  /** How bright each point is, 0 to 1, before the camera: two by two points are looked at for each. */
  function seen(shade, { width, height, angle, module, black, white, x, y, chance }) {
    const [cos, sin] = [Math.cos((angle * Math.PI) / 180) / module, Math.sin((angle * Math.PI) / 180) / module];
    const light = clutter(width, height, chance);
    for (let at = 0; at < light.length; at++) {
      const [px, py] = [(at % width) - width / 2 - x, Math.floor(at / width) - height / 2 - y];
      if (shade(px * cos + py * sin, py * cos - px * sin) === null) continue;
      let bits = 0;
      for (const down of [py - 0.25, py + 0.25]) for (const right of [px - 0.25, px + 0.25]) {
        bits += shade(right * cos + down * sin, down * cos - right * sin) ?? 0;
      }
      light[at] = white + (black - white) * (bits / 4);
    }
    return light;
  }

  /** What lies around a label: boxes of all shades. */
  function clutter(width, height, chance) {
    const light = new Float32Array(width * height).fill(0.6);
    for (let box = 0; box < 9; box++) {
      const [left, top, shade] = [Math.floor(chance() * width), Math.floor(chance() * height), chance()];
      const [right, bottom] = [Math.min(width, left + 20 + chance() * 160), Math.min(height, top + 5 + chance() * 90)];
      for (let row = top; row < bottom; row++) light.fill(shade, row * width + left, row * width + Math.floor(right));
    }
    return light;
  }

  /** Three boxes one after another are nearly a Gaussian of this deviation, in pixels. */
  function blurred(light, width, height, deviation) {
    if (!deviation) return light;
    const reach = Math.sqrt(4 * deviation * deviation + 1) / 2 - 0.5;
    let now = light;
    for (let pass = 0; pass < 3; pass++) for (const [step, along, across] of [[1, width, height], [width, height, width]]) {
      now = boxed(now, step, along, across, step === 1 ? width : 1, reach);
    }
    return now;
  }

  function boxed(light, step, along, across, next, reach) {
    const whole = Math.floor(reach);
    const rest = reach - whole;
    const result = new Float32Array(light.length);
    for (let line = 0; line < across; line++) for (let at = whole + 1; at < along - whole - 1; at++) {
      const here = line * next + at * step;
      let sum = rest * (light[here - (whole + 1) * step] + light[here + (whole + 1) * step]);
      for (let there = -whole; there <= whole; there++) sum += light[here + there * step];
      result[here] = sum / (2 * reach + 1);
    }
    return result;
  }

  /** A stripe of light across the picture, too bright for the camera in its middle. */
  function glossy(light, width, height, { gloss, chance }) {
    const turn = chance() * Math.PI;
    return light.map((value, at) => {
      const away = ((at % width) - width / 2) * Math.cos(turn) + (Math.floor(at / width) - height / 2) * Math.sin(turn);
      return value + gloss * Math.exp(-((away / 22) ** 2));
    });
  }

  function drawn({
    code = "", matrix = null, width = 640, height = 480, angle = 0, module = 2.5, blur = 0, noise = 0, gloss = 0, flat = 0.6, lamp = 1,
    black = 0.08, white = 0.92, x = 0, y = 0, seed = 1,
  }) {
    const chance = random(seed);
    const shade = label({ bars: code && modules(code), matrix, flat });
    let light = seen(code || matrix ? shade : () => null, { width, height, angle, module, black, white, x, y, chance });
    light = light.map((value) => value * lamp);
    if (gloss) light = glossy(light, width, height, { gloss, chance });
    light = blurred(light, width, height, blur);
    const grey = new Uint8ClampedArray(light.length);
    for (let at = 0; at < grey.length; at++) grey[at] = (light[at] + noise * (chance() + chance() + chance() - 1.5)) * 255;
    return { grey, width, height };
  }
  globalThis.drawn = drawn;
  globalThis.random = random;
})();
