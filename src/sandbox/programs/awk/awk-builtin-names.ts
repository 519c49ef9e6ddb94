/** The functions awk brings (POSIX awk, and those of gawk that BusyBox has too). */
export const builtinNames: ReadonlySet<string> = new Set(
  (
    "atan2 cos sin exp log sqrt int rand srand gsub index length match split sprintf sub substr tolower toupper close " +
    "fflush system gensub systime strftime and or xor compl lshift rshift"
  ).split(" "),
);
