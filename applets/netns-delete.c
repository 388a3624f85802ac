// SPDX-License-Identifier: 0BSD
/* netns-delete: take the names of network namespaces away
 *
 * config NETNS_DELETE
 *	bool "netns-delete: delete network namespaces"
 *	default ALL_APPLETS
 *	help
 *	  Like 'ip netns delete'. A namespace is destroyed when it has
 *	  neither a name nor a process any more.
 *
 * config FEATURE_DELETE_BUSY
 *	bool "Refuse to delete a namespace that has processes in it"
 *	default y
 *	depends on NETNS_DELETE
 *	help
 *	  Require -f to delete a namespace that has processes in it, and
 *	  let -k terminate them first. Without this, and in the ip front
 *	  end, names are deleted as in iproute2.
 */
#include "enter/enter.h"
#include "multiplexer/applet.h"
#include "survey/survey.h"

#include <signal.h>

enum {
	WORKERS = 16,			/* umount2(2) waits for RCU: let them wait together */
	PIDS_SHOWN = 8,
	GRACE = 200, TERM_GRACE = 2000, KILL_GRACE = 2000,	/* milliseconds */
};

/* The processes in one namespace. */
struct occupants {
	int netns;
	unsigned inode;
	int signal;			/* for whoever is found; 0: none */
	unsigned count;
	pid_t last;
	char *end, pids[PIDS_SHOWN * NUM_SIZE + sizeof " ..."];
};

static int count_task(struct task *task, void *context)
{
	struct occupants *occupants = context;

	if (task->pid == (pid_t)SYS(getpid) || task->pid == occupants->last ||
	    task_is_in(task, occupants->netns, occupants->inode) <= 0)
		return 0;
	if (task->pid == 1)
		return 1;		/* a namespace that does not end */
	if (occupants->signal)
		SYS(kill, task->pid, occupants->signal);
	occupants->last = task->pid;
	if (occupants->count < PIDS_SHOWN)
		occupants->end = str_append_uint(str_append(occupants->end, " "), task->pid);
	else if (occupants->count == PIDS_SHOWN)
		str_append(occupants->end, " ...");
	occupants->count++;
	return 0;
}

/* Do all processes end in time, or is it PID 1's namespace, which never ends? With -k they are told
 * to, and then made to. -errno: that cannot be told. */
static int all_have_ended(struct occupants *occupants)
{
	bool kill = flags & FLAG('k');
	int left = kill ? TERM_GRACE + KILL_GRACE : GRACE, result;

	for (occupants->signal = kill ? SIGTERM : 0; left >= 0; left -= 10) {
		occupants->count = occupants->last = 0;
		occupants->end = occupants->pids;
		result = proc_each(count_task, occupants);
		if (result || occupants->count == 0)
			return result ? result : true;
		occupants->signal = kill && left <= KILL_GRACE ? SIGKILL : 0;
		sleep_ms(10);
	}
	return false;
}

static int is_another(const struct entry *entry, void *name)
{
	return !entry->is_link && !str_equal(entry->name, name);
}

static bool may_strand(void)
{
	return flags & FLAG('f') || called_as_ip;
}

static bool make_unoccupied(const char *name)
{
	struct occupants occupants;
	char number[NUM_SIZE];
	int may_go = occupants.netns = entry_open_at(AT_FDCWD, name);

	occupants.inode = netns_inode(occupants.netns);
	if (may_go >= 0)
		may_go = occupants.inode ? 0 : -EIO;
	if (may_go == 0)
		may_go = entries_of(occupants.netns, is_another, (void *)name);
	if (may_go == 0)
		may_go = all_have_ended(&occupants);
	if (may_go == 0)
		may_go = may_strand();
	close_fd(occupants.netns);
	if (may_go == 0) {
		msg_add(name);
		msg_add(": busy: ");
		msg_add(num_format(number, occupants.count));
		warn(" process", occupants.count == 1 ? ":" : "es:", occupants.pids);
	} else if (may_go < 0 && may_go != -ESTALE) {
		proc_warn(name, may_go, 0);
	} else {
		return true;
	}
	return false;
}

