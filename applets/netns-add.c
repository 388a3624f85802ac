// SPDX-License-Identifier: 0BSD
/* netns-add: create network namespaces, or name that of a process
 *
 * config NETNS_ADD
 *	bool "netns-add: create a network namespace"
 *	default ALL_APPLETS
 *	help
 *	  Like 'ip netns add' or, with -p PID, like 'ip netns attach'. The
 *	  option -u brings up the loopback device.
 */
#include "enter/enter.h"
#include "multiplexer/applet.h"

#include <sched.h>

/* A new namespace, in which we stay: going back may not be permitted (unshare -Urm). */
static int create(void)
{
	int error = SYS(unshare, CLONE_NEWNET);

	return error < 0 ? error : open_path("/proc/self/ns/net", O_RDONLY);
}

static int raise_loopback(int netns)
{
	int error = enter_netns(netns);

	return error < 0 ? error : link_set_up("lo");
}

static int warn_exists(const char *name)
{
	return ENABLE_NETNS_ATTACH && flag_value ?
		warn(name, ": File exists (to move the process: netns-attach)") :
		warn_errno(-EEXIST, name);
}

static int warn_failed(int error, const char *name)
{
	const char *more = ": limit user.max_net_namespaces reached";

	if (flag_value)
		return netns_warn(error, flag_value);
	if (error == -ENOSPC)
		error = 0;
	else
		more = proc_missing();
	return warn_errno(error, name, ": cannot create", more);
}

/* Under the lock. */
static int add(const char *name)
{
	bool is_new = entry_is_free(name);
	const char *problem = ": cannot raise ", *what = "lo";
	int error, netns;

	if (is_new)
		netns = flag_value ? netns_open_pid(flag_value) : create();
	else
		netns = flags & FLAG('e') ? entry_open(name) : -EEXIST;
	if (netns < 0)
		return is_new ? warn_failed(netns, name) : warn_exists(name);
	error = flags & FLAG('u') ? raise_loopback(netns) : 0;
	if (error >= 0 && is_new) {
		problem = ": cannot mount in ";
		what = run_dir();
		error = entry_bind(netns, name);
		if (error == -EEXIST)	/* by a process that takes no lock */
			problem = NULL;
	}
	close_fd(netns);
	return warn_if_error(name, problem, what, error);
}

static int add_main(int argc, char **argv)
{
	int status = EXIT_SUCCESS, lock;

	if (flag_value && (argc > 1 || num_parse(flag_value) <= 0))
		return usage();
	for (char **name = argv; *name; name++)
		if (!name_is_valid(*name))
			return warn_invalid_name(*name);
	lock = rundir_lock(true);
	if (lock < 0)
		return warn_run_dir(lock, NULL);
	for (; *argv; argv++)
		status |= add(*argv);
	close_fd(lock);
	return status;
}

const struct applet netns_add = {
	.usage = "[-e] [-u] [-p PID] NAME...",
	.help = HELP("Create namespaces\n"
		"  -e  NAME may exist already\n"
		"  -u  raise lo\n"
		"  -p  name that of process PID\n"),
	.opts = "eup:",
	.argmin = 1, .argmax = ANY_NUMBER,
	.main = add_main,
};
