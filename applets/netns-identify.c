// SPDX-License-Identifier: 0BSD
/* netns-identify: the names of the network namespace that a process is in
 *
 * config NETNS_IDENTIFY
 *	bool "netns-identify: name the network namespace of a process"
 *	default ALL_APPLETS
 *	help
 *	  Like 'ip netns identify'.
 */
#include "multiplexer/applet.h"
#include "names/names.h"

static int print_name(const struct entry *entry, void *found)
{
	out_object();
	out_string("name", "", entry->name, "");
	out_record_end();
	*(bool *)found = true;
	return 0;
}

/* Prints every name; if there is none, an empty line, which scripts test for. */
static int print_names(int netns)
{
	bool found = false;
	int error;

	out_array(NULL);
	error = entries_of(netns, print_name, &found);
	if (!found && error == 0)
		out_line_end();
	out_array_end();
	return warn_run_dir(error, ": cannot read");
}

static int identify_main(int argc, char **argv)
{
	const char *pid = *argv ? *argv : "self";
	int netns = *argv ? netns_open_pid(*argv) : netns_open_self(), status;

	(void)argc;
	if (netns == -EINVAL || netns == -ERANGE) {
		warn(pid, ": not a process id");
		return EXIT_USAGE;
	}
	if (netns < 0)
		return netns_warn(netns, pid);
	status = print_names(netns);
	close_fd(netns);
	return status;
}

const struct applet netns_identify = {
	.usage = JSON_USAGE "[PID]",
	.help = HELP("Name the namespace of a process (default: the caller)\n"),
	.opts = JSON_OPTS,
	.argmin = 0, .argmax = 1,
	.main = identify_main,
};
