// SPDX-License-Identifier: 0BSD
/* netns-pids: list the processes in a network namespace
 *
 * config NETNS_PIDS
 *	bool "netns-pids: list the processes in a network namespace"
 *	default ALL_APPLETS
 *	help
 *	  Like 'ip netns pids', but every thread is considered.
 */
#include "multiplexer/applet.h"
#include "names/names.h"

struct search {
	int netns;
	unsigned inode, netdev;	/* netdev: 0 before it is needed */
	struct hidden hidden;	/* processes that may be in it */
	pid_t printed;		/* the last process */
};

static struct table threads;	/* those that were printed */

static int print(struct task *task)
{
	bool is_thread = flags & FLAG('t');
	int error = 0;
	static char comm[TASK_COMM_SIZE];

	out_object();
	if (OUT_IS_JSON || !is_thread)
		out_number("pid", "", task->pid, "");
	if (is_thread)
		out_number("tid", "", task->tid, "");
	if (OUT_IS_JSON) {
		error = task_comm(task, comm);
		out_string("comm", "", comm, "");
	}
	out_record_end();
	return error;
}

/* A process whose threads come and go is visited more than once. */
static bool was_printed(struct search *search, const struct task *task)
{
	pid_t last = search->printed;

	search->printed = task->pid;
	if (!(flags & FLAG('t')))
		return task->pid == last;
	if (table_find(&threads, task->tid, ""))
		return true;
	table_add(&threads, task->tid, "");	/* no room: it may be printed again */
	return false;
}

static int visit(struct task *task, void *context)
{
	struct search *search = context;
	int found;

	if (task->netns == 0 && search->netdev == 0)
		search->netdev = netns_netdev(search->netns);
	found = task_is_in(task, search->inode, search->netdev);
	if (found < 0)
		count_hidden(&search->hidden, task);
	return found > 0 && !was_printed(search, task) ? print(task) : 0;
}

static int pids_main(int argc, char **argv)
{
	struct search search = { .netns = netns_open_or_warn(argv[0]) };
	int error;

	(void)argc;
	if (search.netns < 0)
		return EXIT_FAILURE;
	table_clear(&threads);
	out_array(NULL);
	search.inode = netns_inode(search.netns);
	error = search.inode ? proc_each(visit, &search) : -EIO;
	out_array_end();
	close_fd(search.netns);
	return proc_warn(argv[0], error, search.hidden.count);
}

const struct applet netns_pids = {
	.usage = JSON_USAGE "[-t] NETNS",
	.help = HELP("List the processes in a namespace\n"
		"  -t  its threads\n"),
	.opts = JSON_OPTS "t",
	.argmin = 1, .argmax = 1,
	.main = pids_main,
};
