// SPDX-License-Identifier: 0BSD
/* netns-add: create network namespaces, or name one that is there
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
#include "survey/survey.h"

#include <sched.h>

/* Makes a namespace, and stays in it: going back may not be permitted (unshare -Urm). */
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
	int fd;

	if (msg_begin_as_ip("Cannot create namespace file \"")) {
		msg_add(run_dir());
		return warn_errno(-EEXIST, "/", name, "\"");
	}
	if (!ENABLE_FEATURE_ADVICE)
		return warn_errno(-EEXIST, name);
	fd = entry_open(name);
	close_fd(fd);
	if (fd == -ESTALE)
		return warn(name, ": File exists, but no namespace is mounted on it; "
				  "to remove it: netns-delete ", name);
	return ENABLE_NETNS_ATTACH && flag_value ?
		warn(name, ": File exists (to move the process: netns-attach)") :
		warn_errno(-EEXIST, name);
}

static int warn_failed(int error, const char *name)
{
	if (ENABLE_FEATURE_ADVICE && error == -ENOSPC)
		return warn(name, ": cannot create: limit user.max_net_namespaces reached");
	return warn_errno(error, name, ": cannot create", proc_missing());
}

struct order {
	int source;		/* the namespace of -p; negative without -p */
	bool is_private;	/* we are in a mount namespace that the user may not know of */
};

/* A user who makes a mount namespace, and nothing else, knows what he is doing. But exec also makes
 * one, and so do units of systemd (PrivateTmp, …). */
static bool is_in_private_mounts(void)
{
	static bool is_known, is_private;	/* the same for each line of a batch */

	if (!is_known)
		is_private = !same_target(AT_FDCWD, "/proc/self/ns/mnt",
					  AT_FDCWD, "/proc/1/ns/mnt") &&
			     (!same_target(AT_FDCWD, "/proc/self/ns/net",
					   AT_FDCWD, "/proc/1/ns/net") ||
			      *env_get("INVOCATION_ID", ""));
	is_known = true;
	return is_private;
}

static void warn_if_unseen(const char *name, int netns)
{
	char directory[RUN_DIR_SIZE];
	int root, run;

	root = open_path("/proc/1/root", O_PATH);
	if (root < 0 || SYS(getcwd, directory, sizeof directory) < 0)
		return;		/* whether process 1 sees it is unknown */
	run = open_at(root, directory + 1, O_PATH);
	if (!same_target(run, name, netns, ""))
		warn(name, ": visible in this mount namespace only (not to process 1)");
	close_fd(run);
	close_fd(root);
}

static int raise_if_asked(const char *name, int netns)
{
	int error = flags & FLAG('u') ? raise_loopback(netns) : 0;

	return warn_if_error(name, ": cannot raise lo", NULL, error);
}

static int bind(const char *name, int netns, bool is_private)
{
	int error;

	if (raise_if_asked(name, netns) != EXIT_SUCCESS)
		return EXIT_FAILURE;
	error = entry_bind(netns, name);
	if (error == -EEXIST)		/* by a process that takes no lock */
		return warn_exists(name);
	if (error < 0) {
		msg_add(name);
		msg_add(": ");
		return warn_not_changed(error);
	}
	if (ENABLE_FEATURE_MOUNT_NAMESPACES && is_private)
		warn_if_unseen(name, netns);
	return EXIT_SUCCESS;
}

static int keep(const char *name)
{
	int netns = flags & FLAG('e') ? entry_open(name) : -EEXIST, status;

	if (netns < 0)
		return warn_exists(name);
	status = raise_if_asked(name, netns);
	close_fd(netns);
	return status;
}

/* Under the lock. */
static int add(const char *name, const struct order *order)
{
	struct file_stat entry;
	int netns, status;

	if (lstat_at(AT_FDCWD, name, &entry) == 0) {
		if (!entry_is_leftover(name))
			return keep(name);
		/* What looks like the leftover of a killed add may be a name elsewhere. */
		if (ENABLE_FEATURE_MOUNT_NAMESPACES &&
		    elsewhere_warn(name, ": File exists, ", NULL) != EXIT_SUCCESS)
			return EXIT_FAILURE;
	}
	netns = order->source < 0 ? create() : order->source;
	if (netns < 0)
		return warn_failed(netns, name);
	status = bind(name, netns, order->is_private);
	if (netns != order->source)
		close_fd(netns);
	return status;
}

/* Digits are a process here, as in `ip netns attach`. */
static int open_source(void)
{
	int netns = num_parse(flag_value) > 0 ? netns_open_pid(flag_value) : netns_open(flag_value);

	if (netns < 0)
		netns_warn(netns, flag_value);
	return netns;
}

static int add_main(int argc, char **argv)
{
	struct order order = { .source = -ENOENT };
	int status = EXIT_SUCCESS, error;

	if (flag_value &&
	    (argc > 1 || num_parse(flag_value) == 0 || num_parse(flag_value) == -ERANGE))
		return usage();
	for (char **name = argv; *name; name++)
		if (!name_is_valid(*name))
			return warn_invalid_name(*name);
	if (flag_value)			/* before we leave our directory: it may be a path */
		order.source = open_source();
	if (flag_value && order.source < 0)
		return EXIT_FAILURE;
	error = rundir_lock(true);
	if (error < 0)
		return warn_not_changed(error);
	if (ENABLE_FEATURE_MOUNT_NAMESPACES) {
		order.is_private = is_in_private_mounts();
		elsewhere_forget();
	}
	for (; *argv; argv++)
		status |= add(*argv, &order);
	rundir_unlock();
	close_fd(order.source);
	return status;
}

const struct applet netns_add = {
	.usage = "[-e] [-u] [-p NETNS] NAME...",
	.help = HELP("Create namespaces\n"
		"  -e  NAME may exist already\n"
		"  -u  raise lo\n"
		"  -p  name NETNS, or the namespace of a PID\n"),
	.opts = "eup:",
	.argmin = 1, .argmax = ANY_NUMBER,
	.main = add_main,
};
