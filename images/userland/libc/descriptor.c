// Calls on descriptors and terminals that WASI does not know.
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include "kernel.h"

int dup(int fd) { return kernel_answer(kernel_dup(fd)); }
int dup2(int fd, int target) {
	if (fd == target) return fcntl(fd, F_GETFD) < 0 ? -1 : fd;
	return dup3(fd, target, 0);
}
int dup3(int fd, int target, int flags) { return kernel_answer(kernel_dup3(fd, target, flags)); }
int pipe(int ends[2]) { return pipe2(ends, 0); }
int pipe2(int ends[2], int flags) { return kernel_answer(kernel_pipe2(ends, flags)); }

int fcntl(int fd, int command, ...) {
	va_list rest;
	va_start(rest, command);
	int argument = va_arg(rest, int);
	va_end(rest);
	// Advisory locks always succeed: nobody else would ask.
	if (command == F_SETLK || command == F_SETLKW) return 0;
	return kernel_answer(kernel_fcntl(fd, command, argument));
}

int ioctl(int fd, int request, ...) {
	va_list rest;
	va_start(rest, request);
	void *argument = va_arg(rest, void *);
	va_end(rest);
	return kernel_answer(kernel_ioctl(fd, request, argument));
}

int isatty(int fd) {
	struct winsize size;
	if (ioctl(fd, TIOCGWINSZ, &size) == 0) return 1;
	if (errno != EBADF) errno = ENOTTY;
	return 0;
}
// stdio asks under this name.
int __isatty(int fd) { return isatty(fd); }

char *ttyname(int fd) {
	static char name[PATH_MAX];
	return kernel_answer(kernel_ttyname(fd, name, sizeof name)) < 0 ? NULL : name;
}

int tcgetattr(int fd, struct termios *to) { return ioctl(fd, TCGETS, to); }
int tcsetattr(int fd, int when, const struct termios *from) { return ioctl(fd, TCSETS + when, from); }
int tcflush(int fd, int queue) { return ioctl(fd, TCFLSH, (void *)queue); }
pid_t tcgetpgrp(int fd) {
	int group;
	return ioctl(fd, TIOCGPGRP, &group) < 0 ? -1 : group;
}
int tcsetpgrp(int fd, pid_t group) { return ioctl(fd, TIOCSPGRP, &group); }

void cfmakeraw(struct termios *t) {
	t->c_iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
	t->c_oflag &= ~OPOST;
	t->c_lflag &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	t->c_cflag = (t->c_cflag & ~(CSIZE | PARENB)) | CS8;
	t->c_cc[VMIN] = 1;
	t->c_cc[VTIME] = 0;
}
// Terminals here have no speed.
int cfsetspeed(struct termios *t, speed_t speed) { return 0; }
int cfsetospeed(struct termios *t, speed_t speed) { return 0; }
int cfsetispeed(struct termios *t, speed_t speed) { return 0; }
speed_t cfgetospeed(const struct termios *t) { return B38400; }
speed_t cfgetispeed(const struct termios *t) { return B38400; }
