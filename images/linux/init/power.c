/* The orderly ways down. What v86 sees at the end: poweroff and halt stop the processor with
 * interrupts off (`cpu-event-halt`), reboot pulses the keyboard controller's reset line. */

#include "init.h"

#include <signal.h>
#include <sys/reboot.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* How long processes get between SIGTERM and SIGKILL. */
#define GRACE_MS 2000
#define GRACE_STEP_MS 10

const char *ending_name(enum ending ending)
{
	switch (ending) {
	case ENDING_REBOOT: return "reboot";
	case ENDING_HALT: return "halt";
	case ENDING_POWEROFF: break;
	}
	return "poweroff";
}

/* True as soon as PID 1 has no children left; orphans are its children too. */
static int all_gone_within(int milliseconds)
{
	const struct timespec step = { .tv_nsec = GRACE_STEP_MS * 1000000L };

	for (int waited = 0; waited <= milliseconds; waited += GRACE_STEP_MS) {
		pid_t reaped;
		do
			reaped = waitpid(-1, NULL, WNOHANG);
		while (reaped > 0);
		if (reaped < 0)
			return 1;
		nanosleep(&step, NULL);
	}
	return 0;
}

void end_system(enum ending ending)
{
	kill(-1, SIGTERM);
	kill(-1, SIGHUP); /* an interactive shell ignores SIGTERM */
	kill(-1, SIGCONT);
	if (!all_gone_within(GRACE_MS)) {
		kill(-1, SIGKILL);
		all_gone_within(GRACE_STEP_MS);
	}
	sync();

	switch (ending) {
	case ENDING_REBOOT: reboot(RB_AUTOBOOT); break;
	case ENDING_HALT: reboot(RB_HALT_SYSTEM); break;
	case ENDING_POWEROFF: reboot(RB_POWER_OFF); break;
	}
	for (;;)
		pause();
}
