/* What a boot script would do, without the forks a boot script costs. */

#include "init.h"

#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

/* lo takes 127.0.0.1/8 by itself when it comes up. */
void bring_up_loopback(void)
{
	const int socket_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq request = { .ifr_name = "lo" };

	if (socket_fd < 0)
		return;
	if (ioctl(socket_fd, SIOCGIFFLAGS, &request) == 0) {
		request.ifr_flags |= IFF_UP;
		ioctl(socket_fd, SIOCSIFFLAGS, &request);
	}
	close(socket_fd);
}

static void write_file(const char *path, const char *text)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0)
		return;
	write(fd, text, strlen(text));
	close(fd);
}

/* The kernel took the name from its parameter hostname=; the resolver wants it too. */
void name_this_host(void)
{
	char name[65], text[256];

	gethostname(name, sizeof name);
	snprintf(text, sizeof text, "%s\n", name);
	write_file("/etc/hostname", text);
	snprintf(text, sizeof text, "127.0.0.1\tlocalhost\n127.0.1.1\t%s\n", name);
	write_file("/etc/hosts", text);
}

void write_motd(void)
{
	struct utsname names;
	struct sysinfo memory;
	char text[512];

	uname(&names);
	sysinfo(&memory);
	snprintf(text, sizeof text,
		"\033[1m%s\033[0m: Linux %s on %s, %lu MiB of memory, %lu MiB free.\n"
		"A real kernel, all yours. You are root.\n\n",
		names.nodename, names.release, names.machine,
		(memory.totalram * memory.mem_unit) >> 20, (memory.freeram * memory.mem_unit) >> 20);
	write_file("/etc/motd", text);
}
