/** What pages use of @zxing/library: the exports of static/pages/vendor/zxing.js, as far as they are called. */

/** What the readers throw when they find no code, or a wrong one. */
export class Exception extends Error {}

/** A row of bits, all unset; set is black. */
export class BitArray {
  constructor(size: number);
  /** Sets the bits from `start` to before `end`. */
  setRange(start: number, end: number): void;
}

export interface Result {
  getText(): string;
}

/** Reads one row across a barcode, with its check digit; raises Exception. */
export class EAN13Reader {
  /** The widths of a digit's four parts: as "L" and "R" from 0 on, as "G" from 10 on; there once a reader was made. */
  static readonly L_AND_G_PATTERNS: Int32Array[];
  /** By the first digit: which of the left six are "G", the leftmost in the highest of six bits. */
  static readonly FIRST_DIGIT_ENCODINGS: number[];
  decodeRow(number: number, row: BitArray): Result;
}

/** Reads one row across a barcode, with its check digit; raises Exception. */
export class EAN8Reader {
  decodeRow(number: number, row: BitArray): Result;
}

/** A picture of one byte per pixel. */
export class RGBLuminanceSource {
  constructor(luminances: Uint8ClampedArray, width: number, height: number);
}

/** Says for each part of a picture what is black in it. */
export class HybridBinarizer {
  constructor(source: RGBLuminanceSource);
}

export class BinaryBitmap {
  constructor(binarizer: HybridBinarizer);
}

/** Finds a QR code in a picture and reads it; raises Exception. */
export class QRCodeReader {
  decode(image: BinaryBitmap): Result;
}
