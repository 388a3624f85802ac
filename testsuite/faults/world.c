// SPDX-License-Identifier: 0BSD
/* world.c: network, mount and process namespaces, a /run and an /etc of its own for each trial */
#define _GNU_SOURCE
#include "faults.h"

#include "base/syscall.h"

#include <dirent.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool done = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	close(fd);
	return done;
}

/* testsuite/world made a directory T in /run, or /var/run, with the links to the program. */
static bool make_run(void)
{
	const char *scratch = getenv("T");
	char run[256], inner[256], bin[300], inner_bin[300];

	snprintf(run, sizeof run, "%.*s", (int)(strrchr(scratch, '/') - scratch), scratch);
	snprintf(inner, sizeof inner, "%s/w", scratch);
	snprintf(bin, sizeof bin, "%s/bin", scratch);
	mkdir(inner, 0755);
	if (mount("none", inner, "tmpfs", 0, "mode=755") < 0)
		return false;
	snprintf(inner_bin, sizeof inner_bin, "%s/%s", inner, strrchr(scratch, '/') + 1);
	mkdir(inner_bin, 0755);
	strcat(inner_bin, "/bin");
	mkdir(inner_bin, 0755);
	return mount(bin, inner_bin, NULL, MS_BIND, NULL) == 0 &&
	       mount(inner, run, NULL, MS_MOVE, NULL) == 0;
}

static bool make_world(void)
{
	return mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0 &&
	       make_run() && mount("none", "/etc", "tmpfs", 0, "mode=755") == 0 &&
	       write_file("/etc/resolv.conf", "nameserver 192.0.2.1\n") &&
	       write_file("/etc/hosts", "127.0.0.1 localhost\n") && chdir("/") == 0;
}

static void rename_one(int fd, const char *name)
{
	struct ifreq request = { .ifr_name = "lo" };
	int socket_fd;

	if (fd < 0 || setns(fd, CLONE_NEWNET) < 0)
		return;
	socket_fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	snprintf(request.ifr_newname, sizeof request.ifr_newname, "lo-%.9s", name);
	ioctl(socket_fd, SIOCSIFNAME, &request);
	close(socket_fd);
}

static void rename_loopbacks(void)
{
	int own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), fd;
	DIR *run = opendir(getenv("RUN"));
	struct dirent *entry;

	while (run && (entry = readdir(run))) {
		fd = openat(dirfd(run), entry->d_name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
		rename_one(fd, entry->d_name);
		close(fd);
	}
	if (run)
		closedir(run);
	setns(own, CLONE_NEWNET);
	close(own);
}

/* add NAME...: namespaces with these names; inside NAME: a process in that one; tree: a root
 * directory, not a mount, for chroot(2); elsewhere: a mount namespace that keeps them */
static bool set_up(const char *setup)
{
	static const char functions[] =
		"case $HOST in 1) many=-n1 N= ;; *) many= N=-N ;; esac; "
		"add() { echo $@ | xargs $many netns-add; }; "
		"inside() { netns-exec $N $1 sleep 100 & echo $! >$T/word; comm=; "
		"until [ \"$comm\" = sleep ]; do read -r comm </proc/$!/comm || return; done; }; "
		"elsewhere() { unshare -m --propagation private sleep 100 & comm=; "
		"until [ \"$comm\" = sleep ]; do read -r comm </proc/$!/comm || return; done; }; "
		"tree() { mount --make-rshared /; mkdir $T/tree; "
		"for d in /*; do if [ -L $d ]; then cp -P $d $T/tree; else "
		"mkdir $T/tree$d && mount --rbind $d $T/tree$d; fi; done; } 2>/dev/null; ";
	char command[TEXT];

	snprintf(command, sizeof command, "%s%s", functions, setup);
	return !*setup || system(command) == 0;
}

/* The state, when those of the program that go on in the background have come to their end. */
static void describe_when_quiet(char *text)
{
	const char *ours;		/* our own process */

	for (int tries = 0; tries < 300; tries++) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		describe(text, false);
		ours = strstr(text, "process faults");
		if (!strstr(text, "process netns") && !strstr(text, "process ip in") &&
		    !strstr(ours + 1, "process faults"))
			return;
		usleep(2000);
	}
}

enum { END_OF_ANOTHER = 30000 };	/* microseconds, for a process that loses its tracer */

static void inside(struct trial *trial)
{
	const struct scenario *scenario = trial->scenario;
	struct fault none = { .choice = NO_FAULT };

	if (!make_world())
		return;
	if (!set_up(scenario->setup))
		fprintf(stderr, "%s: setup failed\n", scenario->name);
	if (scenario->rename_lo)
		rename_loopbacks();
	describe(trial->before, true);
	supervise(scenario, &trial->fault, &trial->run);
	if (scenario->may_take_along && trial->fault.choice == KILL)
		usleep(END_OF_ANOTHER);
	describe_when_quiet(trial->after);
	if (trial->fault.done) {
		supervise(scenario, &none, &trial->again);
		describe_when_quiet(trial->finally);
	}
	trial->complete = true;
}

/* As fork(2), but in new namespaces: the child is the first process of its own. */
bool try_in_world(struct trial *trial)
{
	unsigned long flags = CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | SIGCHLD;
	pid_t child = syscall(SYS_clone, CLONE_STACK_FIRST ? 0 : flags,
			      CLONE_STACK_FIRST ? flags : 0, 0, 0, 0);
	int status;

	if (child == 0) {
		inside(trial);
		_exit(0);
	}
	return child > 0 && waitpid(child, &status, 0) == child && trial->complete;
}

static void print_directory(const char *path)
{
	DIR *directory = opendir(path);
	struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		if (*entry->d_name != '.')
			printf(" %s", entry->d_name);
	if (directory)
		closedir(directory);
}

static void print_file(const char *path)
{
	char text[256] = "";
	FILE *file = fopen(path, "re");

	if (file && !fgets(text, sizeof text, file))
		*text = '\0';
	if (file)
		fclose(file);
	printf(" %.*s", (int)strcspn(text, "\n"), text);
}

int probe(void)
{
	struct stat own, other;
	DIR *run = opendir(getenv("RUN"));
	struct dirent *entry;

	printf("in:");
	while (run && (entry = readdir(run)) && stat("/proc/self/ns/net", &own) == 0)
		if (fstatat(dirfd(run), entry->d_name, &other, 0) == 0 &&
		    own.st_ino == other.st_ino)
			printf(" %s", entry->d_name);
	printf("; /sys:");
	print_directory("/sys/class/net");
	printf("; /etc:");
	print_file("/etc/resolv.conf");
	print_file("/etc/hosts");
	printf("\n");
	return 0;
}
