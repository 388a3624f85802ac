// SPDX-License-Identifier: 0BSD
/* netns-delete: take the names of network namespaces away
 *
 * config NETNS_DELETE
 *	bool "netns-delete: delete network namespaces"
 *	default y
 *	help
 *	  Like 'ip netns delete'. A namespace goes with its last name and its
 *	  last process.
 *
 * config FEATURE_DELETE_BUSY
 *	bool "refuse to delete a namespace in which processes remain"
 *	default y
 *	depends on NETNS_DELETE
 *	help
 *	  What is deleted under its processes can no longer be entered, with
 *	  the devices in it. With this, -f deletes it all the same, and -k
 *	  ends the processes first. Without, it is as in iproute2.
 */
#include "netns.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	AT_ONCE = 128,			/* names looked after together */
	PER_WORKER = 8, WORKERS = 16,	/* umount2(2) waits for an RCU grace period: wait together */
	PIDS_SHOWN = 8,
	GRACE = 200, TERM_GRACE = 2000,	/* milliseconds */
};

struct victim {
	const char *name;
	unsigned long netns;		/* inode number; 0: nothing is lost with this name */
	unsigned count;			/* processes in it, */
	pid_t pids[PIDS_SHOWN];		/* the first of them, */
	pid_t last;			/* and the last */
};

struct group {
	struct victim victims[AT_ONCE];
	unsigned count;
	int lock;			/* descriptor of the run directory */
};

struct census {
	struct victim *victims;
	unsigned count;
	int lock;
	int signal;			/* for each process found; 0: none */
};

static bool is_in(const struct task *task, const struct victim *victim, int lock)
{
	int fd, hidden;

	if (task->netns)
		return task->netns == victim->netns;
	fd = name_open(lock, victim->name);
	hidden = fd < 0 ? -1 : task_hidden_in(task, fd);
	if (fd >= 0)
		close(fd);
	return hidden > 0;
}

static int count_task(const struct task *task, void *context)
{
	const struct census *census = context;

	if (task->pid == getpid())
		return 0;
	for (unsigned i = 0; i < census->count; i++) {
		struct victim *victim = &census->victims[i];

		if (!victim->netns || victim->last == task->pid || !is_in(task, victim, census->lock))
			continue;
		if (task->pid == 1) {		/* which never ends, nor does its namespace */
			victim->netns = 0;
			continue;
		}
		if (census->signal)
			task_kill(task, census->signal);
		if (victim->count < PIDS_SHOWN)
			victim->pids[victim->count] = task->pid;
		victim->count++;
		victim->last = task->pid;
	}
	return 0;
}

static int take_census(struct victim *victims, unsigned count, int lock, int signal)
{
	struct census census = { victims, count, lock, signal };

	for (unsigned i = 0; i < count; i++)
		victims[i].count = victims[i].last = 0;
	return proc_each(count_task, &census);
}

/* Are the processes gone within that time? Each that is found gets the signal. */
static bool is_left_within(struct victim *victim, int lock, unsigned milliseconds, int signal)
{
	for (unsigned spent = 0, pause = 1; victim->count > 0 && spent < milliseconds; spent += pause) {
		run_sleep(pause);
		pause += pause < 32 ? pause : 0;
		if (take_census(victim, 1, lock, signal) < 0)
			return false;
	}
	return victim->count == 0;
}

static bool has_another_name(const struct victim *victim, int lock)
{
	struct dir run;
	const char *name = NULL;
	int fd = name_open(lock, victim->name);

	if (fd < 0)
		return false;
	if (dir_open(&run, AT_FDCWD, run_dir()) == 0) {
		do
			name = name_next_of(&run, fd);
		while (name && (run.type == DT_LNK || strcmp(name, victim->name) == 0));
		dir_close(&run);
	}
	close(fd);
	return name != NULL;
}

static bool may_go(struct victim *victim, int lock)
{
	if (victim->count == 0 || has_another_name(victim, lock))
		return true;
	if (flags & FLAG('k')) {
		take_census(victim, 1, lock, SIGTERM);
		return is_left_within(victim, lock, TERM_GRACE, 0) ||
		       is_left_within(victim, lock, TERM_GRACE, SIGKILL) || flags & FLAG('f');
	}
	return is_left_within(victim, lock, GRACE, 0);
}

static int say_busy(const struct victim *victim)
{
	char list[PIDS_SHOWN * NUM_SIZE + sizeof " ..."] = "", number[NUM_SIZE];

	for (unsigned i = 0; i < victim->count && i < PIDS_SHOWN; i++)
		strcat(strcat(list, " "), num_text(number, victim->pids[i]));
	if (victim->count > PIDS_SHOWN)
		strcat(list, " ...");
	return warn(victim->name, ": busy: ", num_text(number, victim->count),
		    victim->count == 1 ? " process:" : " processes:", list);
}

