// SPDX-License-Identifier: 0BSD
/* netns-identify: the names of the network namespace that a process is in
 *
 * config NETNS_IDENTIFY
 *	bool "netns-identify: name the network namespace of a process"
 *	default y
 *	help
 *	  Like 'ip netns identify'.
 */
#include "netns.h"

static int print_name(const struct name *name, void *found)
{
	out_object();
	out_string("name", "", name->name, "");
	out_object_end();
	*(bool *)found = true;
	return 0;
}

/* Every name; an empty line, which scripts test for, if there is none. */
static int print_names(int netns)
{
	bool found = false;
	int error;

	out_array(NULL);
	error = names_of(netns, print_name, &found);
	if (!found && error == 0)
		out_line_end();
	out_array_end();
	return warn_run_dir(error, _(": cannot read"));
}

static int identify_main(int argc, char **argv)
{
	const char *pid = *argv ? *argv : "self";
	int netns = netns_open_pid(*argv), status;

	(void)argc;
	if (netns == -EINVAL || netns == -ERANGE) {
		warn(pid, _(": not a process id"));
		return USAGE;
	}
	if (netns < 0)
		return netns_warn(netns, pid);
	status = print_names(netns);
	close_fd(netns);
	return status;
}

USAGE("[-j] [-p] [PID]")
HELP("Name the namespace of a process (default: the caller)\n")

const struct applet netns_identify = {
	.opts = "j!p!",
	.argmin = 0, .argmax = 1,
	.main = identify_main,
};
