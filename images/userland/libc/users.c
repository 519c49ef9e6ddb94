// /etc/passwd and /etc/group, which wasi-libc does not read.
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LINE = 1024, MEMBERS = 32 };

static FILE *passwd_file, *group_file;

// Next line of the file cut into its fields at colons; false at the end.
static int next_record(FILE **file, const char *path, char *line, size_t size, char *fields[], int count) {
	if (!*file) *file = fopen(path, "r");
	while (*file && fgets(line, size, *file)) {
		char *rest = line;
		rest[strcspn(rest, "\n")] = 0;
		int i = 0;
		for (char *field; i < count && (field = strsep(&rest, ":"));) fields[i++] = field;
		if (i == count) return 1;
	}
	return 0;
}
static void close_records(FILE **file) {
	if (*file) fclose(*file);
	*file = NULL;
}

static int next_user(struct passwd *to, char *line, size_t size) {
	char *fields[7];
	if (!next_record(&passwd_file, "/etc/passwd", line, size, fields, 7)) return 0;
	*to = (struct passwd){
		.pw_name = fields[0], .pw_passwd = fields[1], .pw_uid = strtoul(fields[2], NULL, 10),
		.pw_gid = strtoul(fields[3], NULL, 10), .pw_gecos = fields[4], .pw_dir = fields[5], .pw_shell = fields[6],
	};
	return 1;
}

static char *members[MEMBERS + 1];

static int next_group(struct group *to, char *line, size_t size) {
	char *fields[4];
	if (!next_record(&group_file, "/etc/group", line, size, fields, 4)) return 0;
	int count = 0;
	for (char *name; count < MEMBERS && (name = strsep(&fields[3], ","));) {
		if (*name) members[count++] = name;
	}
	members[count] = NULL;
	*to = (struct group){
		.gr_name = fields[0], .gr_passwd = fields[1], .gr_gid = strtoul(fields[2], NULL, 10), .gr_mem = members,
	};
	return 1;
}

void setpwent(void) { close_records(&passwd_file); }
void endpwent(void) { close_records(&passwd_file); }
void setgrent(void) { close_records(&group_file); }
void endgrent(void) { close_records(&group_file); }

struct passwd *getpwent(void) {
	static struct passwd user;
	static char line[LINE];
	return next_user(&user, line, sizeof line) ? &user : NULL;
}
struct group *getgrent(void) {
	static struct group group;
	static char line[LINE];
	return next_group(&group, line, sizeof line) ? &group : NULL;
}

static int find_user(const char *name, uid_t uid, struct passwd *to, char *line, size_t size, struct passwd **found) {
	setpwent();
	*found = NULL;
	while (!*found && next_user(to, line, size)) {
		if (name ? !strcmp(name, to->pw_name) : uid == to->pw_uid) *found = to;
	}
	endpwent();
	return 0;
}
static int find_group(const char *name, gid_t gid, struct group *to, char *line, size_t size, struct group **found) {
	setgrent();
	*found = NULL;
	while (!*found && next_group(to, line, size)) {
		if (name ? !strcmp(name, to->gr_name) : gid == to->gr_gid) *found = to;
	}
	endgrent();
	return 0;
}

int getpwnam_r(const char *name, struct passwd *to, char *line, size_t size, struct passwd **found) {
	return find_user(name, 0, to, line, size, found);
}
int getpwuid_r(uid_t uid, struct passwd *to, char *line, size_t size, struct passwd **found) {
	return find_user(NULL, uid, to, line, size, found);
}
int getgrnam_r(const char *name, struct group *to, char *line, size_t size, struct group **found) {
	return find_group(name, 0, to, line, size, found);
}
int getgrgid_r(gid_t gid, struct group *to, char *line, size_t size, struct group **found) {
	return find_group(NULL, gid, to, line, size, found);
}

static struct passwd user;
static struct group group;
static char user_line[LINE], group_line[LINE];

struct passwd *getpwnam(const char *name) {
	struct passwd *found;
	getpwnam_r(name, &user, user_line, sizeof user_line, &found);
	return found;
}
struct passwd *getpwuid(uid_t uid) {
	struct passwd *found;
	getpwuid_r(uid, &user, user_line, sizeof user_line, &found);
	return found;
}
struct group *getgrnam(const char *name) {
	struct group *found;
	getgrnam_r(name, &group, group_line, sizeof group_line, &found);
	return found;
}
struct group *getgrgid(gid_t gid) {
	struct group *found;
	getgrgid_r(gid, &group, group_line, sizeof group_line, &found);
	return found;
}

int getgrouplist(const char *name, gid_t first, gid_t *groups, int *count) {
	int room = *count, found = 0;
	if (found++ < room) groups[0] = first;
	setgrent();
	for (struct group *each; (each = getgrent());) {
		for (char **member = each->gr_mem; *member; member++) {
			if (!strcmp(*member, name) && each->gr_gid != first && found++ < room) groups[found - 1] = each->gr_gid;
		}
	}
	endgrent();
	*count = found;
	return found > room ? -1 : found;
}
int initgroups(const char *name, gid_t first) {
	gid_t groups[MEMBERS];
	int count = MEMBERS;
	getgrouplist(name, first, groups, &count);
	return setgroups(count < MEMBERS ? count : MEMBERS, groups);
}

char *getlogin(void) {
	struct passwd *found = getpwuid(getuid());
	return found ? found->pw_name : NULL;
}
