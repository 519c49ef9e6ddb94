/* The kernel's log on the serial port. Printed while the kernel boots it would cost it a tenth of its
 * instructions, so it boots silent but for errors (loglevel=4) and is heard out afterwards. A panic is
 * printed whatever the level: the kernel raises it. */

#define _GNU_SOURCE /* klogctl */
#include "init.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <unistd.h>

/* syslog(2) */
#define READ_ALL 3
#define CONSOLE_LEVEL 8
#define SIZE_BUFFER 10
#define EVERYTHING 8

/* Lines begin with `<level>`, which is nobody's business on a console. */
static void write_lines(int serial, char *log, const char *end)
{
	while (log < end) {
		char *const newline = memchr(log, '\n', (size_t)(end - log));
		const char *const next = newline ? newline + 1 : end;
		char *const text = *log == '<' ? memchr(log, '>', (size_t)(next - log)) : NULL;
		const char *const from = text ? text + 1 : log;

		if (write(serial, from, (size_t)(next - from)) < 0)
			return;
		log = (char *)next;
	}
}

/* In a process of its own, as a serial port takes its time. Later messages appear as they come. */
void tell_kernel_log(void)
{
	if (fork() != 0)
		return;

	const int serial = open("/dev/ttyS0", O_WRONLY | O_NOCTTY | O_CLOEXEC);
	const int room = klogctl(SIZE_BUFFER, NULL, 0);
	char *const log = room > 0 ? malloc((size_t)room) : NULL;

	if (serial >= 0 && log) {
		const int bytes = klogctl(READ_ALL, log, room);

		klogctl(CONSOLE_LEVEL, NULL, EVERYTHING);
		if (bytes > 0)
			write_lines(serial, log, log + bytes);
	}
	_exit(0);
}
