// SPDX-License-Identifier: 0BSD
/* netns-move: move a network device into a network namespace
 *
 * config NETNS_MOVE
 *	bool "netns-move: move a device into a network namespace"
 *	default y
 *	help
 *	  Like 'ip link set DEVICE netns NETNS', of which BusyBox's ip knows
 *	  process ids only.
 */
#include "netns.h"

/* The kernel moves first and renames then: what could make it fail in between is looked for before.
 * A child goes there to look, for to come back need not be permitted. */
static bool is_taken(int netns, const char *name)
{
	pid_t child = run_fork();

	if (child == 0)
		SYS(exit_group, enter_netns(netns) == 0 && link_index(name) > 0);
	return child > 0 && run_wait(child) != 0;
}

static bool is_wireless(const char *device)
{
	char path[sizeof "/sys/class/net//phy80211" + LINK_NAME_SIZE];

	append(append(append(path, "/sys/class/net/"), device), "/phy80211");
	return SYS(faccessat, AT_FDCWD, path, 0) == 0;
}

static int move(int index, int netns, char **words)
{
	const char *device = words[0], *name = words[2];
	int error = name && is_taken(netns, name) ? -EEXIST : link_move(index, netns, name);

	if (error == 0)
		return DONE;
	if (error == -EEXIST)
		return warn_errno(error, words[1], ": ", name ? name : device);
	if (error != -EINVAL)
		return warn_netlink(error, device, ": cannot move");
	if (is_wireless(device))
		return warn(device, ": a wireless device moves with its phy: iw phy ... set netns");
	return warn_netlink(error, device, ": bound to its namespace, as loopback and bridges are");
}

static int move_main(int argc, char **argv)
{
	int netns, index, status;

	for (int i = 0; i < argc; i += 2)
		if (!link_name_is_valid(argv[i]))
			return warn_invalid_device(argv[i]);
	index = link_index(argv[0]);
	if (index <= 0)
		return warn_errno(index, argv[0]);
	netns = netns_open_or_warn(argv[1]);
	if (netns < 0)
		return FAILED;
	status = move(index, netns, argv);
	close_fd(netns);
	return status;
}

const struct applet netns_move = {
	.usage = "DEVICE NETNS [NEWNAME]",
	.help = HELP("Move a network device into a network namespace\n"),
	.opts = "",
	.argmin = 2, .argmax = 3,
	.main = move_main,
};
