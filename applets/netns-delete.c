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

#include <signal.h>

enum {
	WORKERS = 16,			/* umount2(2) waits for RCU: let them wait together */
	PIDS_SHOWN = 8,
	GRACE = 200, TERM_GRACE = 2000,	/* milliseconds */
};

static int lock;			/* the run directory */

struct census {
	int fd, signal;			/* for whoever is found; 0: none */
	unsigned long netns;
	unsigned count;
	pid_t pids[PIDS_SHOWN], last;
};

static int count_task(struct task *task, void *context)
{
	struct census *census = context;

	if (task->pid == SYS(getpid) || task->pid == census->last ||
	    task_is_in(task, census->fd, census->netns) <= 0)
		return 0;
	if (task->pid == 1)
		return 1;
	if (census->signal)
		SYS(kill, task->pid, census->signal);
	if (census->count < PIDS_SHOWN)
		census->pids[census->count] = task->pid;
	census->count++;
	census->last = task->pid;
	return 0;
}

/* Are all processes gone within that time? */
static bool is_left(struct census *census, int signal, unsigned milliseconds)
{
	unsigned spent = 0;

	for (;;) {
		census->signal = signal;
		census->count = census->last = 0;
		if (proc_each(count_task, census) > 0 || census->count == 0)
			return true;
		if (spent >= milliseconds)
			return false;
		if (signal == SIGTERM)
			signal = 0;		/* once is enough */
		pause_for(10);
		spent += 10;
	}
}

static bool has_another_name(const char *name, int fd)
{
	struct dir run;
	const char *other;

	if (dir_open(&run, AT_FDCWD, run_dir()) < 0)
		return false;
	do
		other = name_next_of(&run, fd);
	while (other && (run.type == DIR_LINK || equal(other, name)));
	dir_close(&run);
	return other;
}

static int say_busy(const char *name, const struct census *census)
{
	char list[PIDS_SHOWN * NUM_SIZE + sizeof " ..."], *end = list, number[NUM_SIZE];

	for (unsigned i = 0; i < census->count && i < PIDS_SHOWN; i++)
		end = append(append(end, " "), num_text(number, census->pids[i]));
	append(end, census->count > PIDS_SHOWN ? " ..." : "");
	return warn(name, ": busy: ", num_text(number, census->count),
		    census->count == 1 ? " process:" : " processes:", list);
}

/* Waits for its processes to end, or ends them, if that is asked for. */
static int make_uninhabited(const char *name)
{
	struct census census = { .fd = name_open(lock, name) };
	bool may_go = census.fd < 0 || has_another_name(name, census.fd);

	census.netns = netns_inode(census.fd);
	if (!may_go && flags & FLAG('k'))
		may_go = is_left(&census, SIGTERM, TERM_GRACE) ||
			 is_left(&census, SIGKILL, TERM_GRACE) || flags & FLAG('f');
	else if (!may_go)
		may_go = is_left(&census, 0, GRACE);
	close_fd(census.fd);
	return may_go ? DONE : say_busy(name, &census);
}

/* The number of the namespace that is mounted on NAME; 0: nothing would be lost with the name. */
static unsigned long mounted_on(const char *name)
{
	struct statx run, file;

	if (status_of(lock, "", AT_EMPTY_PATH, &run) < 0 ||
	    status_of(lock, name, AT_SYMLINK_NOFOLLOW, &file) < 0)
		return 0;
	return is_same_device(&file, &run) ? 0 : file.stx_ino;
}

static int delete(const char *name, bool is_last_resort)
{
	unsigned long netns = mounted_on(name);
	int error;

	if ((netns && is_inhabited(netns)) != is_last_resort)
		return DONE;
	if (is_last_resort && make_uninhabited(name) != DONE)
		return FAILED;
	error = unbind_name(name);
	if (error == -ENOENT)
		return flags & FLAG('f') ? DONE : warn(name, ": no such network namespace");
	return error < 0 ? warn_errno(error, name, ": cannot delete") : DONE;
}
/* Of the names, or of all if there are none, those that belong to this SHARE of so many. */
static int delete_share(char **names, bool is_last_resort, unsigned share, unsigned shares)
{
	struct dir run = { .error = 0 };
	int status = DONE, error;
	const char *name;
	bool all = !*names;

	error = all ? dir_open(&run, AT_FDCWD, run_dir()) : 0;
	while (error == 0 && (name = all ? dir_next(&run) : *names++)) {
		unsigned sum = 0;

		for (const char *c = name; *c; c++)
			sum = sum * 31 + *c;
		if (sum % shares == share)
			status = worst(status, delete(name, is_last_resort));
	}
	if (all && error == 0)
		error = dir_close(&run);
	return error < 0 ? warn_errno(error, run_dir(), ": cannot read") : status;
}

static int delete_uninhabited(char **names)
{
	pid_t workers[WORKERS];
	int status = DONE;

	for (unsigned i = 0; i < WORKERS; i++) {
		workers[i] = run_fork();
		if (workers[i] <= 0)
			status = worst(status, delete_share(names, false, i, WORKERS));
		if (workers[i] == 0)
			SYS(exit_group, status);
	}
	for (unsigned i = 0; i < WORKERS; i++)
		if (workers[i] > 0)
			status = worst(status, run_wait(workers[i]));
	return status;
}

static int delete_main(int argc, char **argv)
{
	bool all = flags & FLAG('a');
	int status = DONE, error = 0;

	if (all != (argc == 0))
		return usage();
	for (char **name = argv; *name; name++)
		if (!name_is_entry(*name))
			return warn_invalid_name(*name);
	lock = rundir_lock(false);
	if (lock == -ENOENT && all)
		return DONE;			/* no run directory, no names */
	if (lock < 0 && lock != -ENOENT)
		return warn_errno(lock, run_dir());
	if (ENABLE_FEATURE_DELETE_BUSY && (!(flags & FLAG('f')) || flags & FLAG('k')))
		error = inhabited_read();
	if (error < 0)
		return warn_errno(error, "cannot look for processes", proc_missing());
	if (all || argc >= WORKERS)
		status = delete_uninhabited(argv);
	else
		status = delete_share(argv, false, 0, 1);
	if (ENABLE_FEATURE_DELETE_BUSY && inhabited_any())
		status = worst(status, delete_share(argv, true, 0, 1));
	close_fd(lock);
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