/* May processes be stranded with this name? Not with that of a symbolic link or of a plain file.
 * -errno: that cannot be told. */
static int is_busy(const char *name)
{
	struct file_stat stat;
	int is_bare = entry_is_bare(name, &stat);

	if (is_bare == 0)
		return is_occupied(stat.inode);
	return is_bare > 0 || is_bare == -ENOENT ? false : is_bare;
}

/* Which names have their turn? The busy ones come last, as they may take time; the others are
 * shared among the workers, by their last letters. */
static struct {
	bool busy;
	int worker;			/* WORKERS: all are his */
	int status;
} pass;

static int warn_missing(const char *name)
{
	return flags & FLAG('f') ? EXIT_SUCCESS : warn_no_netns(name);
}

static int delete(const char *name)
{
	int busy = ENABLE_FEATURE_DELETE_BUSY ? is_busy(name) : false, error = busy;

	if (busy >= 0) {
		if (busy != pass.busy)
			return EXIT_SUCCESS;
		if (busy && !make_unoccupied(name))
			return EXIT_FAILURE;
		error = entry_unbind(name);
	}
	if (error == -ENOENT)
		return warn_missing(name);
	return warn_if_error(name, ": cannot delete", NULL, error);
}

static void delete_in_turn(const char *name)
{
	unsigned char last = str_chrnul(name, '\0')[-1];

	if (pass.worker == WORKERS || last % WORKERS == pass.worker)
		pass.status |= delete(name);
}

static int delete_entry(const struct entry *entry, void *context)
{
	(void)context;
	delete_in_turn(entry->name);
	return 0;
}

static void delete_names(char **names)
{
	int error = *names ? 0 : entries_each(0, delete_entry, NULL);

	pass.status |= warn_run_dir(error, ": cannot read");
	while (*names)
		delete_in_turn(*names++);
}

static void delete_in_parallel(char **names)
{
	pid_t workers[WORKERS];

	for (pass.worker = 0; pass.worker < WORKERS; pass.worker++) {
		pid_t child = workers[pass.worker] = fork_child();

		if (child <= 0)
			delete_names(names);
		if (child == 0)
			SYS(exit_group, pass.status);
	}
	for (int i = 0; i < WORKERS; i++) {
		int status = workers[i] > 0 ? wait_child(workers[i]) : EXIT_SUCCESS;

		if (status > EXIT_SIGNALED)
			status = warn("interrupted: some may be left");
		pass.status |= status;
	}
}

static int delete_main(int argc, char **argv)
{
	bool all = flags & FLAG('a');
	int lock, error = 0;

	if (all != (argc == 0))
		return usage();
	for (char **name = argv; *name; name++)
		if (!is_file_name(*name))
			return warn_invalid_name(*name);
	lock = rundir_lock(false);
	if (lock == -ENOENT) {			/* no run directory, no names */
		while (*argv)
			error = warn_missing(*argv++);
		return error;
	}
	if (lock < 0)
		return warn_run_dir(lock, NULL);
	if (ENABLE_FEATURE_DELETE_BUSY && (!may_strand() || flags & FLAG('k')))
		error = occupied_read();
	if (error < 0)
		return proc_warn(run_dir(), error, 0);
	pass.worker = WORKERS;
	pass.busy = false;		/* in a batch it may not be the first time */
	pass.status = EXIT_SUCCESS;
	if (argc == 0 || argc >= WORKERS)
		delete_in_parallel(argv);
	else
		delete_names(argv);
	pass.busy = true;
	if (ENABLE_FEATURE_DELETE_BUSY && occupied_any())
		delete_names(argv);
	close_fd(lock);
	return pass.status;
}

const struct applet netns_delete = {
	.usage = "[-f] " TEXT_IF(ENABLE_FEATURE_DELETE_BUSY, "[-k] ") "-a|NAME...",
	.help = HELP("Delete namespaces\n"
		"  -a  all\n"
		"  -f  busy or missing ones, too\n"
		"  -k  kill the processes in it first\n"),
	.opts = "a!f" TEXT_IF(ENABLE_FEATURE_DELETE_BUSY, "k"),
	.argmin = 0, .argmax = ANY_NUMBER, .main = delete_main,
};
