/* The parts of PID 1. Each does one thing and knows nothing of the others; main.c ties them. */
#pragma once

#include <sys/types.h>

/* tree.c: directories and BusyBox's names, which the initramfs leaves out. */
void grow_tree(void);

/* mounts.c: the kernel's file systems, by system calls, before anything else runs. */
void mount_everything(void);

/* setup.c: what a boot script would do: loopback up, /etc/hosts, message of the day. */
void bring_up_loopback(void);
void name_this_host(void);
void write_motd(void);

/* console.c: the user's shell on the first virtio console port. */
#define CONSOLE_DEVICE "/dev/hvc0"
int open_when_ready(const char *device, int flags);
void greet(void);
pid_t start_shell(void);

/* kernel_log.c: what the kernel said while it booted, on the serial port, and from now on as it says it. */
void tell_kernel_log(void);

/* power.c: the ways down. None of these returns. */
enum ending { ENDING_POWEROFF, ENDING_REBOOT, ENDING_HALT };
const char *ending_name(enum ending ending);
void end_system(enum ending ending);

/* agent.c: the host's line protocol on the second virtio console port. */
#define AGENT_DEVICE "/dev/hvc1"
int agent_open(void);
void agent_say(int agent, const char *line);
/* Writes all of it, as one. */
void agent_tell(int agent, const char *text, size_t bytes);
/* Reads what has arrived and calls back for each request that ends the system. */
void agent_read(int agent, void (*on_ending)(enum ending));

/* commands.c: shells that the host asks for beside the user's. */
#define MOST_COMMANDS 16
struct pollfd;
void command_begin(int agent, unsigned long id, const char *text);
void command_cancel(unsigned long id);
/* A child of PID 1 has ended: if it was one of these, its end is told. */
void command_ended(int agent, pid_t pid, int status);
/* Fills MOST_COMMANDS entries for poll, and reads those that it found to be readable. */
void commands_watch(struct pollfd *sources);
void commands_read(int agent, const struct pollfd *sources);

/* pressure.c: what the kernel says of how long somebody waited for the processor or for memory. */
void pressure_tell(int agent);
