/* The kernel's log on the serial port. Printed while the kernel boots it would cost it a tenth of its
 * instructions, so it boots silent but for errors (loglevel=4) and is heard out afterwards. A panic is
 * printed whatever the level: the kernel raises it. */

#define _GNU_SOURCE /* klogctl, SCHED_FIFO */
#include "init.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/klog.h>
#include <sys/syscall.h>
#include <unistd.h>

/* syslog(2) */
#define CONSOLE_LEVEL 8
#define EVERYTHING 8

/* Takes the port out of the kernel's consoles and puts it back: a console that is new is told all that the
 * kernel still remembers. A process that wrote it there itself could not keep the kernel's next message
 * out of the midst of it. In a process of its own, as a serial port takes its time. */
void tell_kernel_log(void)
{
	if (fork() != 0)
		return;

	const int console = open("/sys/class/tty/ttyS0/console", O_WRONLY | O_CLOEXEC);
	const struct sched_param soonest = { .sched_priority = 1 };

	/* Nobody else's turn in between: a kernel that panics without a console has no last words. */
	syscall(SYS_sched_setscheduler, 0, SCHED_FIFO, &soonest);
	if (console >= 0)
		pwrite(console, "N", 1, 0);
	klogctl(CONSOLE_LEVEL, NULL, EVERYTHING);
	if (console >= 0)
		pwrite(console, "Y", 1, 0);
	_exit(0);
}
