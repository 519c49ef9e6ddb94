/* The guest agent: ASCII lines between the host page and PID 1. Lines it does not know are ignored,
 * so either side may learn new ones first. */

#include "init.h"

#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define LINE_BYTES 256

int agent_open(void)
{
	struct termios modes;
	const int agent = open_when_ready(AGENT_DEVICE, O_RDWR | O_NONBLOCK | O_CLOEXEC);

	/* Raw: no echo, or the host would hear itself; no signals; no line endings rewritten. */
	if (agent >= 0 && tcgetattr(agent, &modes) == 0) {
		cfmakeraw(&modes);
		tcsetattr(agent, TCSANOW, &modes);
	}
	return agent;
}

/* One write per line, never waiting: a host that does not listen must not hold up the guest. */
void agent_say(int agent, const char *line)
{
	char text[LINE_BYTES];
	const size_t bytes = strnlen(line, LINE_BYTES - 1);

	if (agent < 0)
		return;
	memcpy(text, line, bytes);
	text[bytes] = '\n';
	write(agent, text, bytes + 1);
}

/* `<seconds>.<fraction>`, as the host's Date.now() / 1000 prints. */
static void set_clock(const char *text)
{
	char *end;
	const double seconds = strtod(text, &end);

	if (end == text || !(seconds > 0))
		return;
	const struct timespec now = {
		.tv_sec = (time_t)seconds,
		.tv_nsec = (long)((seconds - floor(seconds)) * 1e9),
	};
	clock_settime(CLOCK_REALTIME, &now);
}

static void obey(const char *line, void (*on_ending)(enum ending))
{
	if (strcmp(line, "shutdown") == 0)
		on_ending(ENDING_POWEROFF);
	else if (strcmp(line, "reboot") == 0)
		on_ending(ENDING_REBOOT);
	else if (strncmp(line, "time ", 5) == 0)
		set_clock(line + 5);
}

void agent_read(int agent, void (*on_ending)(enum ending))
{
	static char line[LINE_BYTES];
	static size_t length;
	char arrived[LINE_BYTES];
	ssize_t bytes;

	while ((bytes = read(agent, arrived, sizeof arrived)) > 0) {
		for (ssize_t i = 0; i < bytes; i++) {
			if (arrived[i] == '\n') {
				line[length < LINE_BYTES ? length : 0] = '\0'; /* too long: forget it */
				length = 0;
				obey(line, on_ending);
			} else if (length < LINE_BYTES) {
				line[length++] = arrived[i];
			}
		}
	}
}
