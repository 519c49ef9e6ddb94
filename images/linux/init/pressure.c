/* The system's pressure stall information, in the kernel's own words (psi.rst), when the host asks. */

#include "init.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define FILE_BYTES 256
#define ANSWER_BYTES 1024

static const char *const resources[] = { "cpu", "memory" };

/* The file stays open: a look is a read, and no way through the file system. -1 where the kernel has none. */
static int pressure_file(unsigned resource)
{
	static int files[] = { -2, -2 };
	static const char *const names[] = { "/proc/pressure/cpu", "/proc/pressure/memory" };

	if (files[resource] == -2)
		files[resource] = open(names[resource], O_RDONLY | O_CLOEXEC);
	return files[resource];
}

static char *append(char *to, const char *text, size_t bytes)
{
	memcpy(to, text, bytes);
	return to + bytes;
}

/* Each line of the file as `pressure <resource> <line>`. */
static char *append_resource(char *to, unsigned resource)
{
	char text[FILE_BYTES];
	const int file = pressure_file(resource);
	const ssize_t bytes = file < 0 ? 0 : pread(file, text, sizeof text, 0);
	const char *const end = text + (bytes > 0 ? bytes : 0);

	for (const char *line = text; line < end;) {
		const char *const newline = memchr(line, '\n', (size_t)(end - line));
		if (!newline)
			break;
		to = append(to, "pressure ", 9);
		to = append(to, resources[resource], strlen(resources[resource]));
		*to++ = ' ';
		to = append(to, line, (size_t)(newline + 1 - line));
		line = newline + 1;
	}
	return to;
}

void pressure_tell(int agent)
{
	char answer[ANSWER_BYTES];
	char *end = answer;

	for (unsigned resource = 0; resource < sizeof resources / sizeof *resources; resource++)
		end = append_resource(end, resource);
	if (end == answer)
		agent_say(agent, "pressure none");
	else
		agent_tell(agent, answer, (size_t)(end - answer));
}
