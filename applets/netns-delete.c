// SPDX-License-Identifier: 0BSD
/* netns-delete: take the names of network namespaces away
 *
 * config NETNS_DELETE
 *	bool "netns-delete: delete network namespaces"
 *	default y
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
#include "netns.h"

#include <signal.h>

enum {
	WORKERS = 16,			/* umount2(2) waits for RCU: let them wait together */
	PIDS_SHOWN = 8,
	GRACE = 200, TERM_GRACE = 2000, KILL_GRACE = 2000,	/* milliseconds */
};

/* The processes in one namespace. */
struct census {
	int netns;
	unsigned inode;
	int signal;			/* for whoever is found; 0: none */
	unsigned count;
	pid_t last;
	char *end, pids[PIDS_SHOWN * NUM_SIZE + sizeof " ..."];
};

static int count_task(struct task *task, void *context)
{
	struct census *census = context;

	if (task->pid == (pid_t)SYS(getpid) || task->pid == census->last ||
	    task_is_in(task, census->netns, census->inode) <= 0)
		return 0;
	if (task->pid == 1)
		return 1;		/* a namespace that does not end */
	if (census->signal)
		SYS(kill, task->pid, census->signal);
	census->last = task->pid;
	if (census->count < PIDS_SHOWN)
		census->end = append_number(append(census->end, " "), task->pid);
	else if (census->count == PIDS_SHOWN)
		append(census->end, " ...");
	census->count++;
	return 0;
}

/* Do all processes end in time, or is it PID 1's namespace, which never ends? With -k they are told
 * to, and then made to. -errno: that cannot be told. */
static int all_have_ended(struct census *census)
{
	bool kill = flags & FLAG('k');
	int left = kill ? TERM_GRACE + KILL_GRACE : GRACE, result;

	for (census->signal = kill ? SIGTERM : 0; left >= 0; left -= 10) {
		census->count = census->last = 0;
		census->end = census->pids;
		result = proc_each(count_task, census);
		if (result || census->count == 0)
			return result ? result : true;
		census->signal = kill && left <= KILL_GRACE ? SIGKILL : 0;
		pause_for(10);
	}
	return false;
}

static int is_another(const struct name *name, void *this)
{
	return !name->is_link && !equal(name->name, this);
}

/* As in iproute2, for its scripts. */
static bool may_strand(void)
{
	return flags & FLAG('f') || called_as_ip;
}

/* Waits for its processes to end, or ends them, if that is asked for. */
static bool make_uninhabited(const char *name)
{
	struct census census;
	int may_go = census.netns = name_open(AT_FDCWD, name);

	census.inode = netns_inode(census.netns);
	if (may_go >= 0)
		may_go = census.inode ? 0 : -EIO;
	if (may_go == 0)
		may_go = names_of(census.netns, is_another, (void *)name);
	if (may_go == 0)
		may_go = all_have_ended(&census);
	if (may_go == 0)
		may_go = may_strand();
	close_fd(census.netns);
	if (may_go == 0) {
		say(name);
		say(_(": busy: "));
		say(num_text(census.count));
		warn(_(" process"), census.count == 1 ? ":" : "es:", census.pids);
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
	struct status status;
	int uncovered = is_uncovered(name, &status);

	if (uncovered == 0)
		return is_inhabited(status.inode);
	return uncovered > 0 || uncovered == -ENOENT ? false : uncovered;
}

/* Which names have their turn? The busy ones come last, as they may take time; the others are
 * shared among the workers, by their last letters. */
static struct {
	bool busy;
	int worker;			/* WORKERS: all are his */
	int status;
} turn;

static NOINLINE int say_missing(const char *name)
{
	return flags & FLAG('f') ? DONE : warn_no_netns(name);
}

static int delete(const char *name)
{
	int busy = ENABLE_FEATURE_DELETE_BUSY ? is_busy(name) : false, error = busy;

	if (busy >= 0) {
		if (busy != turn.busy)
			return DONE;
		if (busy && !make_uninhabited(name))
			return FAILED;
		error = unbind_name(name);
	}
	if (error == -ENOENT)
		return say_missing(name);
	return done_or_warn(name, _(": cannot delete"), NULL, error);
}

static void delete_in_turn(const char *name)
{
	unsigned char last = find(name, '\0')[-1];

	if (turn.worker == WORKERS || last % WORKERS == turn.worker)
		turn.status |= delete(name);
}

static int delete_entry(const struct name *name, void *context)
{
	(void)context;
	delete_in_turn(name->name);
	return 0;
}

static void delete_names(char **names)
{
	int error = *names ? 0 : names_each(0, delete_entry, NULL);

	turn.status |= warn_run_dir(error, _(": cannot read"));
	while (*names)
		delete_in_turn(*names++);
}

static void delete_in_parallel(char **names)
{
	pid_t workers[WORKERS];

	for (turn.worker = 0; turn.worker < WORKERS; turn.worker++) {
		pid_t child = workers[turn.worker] = run_fork();

		if (child <= 0)
			delete_names(names);
		if (child == 0)
			SYS(exit_group, turn.status);
	}
	for (int i = 0; i < WORKERS; i++) {
		int status = workers[i] > 0 ? run_wait(workers[i]) : DONE;

		if (status > RUN_SIGNALED)
			status = warn(_("interrupted: some may be left"));
		turn.status |= status;
	}
}

static int delete_main(int argc, char **argv)
{
	bool all = flags & FLAG('a');
	int lock, error = 0;

	if (all != (argc == 0))
		return usage();
	for (char **name = argv; *name; name++)
		if (!name_is_entry(*name))
			return warn_invalid_name(*name);
	lock = rundir_lock(false);
	if (lock == -ENOENT) {			/* no run directory, no names */
		while (*argv)
			error = say_missing(*argv++);
		return error;
	}
	if (lock < 0)
		return warn_run_dir(lock, NULL);
	if (ENABLE_FEATURE_DELETE_BUSY && (!may_strand() || flags & FLAG('k')))
		error = inhabited_read();
	if (error < 0)
		return proc_warn(run_dir(), error, 0);
	turn.worker = WORKERS;
	turn.busy = false;		/* in a batch it may not be the first time */
	turn.status = DONE;
	if (argc == 0 || argc >= WORKERS)
		delete_in_parallel(argv);
	else
		delete_names(argv);
	turn.busy = true;
	if (ENABLE_FEATURE_DELETE_BUSY && inhabited_any())
		delete_names(argv);
	close_fd(lock);
	return turn.status;
}

USAGE("[-f] " TEXT_IF(ENABLE_FEATURE_DELETE_BUSY, "[-k] ") "-a|NAME...")
HELP("Delete namespaces\n"
	"  -a  all\n"
	"  -f  busy or missing ones, too\n"
	"  -k  kill the processes in it first\n")

const struct applet netns_delete = {
	.opts = "a!f" TEXT_IF(ENABLE_FEATURE_DELETE_BUSY, "k"),
	.argmin = 0, .argmax = ANY_NUMBER, .main = delete_main,
};
