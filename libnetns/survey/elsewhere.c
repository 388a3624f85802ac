// SPDX-License-Identifier: 0BSD
/* elsewhere.c: stale entries that are names in another mount namespace
 *
 * A file that is empty here can have a namespace mounted on it there: if the run directory is not
 * shared between the two, or the name was made in a private mount namespace (exec in exec, a unit
 * with PrivateTmp). Removing the file would take the mount away there, too.
 *
 * We look at the processes of our own user namespace, and, as an ordinary user, at those that this
 * user has in others (`unshare -Urm`). No one else has names in our run directory, but anybody
 * could pretend to.
 */
#include "survey/survey.h"

static struct table names = { .is_by_name = true };	/* each with a process that sees it */
static struct table seen;				/* mount namespaces */
static bool is_known;

/* Records the name if POINT is in the run directory, which is the working directory: CONTEXT is its
 * status. That something else is there by now is no error. */
static int record_mount(struct task *task, unsigned inode, char *point, void *context)
{
	char *name = str_after_last(point, '/'), here[] = ".";
	struct file_stat stat;
	int directory, error;

	(void)inode;
	name[-1] = '\0';
	directory = task_open_below(task, *point ? point + 1 : here);
	error = directory < 0 ? directory : stat_at(directory, "", &stat);
	close_fd(directory);
	if (error == 0 && same_file(&stat, context))
		error = table_add(&names, task->pid, name);
	return error == -ELOOP || error == -ENOTDIR || proc_is_gone(error) ? 0 : error;
}

static bool is_callers(struct task *task)
{
	unsigned user = SYS(geteuid);
	struct file_stat process;

	return user != 0 && stat_path(task_path(task, ""), &process) == 0 && process.uid == user;
}

static int look_at_mounts(struct task *task, void *run_directory)
{
	unsigned own = 0, user;
	int error = ns_link_read("/proc/self/ns/user", &own);

	if (error == 0)
		error = ns_link_read(task_path(task, "/ns/user"), &user);
	if (error == 0 && (user == own || is_callers(task)))
		error = netns_mounts_once(task, &seen, record_mount, run_directory);
	return error == -EACCES ? 0 : error;		/* it is another user's */
}

static int read_names(void)
{
	struct file_stat run_directory;
	int error = stat_path(".", &run_directory);

	table_clear(&names);
	table_clear(&seen);
	if (error == 0)
		error = table_add(&seen, inode_at(AT_FDCWD, "/proc/self/ns/mnt"), "");
	if (error == 0)
		error = proc_each(look_at_mounts, &run_directory);
	is_known = error == 0 || error == -EACCES;		/* hidepid: the same */
	return is_known ? 0 : error;
}

int elsewhere_warn(const char *name, const char *problem, const char *way_out)
{
	int error = is_known ? 0 : read_names();
	const struct table_row *row = table_find(&names, 0, name);
	char number[NUM_SIZE];

	if (error < 0)
		return proc_warn(name, error, 0);
	if (!row)
		return EXIT_SUCCESS;
	msg_add(name);
	msg_add(problem);
	msg_add("mounted in another mount namespace, that of process ");
	return warn(num_format(number, row->number), way_out);
}

void elsewhere_forget(void)
{
	is_known = false;
}
