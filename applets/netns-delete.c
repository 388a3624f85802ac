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
 *
 * config FEATURE_DELETE_PARALLEL
 *	bool "Delete many names at the same time"
 *	default y
 *	depends on NETNS_DELETE
 *	help
 *	  Let 16 processes share the names when there are many. The kernel
 *	  takes some 10 milliseconds for each name, and mostly waits.
 *
 * config FEATURE_MOUNT_NAMESPACES
 *	bool "Look into other mount namespaces"
 *	default y
 *	depends on NETNS_ADD || NETNS_DELETE
 *	help
 *	  Require -f to delete an entry that is stale here, but is mounted
 *	  in another mount namespace. Do not add over it, either, and warn
 *	  when a new name is visible in a private mount namespace only.
 */
#include "enter/enter.h"
#include "multiplexer/applet.h"
#include "survey/survey.h"

enum { WORKERS = 16 };			/* umount2(2) waits for RCU: let them wait together */

static bool may_strand(void)
{
	return flags & FLAG('f') || called_as_ip;
}

/* May deleting this name strand processes? Not if it is a symbolic link or a plain file. -errno:
 * that is unknown. */
static int is_busy(const char *name, struct file_stat *stat)
{
	int is_bare = entry_is_bare(name, stat);

	if (is_bare == 0)
		return is_occupied(stat->inode);
	return is_bare > 0 || is_bare == -ENOENT ? false : is_bare;
}

/* The first pass collects the names that are busy, whose processes are waited for together. The
 * second pass deletes the others, which are shared among the workers by their last letters. */
enum { TWO_PASSES = ENABLE_FEATURE_DELETE_BUSY || ENABLE_FEATURE_DELETE_PARALLEL };
static struct {
	bool all;			/* of -a: only what is, or was, certainly a namespace */
	bool is_first;			/* this is the first pass */
	unsigned count;			/* of names */
	unsigned workers, worker;	/* how many there are; which one this is */
	int status;
} pass;

static int warn_missing(const char *name)
{
	if (flags & FLAG('f'))
		return EXIT_SUCCESS;
	if (!msg_begin_as_ip("Cannot remove namespace file \""))
		return warn_no_netns(name);
	msg_add(run_dir());
	return warn_errno(-ENOENT, "/", name, "\"");
}

static int warn_all_missing(char **names)
{
	int status = EXIT_SUCCESS;

	while (*names)
		status = warn_missing(*names++);
	return status;
}

/* An empty file here may be a name in another mount namespace. */
static int check_elsewhere(const char *name)
{
	struct file_stat file;

	if (may_strand() || entry_is_bare(name, &file) <= 0 || (file.mode & S_IFMT) == S_IFLNK)
		return EXIT_SUCCESS;
	return elsewhere_warn(name, ": ", " (-f deletes all the same)");
}

static int delete_now(const char *name)
{
	int error = entry_may_go(name, pass.all);

	if (error == 0 && ENABLE_FEATURE_MOUNT_NAMESPACES && check_elsewhere(name) != EXIT_SUCCESS)
		return EXIT_FAILURE;
	if (error == 0)
		error = entry_unbind(name);
	if (error == -EEXIST)
		return warn_not_netns(name);
	if (error == -ENOENT)
		return warn_missing(name);
	return warn_if_error(name, ": cannot delete", NULL, error);
}

static int delete(const char *name)
{
	struct file_stat netns;
	int busy = ENABLE_FEATURE_DELETE_BUSY ? is_busy(name, &netns) : false;

	if (busy < 0)
		return warn_errno(busy, name, ": cannot delete");
	if (TWO_PASSES && pass.is_first) {
		pass.count++;
		return !busy ? EXIT_SUCCESS :
			warn_if_error(name, ": cannot delete", NULL,
				      occupants_add(name, netns.inode));
	}
	return busy ? EXIT_SUCCESS : delete_now(name);
}

static void delete_in_turn(const char *name)
{
	unsigned char last = str_chrnul(name, '\0')[-1];

	if (!ENABLE_FEATURE_DELETE_PARALLEL || last % pass.workers == pass.worker)
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

	pass.workers = pass.count < WORKERS ? pass.count : WORKERS;
	for (pass.worker = 0; pass.worker < pass.workers; pass.worker++) {
		pid_t child = workers[pass.worker] = fork_child();

		if (child <= 0)
			delete_names(names);
		if (child == 0)
			SYS(exit_group, pass.status);
	}
	for (unsigned i = 0; i < pass.workers; i++) {
		int status = workers[i] > 0 ? wait_child(workers[i]) : EXIT_SUCCESS;

		if (status > EXIT_SIGNALED)
			status = warn("interrupted: some may be left");
		pass.status |= status;
	}
}

/* ERROR: why it is unknown who is in it, or 0. */
static int delete_busy(const struct occupants *in, int error)
{
	if (error < 0 && in->others <= 0)
		return proc_warn(in->name, error, 0);
	if (!occupants_are_gone(in) && !may_strand())
		return occupants_warn(in, !ENABLE_FEATURE_ADVICE || flags & FLAG('k') ?
				      NULL : " (-k kills, -f deletes all the same)");
	return delete_now(in->name);
}

static void delete_all_busy(void)
{
	int error = occupants_wait(flags & FLAG('k'));

	for (struct occupants *in = all_occupants; in < all_occupants_end; in++)
		pass.status |= delete_busy(in, error);
}

/* Deletes NAMES, or all entries. */
static void delete_in_passes(char **names)
{
	pass.status = EXIT_SUCCESS;	/* in a batch it may not be the first time */
	if (TWO_PASSES) {
		pass.count = pass.worker = 0;
		pass.workers = 1;
		pass.is_first = true;
		delete_names(names);
		pass.is_first = false;
	}
	if (ENABLE_FEATURE_DELETE_PARALLEL && pass.count >= (pass.all ? 2 : WORKERS))
		delete_in_parallel(names);
	else
		delete_names(names);
	if (ENABLE_FEATURE_DELETE_BUSY && all_occupants < all_occupants_end)
		delete_all_busy();
}

static int delete_main(int argc, char **argv)
{
	int error;

	pass.all = flags & FLAG('a');
	if (pass.all != (argc == 0))
		return usage();
	for (char **name = argv; *name; name++)
		if (!is_file_name(*name))
			return warn_invalid_name(*name);
	error = rundir_lock(false);
	if (error == -ENOENT)			/* no run directory, no names */
		return warn_all_missing(argv);
	if (error < 0)
		return warn_not_changed(error);
	if (ENABLE_FEATURE_MOUNT_NAMESPACES)
		elsewhere_forget();
	if (ENABLE_FEATURE_DELETE_BUSY && (!may_strand() || flags & FLAG('k')))
		occupied_read();
	if (ENABLE_FEATURE_DELETE_BUSY)
		occupants_forget();
	delete_in_passes(argv);
	rundir_unlock();
	return pass.status;
}

const struct applet netns_delete = {
	.usage = "[-f] " TEXT_IF(ENABLE_FEATURE_DELETE_BUSY, "[-k] ") "-a|NAME...",
	.help = HELP("Delete namespaces\n"
		"  -a  all\n"
		"  -f  busy or missing ones, too\n"
		TEXT_IF(ENABLE_FEATURE_DELETE_BUSY,
		"  -k  kill the processes in it first\n")),
	.opts = "a!f" TEXT_IF(ENABLE_FEATURE_DELETE_BUSY, "k"),
	.argmin = 0, .argmax = ANY_NUMBER, .main = delete_main,
};
