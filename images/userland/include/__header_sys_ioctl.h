// Replaces wasi-libc's: the requests of ioctl_tty(2) that the kernel knows.
#ifndef USERLAND_HEADER_SYS_IOCTL_H
#define USERLAND_HEADER_SYS_IOCTL_H
#define TCGETS 0x5401
#define TCSETS 0x5402
#define TCSETSW 0x5403
#define TCSETSF 0x5404
#define TCFLSH 0x540b
#define TIOCSCTTY 0x540e
#define TIOCGPGRP 0x540f
#define TIOCSPGRP 0x5410
#define TIOCGWINSZ 0x5413
#define TIOCSWINSZ 0x5414
#define FIONREAD 0x541b
#define FIONBIO 0x5421
#define TIOCNOTTY 0x5422

#define __NEED_struct_winsize
#include <bits/alltypes.h>

int ioctl(int, int, ...);
#endif
