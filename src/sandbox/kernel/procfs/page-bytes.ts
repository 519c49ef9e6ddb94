/** Size of a page, in which procfs counts memory. */
export const defaultPageBytes = 4096;
