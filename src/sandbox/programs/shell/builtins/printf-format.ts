/**
 * The formats of `printf` (POSIX printf(1)), used again while there are values.
 */
import { quoteWord } from "../text/quote.ts";
import { expandEscapes } from "./printf-escapes.ts";

const specification = /^%([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?(?:hh|h|ll|l|j|z|t|L|q)?([diouxXcsbqeEfFgGaA%])/;

const largest = 2n ** 64n - 1n;
const largestSigned = 2n ** 63n - 1n;
const tooLarge = largest + 1n;

/** What is to be printed, and what was wrong with the values. */
export function formatPrintf(
  format: string,
  values: readonly string[],
): { readonly text: string; readonly problems: readonly string[] } {
  const formatting = new Formatting(values);
  let text = "";
  for (;;) {
    const used = formatting.used;
    const { text: piece, stops } = formatting.once(format);
    text += piece;
    if (stops || formatting.used >= values.length || formatting.used === used) break;
  }
  return { text, problems: formatting.problems };
}

class Formatting {
  readonly problems: string[] = [];
  readonly #values: readonly string[];
  used = 0;

  constructor(values: readonly string[]) {
    this.#values = values;
  }

  once(format: string): { readonly text: string; readonly stops: boolean } {
    let text = "";
    for (let at = 0; at < format.length;) {
      const percent = format.indexOf("%", at);
      const literal = expandEscapes(format.slice(at, percent < 0 ? undefined : percent), "format");
      text += literal.text;
      if (literal.stops) return { text, stops: true };
      if (percent < 0) break;
      const found = specification.exec(format.slice(percent));
      if (!found) {
        this.problems.push(`${format.slice(percent)}: invalid format`);
        return { text, stops: true };
      }
      const [all, flags = "", width = "", precision, conversion = ""] = found;
      at = percent + all.length;
      if (conversion === "%") {
        text += "%";
        continue;
      }
      const { piece, stops } = this.#convert(flags, this.#count(width), this.#count(precision), conversion);
      text += piece;
      if (stops) return { text, stops: true };
    }
    return { text, stops: false };
  }

  #count(text: string | undefined): number | null {
    if (text === "*") return Number.parseInt(this.#next() ?? "0", 10) || 0;
    return text === undefined ? null : Number(text);
  }

  #next(): string | null {
    const value = this.#values[this.used] ?? null;
    this.used += 1;
    return value;
  }

  #convert(
    givenFlags: string,
    givenWidth: number | null,
    precision: number | null,
    conversion: string,
  ): { readonly piece: string; readonly stops: boolean } {
    const flags = (givenWidth ?? 0) < 0 ? `${givenFlags}-` : givenFlags;
    const width = Math.abs(givenWidth ?? 0);
    const value = this.#next();
    switch (conversion) {
      case "s":
        return { piece: pad(cut(value ?? "", precision), width, flags, false), stops: false };
      case "b": {
        const { text, stops } = expandEscapes(value ?? "", "echo");
        return { piece: pad(cut(text, precision), width, flags, false), stops };
      }
      case "q":
        return { piece: pad(quoteWord(value ?? "") || "''", width, flags, false), stops: false };
      case "c":
        return { piece: pad(Array.from(value ?? "")[0] ?? "", width, flags, false), stops: false };
      case "d":
      case "i":
      case "u":
      case "o":
      case "x":
      case "X":
        return { piece: this.#integer(value, flags, width, precision, conversion), stops: false };
      default:
        return { piece: this.#float(value, flags, width, precision, conversion), stops: false };
    }
  }

  #integer(
    value: string | null,
    flags: string,
    width: number,
    precision: number | null,
    conversion: string,
  ): string {
    const signed = conversion === "d" || conversion === "i";
    const number = this.#readInteger(value ?? "", signed);
    const unsigned = BigInt.asUintN(64, number);
    let digits: string;
    if (signed) digits = String(number < 0n ? -number : number);
    else if (conversion === "u") digits = String(unsigned);
    else digits = unsigned.toString(conversion === "o" ? 8 : 16);
    if (conversion === "X") digits = digits.toUpperCase();
    if (precision !== null) digits = digits.padStart(precision, "0");
    let prefix = "";
    if (signed) prefix = sign(number < 0n, flags);
    else if (flags.includes("#") && number !== 0n)
      prefix = conversion === "o" ? "0" : conversion === "u" ? "" : `0${conversion}`;
    return pad(digits, width, flags, precision === null, prefix);
  }

  #float(
    value: string | null,
    flags: string,
    width: number,
    precision: number | null,
    conversion: string,
  ): string {
    const number = Number(value?.trim() ?? "0");
    if (Number.isNaN(number) && value !== null && !/^nan$/i.test(value)) {
      this.problems.push(`invalid number '${value}'`);
      return pad(floatDigits(0, precision ?? 6, "f", false), width, flags, true);
    }
    const digits = floatDigits(Math.abs(number), precision ?? 6, conversion, flags.includes("#"));
    return pad(
      digits,
      width,
      flags,
      Number.isFinite(number),
      sign(number < 0 || Object.is(number, -0), flags),
    );
  }

  #readInteger(value: string, signed: boolean): bigint {
    const text = value.trim();
    if (text === "") return 0n;
    if (/^['"]/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
    const [, minus, hexadecimal, octal, decimal] =
      /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0([0-7]+)|(\d+))$/.exec(text) ?? [];
    let number: bigint;
    if (hexadecimal !== undefined) number = BigInt(`0x${hexadecimal}`);
    else if (octal !== undefined) number = BigInt(`0o${octal}`);
    else if (decimal !== undefined) number = BigInt(decimal);
    else number = tooLarge;
    const most = signed ? largestSigned + (minus === "-" ? 1n : 0n) : largest;
    if (number > most) {
      this.problems.push(`invalid number '${value}'`);
      return 0n;
    }
    return minus === "-" ? -number : number;
  }
}

