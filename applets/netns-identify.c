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

/* Every name; an empty line, which scripts test for, if there is none. */
static int print_names(int netns)
{
	struct dir run;
	const char *name;
	bool found = false;
	int error = dir_open(&run, AT_FDCWD, run_dir());

	out_array(NULL);
	while (run.fd >= 0 && (name = name_next_of(&run, netns))) {
		out_object();
		out_string("name", "", name, "\n");
		out_object_end();
		found = true;
	}
	if (run.fd >= 0)
		error = dir_close(&run);
	if (!found && (error == 0 || error == -ENOENT))
		out_text("\n");
	out_array_end();
	return error < 0 && error != -ENOENT ? warn_errno(error, run_dir(), ": cannot read") : DONE;
}

static int identify_main(int argc, char **argv)
{
	const char *pid = argc > 0 ? argv[0] : "self";
	int netns = netns_open_pid(argc > 0 ? pid : NULL), status;

	if (netns == -EINVAL || netns == -ERANGE) {
		warn(pid, ": not a process id");
		return USAGE;
	}
	if (netns == -ESRCH)
		return warn(pid, ": no such process", proc_missing());
	if (netns < 0)
		return warn_errno(netns, pid, ": cannot see its network namespace");
	status = print_names(netns);
	close_fd(netns);
	return status;
}

const struct applet netns_identify = {
	.usage = "[-j] [-p] [PID]",
	.help = HELP("Print every name of the network namespace of a process, else of the caller\n"
		     "  -j  JSON; with -p indented\n"),
	.opts = "jp",
	.argmin = 0, .argmax = 1,
	.main = identify_main,
};
