// SPDX-License-Identifier: 0BSD
/* netns-map: show which devices of which network namespaces are linked
 *
 * config NETNS_MAP
 *	bool "netns-map: show all network namespaces and how they are connected"
 *	default ALL_APPLETS
 *	select FEATURE_NSID
 *	select FEATURE_UTF8
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

/* The bridge, bond or VRF that PORT belongs to, or NULL. */
static const struct device *master_of(const struct device *port)
{
	static const struct device *last;	/* one has many ports */
	const struct device *device = port->netns->devices;

	if (port->master == 0)
		return NULL;
	if (last && last->netns == port->netns && last->index == port->master)
		return last;
	while (device->netns == port->netns && device->index != port->master)
		device++;
	last = device;
	return device->netns == port->netns ? device : NULL;
}

/* Is the encoding of the locale UTF-8? No other one begins with "ut". locale(7) */
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

static void print_counters(const uint64_t counters[COUNTERS])
{
	out_counter("rx_bytes", " (rx: bytes ", counters[RX_BYTES], ", packets ");
	out_counter("rx_packets", "", counters[RX_PACKETS], "; tx: bytes ");
	out_counter("tx_bytes", "", counters[TX_BYTES], ", packets ");
	out_counter("tx_packets", "", counters[TX_PACKETS], ")");
}

static int print_device(struct device *device)
{
	const struct device *master = master_of(device);
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
	if (OUT_IS_JSON && *device->kind)
		out_string("kind", "", device->kind, "");
	error = out_addresses(device);
	if (!DOT) {
		print_other(device);
		if (master)
			out_string("master", ", port of ", master->name, "");
	}
	if (flags & FLAG('s'))
		print_counters(device->counters);
	if (DOT)
		out_text("\"]");
	out_record_end();
	return error;
}

#define out_mark(word) \
	(DOT ? out_text("+\" (" word ")\"") : out_true(word, " (" word ")"))

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
	if (netns->is_current)
		out_mark("current");
	if (netns->is_init)
		out_mark("init");
	out_line_end();
	out_array("devices");
	for (struct device *device = netns->devices;
	     device && device->netns == netns && error == 0; device++)
		error = print_device(device);
	out_array_end();
	if (DOT)
		out_text("\t}\n");
	out_object_end();
	return warn_if_error(netns->label, ": cannot list devices",
			     error == -ESTALE || error == -ENOENT || error == -ENOTDIR ?
			     " (is it covered by another mount?)" : NULL, error);
}

static void print_edge(const struct device *from, const struct device *to, const char *attributes)
{
	out_number("", "\t", from - all_devices, " -> ");
	out_number("", "", to - all_devices, "");
	out_text(attributes);
}

/* Prints an edge for each pair, an arrow from each stacked device to the one below it, and one from
 * each port to its bridge. */
static void print_edges(void)
{
	for (struct device *device = all_devices; device < all_devices_end; device++) {
		const struct device *other = device->peer, *master = master_of(device);

		if (!device->netns->is_wanted)
			continue;
		if (master)
			print_edge(device, master, " [style=dashed]\n");
		if (other && other->netns->is_wanted && (!device->is_pair || device < other))
			print_edge(device, other, device->is_pair ? " [dir=none]\n" : "\n");
	}
}

/* Marks those that WORDS name, or all. */
static int choose(char **words)
{
	bool is_all = !*words;
	int status = EXIT_SUCCESS;

	for (struct netns *netns = all_netns; netns < all_netns_end; netns++)
		netns->is_wanted = is_all;
	for (; *words; words++) {
		int fd = netns_open_or_warn(*words);
		unsigned inode = netns_inode(fd);
		struct netns *netns = all_netns;

		while (netns < all_netns_end && netns->inode != inode)
			netns++;
		if (fd < 0)
			status = EXIT_FAILURE;
		else if (netns == all_netns_end)
			status = warn(*words, ": in use by nothing that /proc shows");
		else
			netns->is_wanted = true;
		close_fd(fd);
	}
	return status;
}

static int map_main(int argc, char **argv)
{
	int status = survey_read();
	struct netns *netns;

	(void)argc;
	status |= choose(argv);
	if (DOT)
		out_format = OUT_TEXT;
	for (netns = all_netns; netns < all_netns_end; netns++)
		read_netns(netns);
	if (DOT)
		out_text("digraph netns {\n\trankdir=LR\n\tnode [shape=box]\n");
	out_array(NULL);
	for (netns = all_netns; netns < all_netns_end; netns++)
		if (netns->is_wanted)
			status |= print_netns(netns);
	out_array_end();
	if (DOT) {
		print_edges();
		out_text("}\n");
	}
	return status;
}

const struct applet netns_map = {
	.usage = "[-d] " JSON_USAGE "[-s] [NETNS...]",
	.help = HELP("Show all namespaces, or these, their devices and links\n"
		"  -d  for Graphviz's dot\n"
		"  -s  with counters\n"),
	.opts = "d" JSON_OPTS "s",
	.argmin = 0, .argmax = ANY_NUMBER,
	.needs_own_process = true,
	.main = map_main,
};
