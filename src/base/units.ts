/** Units of quantity. Names carry them: `memoryMiB`, `memoryBytes`, `periodMs`. */

export const KIB = 1024;
export const MIB = 1024 * KIB;
