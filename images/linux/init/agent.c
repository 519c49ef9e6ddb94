/* The guest agent: ASCII lines between the host page and PID 1. Lines it does not know are ignored,
 * so either side may learn new ones first. */

#include "init.h"

#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define LINE_BYTES 256
/* A request may hold a command. */
#define REQUEST_BYTES 8192
/* A line that the host does not take for so long is lost: it must not hold up the guest. */
#define TELL_WAIT_MS 10
#define TELL_WAITS 100

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

void agent_tell(int agent, const char *text, size_t bytes)
{
	struct pollfd room = { .fd = agent, .events = POLLOUT };

	for (int waits = 0; agent >= 0 && bytes > 0 && waits < TELL_WAITS;) {
		const ssize_t written = write(agent, text, bytes);
		if (written > 0) {
			text += written;
			bytes -= written;
		} else {
			poll(&room, 1, TELL_WAIT_MS);
			waits++;
		}
	}
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

/* A newline in a command comes as \n, a backslash as \\. */
static void unescape(char *text)
{
	char *to = text;

	for (; *text; text++, to++) {
		if (*text == '\\' && text[1])
			*to = *++text == 'n' ? '\n' : *text;
		else
			*to = *text;
	}
	*to = '\0';
}

/* `<id> <command>` */
static void execute(int agent, char *text)
{
	char *command;
	const unsigned long id = strtoul(text, &command, 10);

	if (command == text || *command != ' ')
		return;
	unescape(++command);
	command_begin(agent, id, command);
}

static void obey(int agent, char *line, void (*on_ending)(enum ending))
{
	if (strcmp(line, "shutdown") == 0)
		on_ending(ENDING_POWEROFF);
	else if (strcmp(line, "reboot") == 0)
		on_ending(ENDING_REBOOT);
	else if (strncmp(line, "time ", 5) == 0)
		set_clock(line + 5);
	else if (strncmp(line, "execute ", 8) == 0)
		execute(agent, line + 8);
	else if (strncmp(line, "cancel ", 7) == 0)
		command_cancel(strtoul(line + 7, NULL, 10));
	else if (strcmp(line, "pressure") == 0)
		pressure_tell(agent);
}

void agent_read(int agent, void (*on_ending)(enum ending))
{
	static char line[REQUEST_BYTES];
	static size_t length;
	char arrived[1024];
	ssize_t bytes;

	while ((bytes = read(agent, arrived, sizeof arrived)) > 0) {
		for (ssize_t i = 0; i < bytes; i++) {
			if (arrived[i] == '\n') {
				line[length < REQUEST_BYTES ? length : 0] = '\0'; /* too long: forget it */
				length = 0;
				obey(agent, line, on_ending);
			} else if (length < REQUEST_BYTES) {
				line[length++] = arrived[i];
			}
		}
	}
}
