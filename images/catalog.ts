/**
 * The catalog: every image that can be booted, with where it is and what it must hash to. Its data are written by the
 * recipes beside it.
 */
import linux from "./linux/image.json" with { type: "json" };

/** A licence that part of an image is under, and where its source is. */
export interface ImageLicence {
  readonly component: string;
  /** SPDX expression. */
  readonly licence: string;
  /** The Debian source package it was built from; absent for our own parts. */
  readonly sourcePackage?: string;
  readonly sourceVersion?: string;
}

/** An image of the catalog. Sizes in bytes; hashes SHA-256 in lower-case hex. */
export interface CatalogImage {
  readonly id: string;
  readonly title: string;
  readonly kernelVersion: string;
  /** Where the gzip file is. */
  readonly url: string;
  /** Hash of the unpacked image. */
  readonly sha256: string;
  readonly rawBytes: number;
  readonly compressedBytes: number;
  readonly minimumMemoryMiB: number;
  readonly defaultMemoryMiB: number;
  /** The kernel's command line, to which each guest adds its own name. */
  readonly commandLine: string;
  readonly licences: readonly ImageLicence[];
}

/** All images; the first is the default. */
export const catalog: readonly [CatalogImage, ...CatalogImage[]] = [
  { ...linux, url: new URL("./linux/linux.elf.gz", import.meta.url).href },
];
