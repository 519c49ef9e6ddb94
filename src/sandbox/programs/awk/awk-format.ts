/** printf's formats as awk has them: numbers stay numbers, and `%c` of a number is that character. */
import { CommandFailure } from "../command/command.ts";
import { formattedNumber } from "../text/printf.ts";
import { numberOf, textOf, type Value } from "./awk-value.ts";

const specification = /%([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?(?:hh|h|ll|l|j|z|t|L)?([diouxXeEfFgGaAcs%])|%/gu;

/** `format` with `values` in it; `conversion` is CONVFMT. Fails where there are too few. */
export function sprintf(format: string, values: readonly Value[], conversion: string): string {
  let next = 0;
  const take = (): Value => {
    const value = values[next];
    if (value === undefined) throw new CommandFailure(`not enough args in printf(${format})`, 2);
    next += 1;
    return value;
  };
  return format.replaceAll(
    specification,
    (all, flags = "", widthText = "", precisionText: string | undefined, letter: string | undefined) => {
      if (letter === undefined || letter === "%") return letter ?? all;
      const width = widthText === "*" ? Math.trunc(numberOf(take())) : Number(widthText || 0);
      const precision =
        precisionText === undefined
          ? null
          : precisionText === "*"
            ? Math.trunc(numberOf(take()))
            : Number(precisionText || 0);
      const piece = converted(letter, take(), flags, precision, conversion);
      return padded(piece, width, flags, /[cs]/u.test(letter));
    },
  );
}

function converted(
  letter: string,
  value: Value,
  flags: string,
  precision: number | null,
  conversion: string,
): string {
  if (letter === "s")
    return Array.from(textOf(value, conversion))
      .slice(0, precision ?? undefined)
      .join("");
  if (letter === "c")
    return typeof value === "number"
      ? String.fromCodePoint(Math.min(0x10_ffff, Math.max(0, Math.trunc(value))))
      : (Array.from(textOf(value, conversion))[0] ?? "");
  const number = numberOf(value);
  if (Number.isNaN(number)) return signed("nan", flags);
  if (!Number.isFinite(number)) return number < 0 ? "-inf" : signed("inf", flags);
  const text = formattedNumber(number, letter.replace(/[aA]/u, "f"), precision, flags.includes("#"));
  return /[dieEfFgG]/u.test(letter) && number >= 0 ? signed(text, flags) : text;
}

function signed(text: string, flags: string): string {
  return (flags.includes("+") ? "+" : flags.includes(" ") ? " " : "") + text;
}

function padded(text: string, width: number, flags: string, isText: boolean): string {
  const missing = Math.abs(width) - Array.from(text).length;
  if (missing <= 0) return text;
  if (flags.includes("-") || width < 0) return text + " ".repeat(missing);
  if (isText || !flags.includes("0")) return " ".repeat(missing) + text;
  const sign = /^[-+ ]?(?:0[xX])?/u.exec(text)?.[0] ?? "";
  return sign + "0".repeat(missing) + text.slice(sign.length);
}