function sign(negative: boolean, flags: string): string {
  if (negative) return "-";
  if (flags.includes("+")) return "+";
  return flags.includes(" ") ? " " : "";
}

function cut(text: string, precision: number | null): string {
  return precision === null ? text : Array.from(text).slice(0, precision).join("");
}

function pad(text: string, width: number, flags: string, zeros: boolean, prefix = ""): string {
  const missing = width - Array.from(text).length - prefix.length;
  if (missing <= 0) return prefix + text;
  if (flags.includes("-")) return prefix + text + " ".repeat(missing);
  if (zeros && flags.includes("0")) return prefix + "0".repeat(missing) + text;
  return " ".repeat(missing) + prefix + text;
}

function floatDigits(number: number, precision: number, conversion: string, keepsZeros: boolean): string {
  const upper = conversion === conversion.toUpperCase();
  let digits: string;
  if (!Number.isFinite(number)) digits = Number.isNaN(number) ? "nan" : "inf";
  else
    switch (conversion.toLowerCase()) {
      case "e":
        digits = exponential(number, precision);
        break;
      case "g":
        digits = general(number, precision === 0 ? 1 : precision, keepsZeros);
        break;
      case "a":
        digits = `0x${number.toString(16)}p+0`;
        break;
      default:
        // Larger numbers toFixed gives with an exponent.
        digits =
          number >= 1e21
            ? BigInt(number).toString() + (precision > 0 ? `.${"0".repeat(precision)}` : "")
            : fixed(number, Math.min(100, precision));
    }
  return upper ? digits.toUpperCase() : digits;
}

/** As toFixed, but halves go to the even digit, as C's printf rounds. */
function fixed(number: number, precision: number): string {
  const rounded = number.toFixed(precision);
  const exact = number.toFixed(Math.min(100, precision + 60));
  const tail = exact.slice(exact.indexOf(".") + 1 + precision);
  if (!/^50*$/.test(tail) || !/[13579]$/.test(rounded)) return rounded;
  return exact.slice(0, exact.length - tail.length).replace(/\.$/, "");
}

function exponential(number: number, precision: number): string {
  return number
    .toExponential(Math.min(100, precision))
    .replace(/e([-+])(\d)$/, (_, direction: string, digit: string) => `e${direction}0${digit}`);
}

function general(number: number, precision: number, keepsZeros: boolean): string {
  const exponent =
    number === 0 ? 0 : Number(number.toExponential(Math.min(100, precision - 1)).split("e")[1]);
  const scientific = exponent < -4 || exponent >= precision;
  const text = scientific
    ? exponential(number, precision - 1)
    : number.toFixed(Math.max(0, Math.min(100, precision - 1 - exponent)));
  return keepsZeros ? text : text.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");
}