static int delete(const struct victim *victim)
{
	int error = unbind_name(victim->name);

	if (error == -ENOENT)
		return flags & FLAG('f') ? DONE : warn(victim->name, ": no such network namespace");
	return error < 0 ? warn_errno(error, victim->name, ": cannot delete") : DONE;
}

/* Of those that nobody is in, every STEPth from the one numbered FIRST on. */
static int delete_share(const struct group *group, unsigned first, unsigned step)
{
	int status = DONE;

	for (unsigned i = first; i < group->count; i += step)
		if (group->victims[i].count == 0)
			status = worst(status, delete(&group->victims[i]));
	return status;
}

static int delete_idle(const struct group *group)
{
	unsigned workers = group->count / PER_WORKER;
	pid_t children[WORKERS];
	int status = DONE;

	if (workers > WORKERS)
		workers = WORKERS;
	if (workers <= 1)
		return delete_share(group, 0, 1);
	for (unsigned i = 0; i < workers; i++) {
		children[i] = run_fork();
		if (children[i] == 0)
			_exit(delete_share(group, i, workers));
		if (children[i] < 0)
			status = worst(status, delete_share(group, i, workers));
	}
	for (unsigned i = 0; i < workers; i++)
		if (children[i] > 0)
			status = worst(status, run_wait(children[i]));
	return status;
}

/* One that has another name now may not have one when that has been deleted: one after the other. */
static int delete_busy(struct group *group)
{
	int status = DONE;

	for (unsigned i = 0; i < group->count; i++)
		if (group->victims[i].count > 0)
			status = worst(status, may_go(&group->victims[i], group->lock) ?
				delete(&group->victims[i]) : say_busy(&group->victims[i]));
	return status;
}

static int delete_group(struct group *group)
{
	int error, status;

	if (ENABLE_FEATURE_DELETE_BUSY && (!(flags & FLAG('f')) || flags & FLAG('k'))) {
		error = take_census(group->victims, group->count, group->lock, 0);
		if (error < 0)
			return warn_errno(error, "cannot look for processes", proc_missing());
	}
	status = delete_idle(group);
	if (ENABLE_FEATURE_DELETE_BUSY)
		status = worst(status, delete_busy(group));
	group->count = 0;
	return status;
}

/* Nothing is lost with a symbolic link, or with a file that no namespace is mounted on. */
static void add_victim(struct group *group, const char *name)
{
	struct victim *victim = &group->victims[group->count++];
	struct stat run, file;

	*victim = (struct victim){ .name = name };
	if (ENABLE_FEATURE_DELETE_BUSY && fstat(group->lock, &run) == 0 &&
	    fstatat(group->lock, name, &file, AT_SYMLINK_NOFOLLOW) == 0 &&
	    !S_ISLNK(file.st_mode) && file.st_dev != run.st_dev)
		victim->netns = file.st_ino;
}

static int delete_all(struct group *group)
{
	struct dir run;
	const char *name;
	int status = DONE, error = dir_open(&run, AT_FDCWD, run_dir());

	while (error == 0 && (name = dir_next(&run))) {
		add_victim(group, name);
		if (group->count == AT_ONCE || !dir_buffered(&run))
			status = worst(status, delete_group(group));
	}
	if (error == 0)
		error = dir_close(&run);
	return error < 0 ? warn_errno(error, run_dir(), ": cannot read") : status;
}

static int delete_named(struct group *group, char **names)
{
	int status = DONE;

	for (; *names; names++) {
		if (name_is_entry(*names))
			add_victim(group, *names);
		else
			status = worst(status, warn_invalid_name(*names));
		if (group->count == AT_ONCE || (group->count > 0 && !names[1]))
			status = worst(status, delete_group(group));
	}
	return status;
}

static int delete_main(int argc, char **argv)
{
	struct group group = { .count = 0, .lock = rundir_lock(false) };
	bool all = flags & FLAG('a');
	int status;

	if (all != (argc == 0))
		return usage();
	if (group.lock == -ENOENT && all)
		return DONE;			/* no run directory, no names */
	if (group.lock < 0 && group.lock != -ENOENT)
		return warn_errno(group.lock, run_dir());
	status = all ? delete_all(&group) : delete_named(&group, argv);
	close(group.lock);
	return status;
}

const struct applet netns_delete = {
	.usage = ENABLE_FEATURE_DELETE_BUSY ? "[-f] [-k] -a|NAME..." : "[-f] -a|NAME...",
	.help = HELP("Delete network namespaces by taking their names away\n"
		     "  -a  all that have a name\n"
		     "  -f  even if processes remain there, or there is no such name\n"
		     "  -k  end the processes in it first\n"),
	.opts = ENABLE_FEATURE_DELETE_BUSY ? "a!fk" : "a!f",
	.argmin = 0, .argmax = ANY_NUMBER,
	.main = delete_main,
};
