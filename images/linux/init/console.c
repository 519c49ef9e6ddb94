/* The user's terminal: a login-like shell with a session and a controlling terminal of its own. */

#include "init.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/* The virtio console driver adds its ports from a work queue, so at first a port may be missing.
 * A second is ages; without the device there is nobody to talk to, and boot goes on. */
#define WAIT_STEP_MS 1
#define WAIT_STEPS 1000

int open_when_ready(const char *device, int flags)
{
	const struct timespec step = { .tv_nsec = WAIT_STEP_MS * 1000000L };

	for (int i = 0; i < WAIT_STEPS; i++) {
		const int fd = open(device, flags | O_NOCTTY);
		if (fd >= 0)
			return fd;
		nanosleep(&step, NULL);
	}
	return -1;
}

void greet(void)
{
	const int console = open_when_ready(CONSOLE_DEVICE, O_WRONLY | O_CLOEXEC);
	const int motd = open("/etc/motd", O_RDONLY | O_CLOEXEC);

	if (console >= 0 && motd >= 0) {
		char text[1024];
		const ssize_t bytes = read(motd, text, sizeof text);
		if (bytes > 0)
			write(console, text, bytes);
	}
	close(motd);
	close(console);
}

static char *const environment[] = {
	"HOME=/root", "USER=root", "LOGNAME=root", "SHELL=/bin/sh", "TERM=xterm-256color", "COLORTERM=truecolor",
	"LANG=C.UTF-8", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", NULL,
};

static void become_shell(void)
{
	struct termios modes;
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();

	const int tty = open_when_ready(CONSOLE_DEVICE, O_RDWR);
	if (tty < 0)
		_exit(1);
	ioctl(tty, TIOCSCTTY, 1); /* 1: take it even if a process of the last shell still holds it */
	if (tcgetattr(tty, &modes) == 0) {
		modes.c_iflag |= IUTF8; /* so that erase removes a character, not a byte */
		tcsetattr(tty, TCSANOW, &modes);
	}
	dup2(tty, 0);
	dup2(tty, 1);
	dup2(tty, 2);
	if (tty > 2)
		close(tty);

	chdir("/root");
	execve("/bin/sh", (char *const[]){ "-sh", NULL }, environment);
	_exit(127);
}

pid_t start_shell(void)
{
	const pid_t child = fork();

	if (child == 0)
		become_shell();
	return child;
}
