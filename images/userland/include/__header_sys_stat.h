// Replaces wasi-libc's: the times utimensat(2) takes for "now" and "as it is" are Linux's.
#ifndef USERLAND_HEADER_SYS_STAT_H
#define USERLAND_HEADER_SYS_STAT_H
#include <__struct_stat.h>
#include <__mode_t.h>

#define st_atime st_atim.tv_sec
#define st_mtime st_mtim.tv_sec
#define st_ctime st_ctim.tv_sec

#define UTIME_NOW 0x3fffffff
#define UTIME_OMIT 0x3ffffffe

#endif
