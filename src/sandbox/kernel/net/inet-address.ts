/**
 * IPv4 addresses and networks as numbers, and back to text.
 */
import { Errno } from "../../abi/errno.ts";

/** An address of an interface: the host's part included. */
export interface InetPrefix {
  readonly address: number;
  /** 0 to 32. */
  readonly length: number;
}

/** The wildcard, 0.0.0.0. */
export const anyAddress = 0;

/** 127.0.0.1. */
export const loopbackAddress = 0x7f00_0001;

/** `10.0.0.1` as a number; EINVAL. */
export function parseAddress(text: string): number {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!parts) throw new Errno("EINVAL");
  let address = 0;
  for (const part of parts.slice(1)) {
    const value = Number(part);
    if (value > 255) throw new Errno("EINVAL");
    address = address * 256 + value;
  }
  return address;
}

/** A number as `10.0.0.1`. */
export function formatAddress(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 0xff).join(".");
}

/** `10.0.0.1/24`; without a length one address (32). EINVAL. */
export function parsePrefix(text: string): InetPrefix {
  const slash = text.indexOf("/");
  if (slash < 0) return { address: parseAddress(text), length: 32 };
  const digits = text.slice(slash + 1);
  const length = Number(digits);
  if (!/^\d{1,2}$/.test(digits) || length > 32) throw new Errno("EINVAL");
  return { address: parseAddress(text.slice(0, slash)), length };
}

/** As `parsePrefix` reads. */
export function formatPrefix({ address, length }: InetPrefix): string {
  return `${formatAddress(address)}/${length}`;
}

/** The netmask of a length. */
export function maskOf(length: number): number {
  return length === 0 ? 0 : (0xffff_ffff << (32 - length)) >>> 0;
}

/** The network an address is in: its host part cleared. */
export function networkOf({ address, length }: InetPrefix): InetPrefix {
  return { address: (address & maskOf(length)) >>> 0, length };
}

/** Whether `address` lies in `prefix`. */
export function contains(prefix: InetPrefix, address: number): boolean {
  return ((address ^ prefix.address) & maskOf(prefix.length)) === 0;
}

/** Whether it is in 127.0.0.0/8. */
export function isLoopback(address: number): boolean {
  return address >>> 24 === 127;
}
