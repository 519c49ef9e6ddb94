/**
 * Operators and numbers of arithmetic, on 64-bit integers.
 */
import { ShellFailure } from "../state/shell-failure.ts";

/** What a binary operator makes of two values; `/` and `%` only of a right side that is not 0. */
export function applyOperator(operator: string, left: bigint, right: bigint): bigint {
  switch (operator) {
    case "||":
      return truth(left !== 0n || right !== 0n);
    case "&&":
      return truth(left !== 0n && right !== 0n);
    case "|":
      return left | right;
    case "^":
      return left ^ right;
    case "&":
      return left & right;
    case "==":
      return truth(left === right);
    case "!=":
      return truth(left !== right);
    case "<":
      return truth(left < right);
    case ">":
      return truth(left > right);
    case "<=":
      return truth(left <= right);
    case ">=":
      return truth(left >= right);
    case "<<":
      return wrap(left << (right & 63n));
    case ">>":
      return left >> (right & 63n);
    case "+":
      return wrap(left + right);
    case "-":
      return wrap(left - right);
    case "*":
      return wrap(left * right);
    case "/":
      return wrap(left / right);
    case "%":
      return left % right;
    default:
      return power(left, right);
  }
}

/** By squaring, wrapped at each step: an exponent may be as large as it likes. */
function power(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) throw new ShellFailure("exponent less than 0");
  let result = 1n;
  let square = base;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = wrap(result * square);
    square = wrap(square * square);
  }
  return result;
}

/** A number as written: decimal, `0x1f`, `017`, `2#101`. */
export function readNumber(token: string): bigint {
  if (/^0[xX]/.test(token)) return wrap(BigInt(token));
  const [base, digits] = token.split("#");
  if (digits !== undefined) return readInBase(Number(base), digits);
  if (!token.startsWith("0")) return wrap(BigInt(token));
  if (/[89]/.test(token)) throw refusal();
  return wrap(BigInt(`0o${token}`));
}

function readInBase(base: number, digits: string): bigint {
  if (base < 2 || base > 64) throw refusal();
  const order = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_";
  let value = 0n;
  for (const digit of base <= 36 ? digits.toLowerCase() : digits) {
    const weight = order.indexOf(digit);
    if (weight < 0 || weight >= base) throw refusal();
    value = wrap(value * BigInt(base) + BigInt(weight));
  }
  return value;
}

/** 1 or 0. */
export function truth(value: boolean): bigint {
  return value ? 1n : 0n;
}

/** In 64 bits, with sign. */
export function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

/** It is no expression. */
export function refusal(): ShellFailure {
  return new ShellFailure("arithmetic syntax error");
}
