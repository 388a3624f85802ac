// SPDX-License-Identifier: 0BSD
/* netns-map: show which devices of which network namespaces are linked
 *
 * config NETNS_MAP
 *	bool "netns-map: show all network namespaces and how they are connected"
 *	default ALL_APPLETS
 *	select FEATURE_NSID
 *	help
 *	  Show every network namespace with its devices, their states and
 *	  addresses, and the device at the other end of each veth or below
 *	  each macvlan or VLAN: as a tree, as a graph for Graphviz, or as
 *	  JSON. 3.8 KB, or 2.2 KB in addition to netns-list -a.
 */
#include "enter/enter.h"
#include "multiplexer/applet.h"
#include "survey/survey.h"

#define DOT (flags & FLAG('d'))

static int enter(const struct netns *netns)
{
	return netns->fd < 0 ? netns->fd : enter_netns(netns->fd);
}

static void read_netns(struct netns *netns)
{
	int error = enter(netns);

	if (error == 0)
		error = devices_read(netns);
	if (error < 0)
		netns->fd = error;
}

enum { BRANCH, LAST_BRANCH, PAIR, STACK };

/* Is the encoding of the locale UTF-8? No other begins like that. locale(7) */
static bool is_utf8(void)
{
	const char *locale = env_get("LANG", "");

	locale = str_chrnul(env_get("LC_ALL", env_get("LC_CTYPE", locale)), '.');
	return *locale && (locale[1] | 0x20) == 'u' && (locale[2] | 0x20) == 't';
}

static void print_sign(unsigned sign)
{
	static const char signs[][4][8] = {
		{ "|- ", "`- ", " <-> ", " -> " },
		{ "├─ ", "└─ ", " ↔ ", " → " },
	};

	out_text(signs[is_utf8()][sign]);
}

static void print_other(const struct device *device)
{
	const struct device *other = device->peer;

	if (device->other == 0)
		return;
	print_sign(device->is_pair && other ? PAIR : STACK);
	if (other) {
		out_string("link", "", other->name, "");
		if (other->netns != device->netns)
			out_string("link_netns", " in ", other->netns->label, "");
	} else {
		out_number("link_index", "if", device->other, "");
		if (device->other_nsid != NSID_NONE)
			out_number("link_netnsid", " in nsid:", device->other_nsid, "");
	}
}

static int print_device(struct device *device)
{
	int error;

	out_object();
	if (DOT) {
		out_number("", "\t\t", device - all_devices, " [label=");
		out_quoted(device->name);
		out_text("+\"");
	} else {
		if (OUT_IS_JSON)
			out_number("ifindex", "", device->index, "");
		print_sign(device[1].netns == device->netns ? BRANCH : LAST_BRANCH);
		out_string("ifname", "", device->name, "");
	}
	out_string("state", " ", device->state, "");
	error = out_addresses(device);
	if (DOT)
		out_text("\"]");
	else
		print_other(device);
	out_record_end();
	return error;
}

static int print_netns(struct netns *netns)
{
	int error = enter(netns);

	if (error == 0)
		error = peers_find(netns);
	out_object();
	if (DOT) {
		out_number("", "\tsubgraph cluster_", netns->inode, " {\n\t\tlabel=");
		out_quoted(netns->label);
	} else {
		out_netns(netns, false);
	}
	out_line_end();
	out_array("devices");
	for (struct device *device = netns->devices;
	     device && device->netns == netns && error == 0; device++)
		error = print_device(device);
	out_array_end();
	if (DOT)
		out_text("\t}\n");
	out_object_end();
	return warn_if_error(netns->label, ": cannot list devices", NULL, error);
}

/* Each pair once, and what is stacked as an arrow to what it stands on. */
static void print_edges(void)
{
	for (struct device *device = all_devices; device < all_devices_end; device++) {
		const struct device *other = device->peer;

		if (!other || (device->is_pair && other < device))
			continue;
		out_number("", "\t", device - all_devices, " -> ");
		out_number("", "", other - all_devices, "");
		out_text(device->is_pair ? " [dir=none]\n" : "\n");
	}
}

static int map_main(int argc, char **argv)
{
	int status = survey_read();
	struct netns *netns;

	(void)argc;
	(void)argv;
	if (DOT)
		out_format = OUT_TEXT;
	for (netns = all_netns; netns < all_netns_end; netns++)
		read_netns(netns);
	if (DOT)
		out_text("digraph netns {\n\trankdir=LR\n\tnode [shape=box]\n");
	out_array(NULL);
	for (netns = all_netns; netns < all_netns_end; netns++)
		status |= print_netns(netns);
	out_array_end();
	if (DOT) {
		print_edges();
		out_text("}\n");
	}
	return status;
}

const struct applet netns_map = {
	.usage = "[-d] [-j] [-p]",
	.help = HELP("Show all namespaces, their devices and links\n"
		"  -d  for Graphviz's dot\n"),
	.opts = "dj!p!",
	.argmin = 0, .argmax = 0,
	.needs_own_process = true,
	.main = map_main,
};
