// SPDX-License-Identifier: 0BSD
/* netns-map: show which devices of which network namespaces are linked
 *
 * config NETNS_MAP
 *	bool "netns-map: show all network namespaces and how they are connected"
 *	default y
 *	select FEATURE_NSID
 *	help
 *	  Show every network namespace with its devices, their states and
 *	  addresses, and the device at the other end of each veth or below
 *	  each macvlan or VLAN: as a tree, as a graph for Graphviz, or as
 *	  JSON. 3.8 KB, or 2.2 KB in addition to netns-list -a.
 */
#include "netns.h"

#define DOT (flags & FLAG('d'))

static int enter(const struct netns *netns)
{
	return netns->fd < 0 ? netns->fd : enter_netns(netns->fd);
}

/* Reads the devices. Their kernel speaks of ids: which namespaces are the others in? To ask for an
 * id does not assign one. */
static void read_netns(struct netns *netns)
{
	struct device *first = all_links_end;
	int error = enter(netns);

	if (error == 0)
		error = links_read(netns);
	for (struct netns *other = all_netns; other < all_netns_end && error >= 0; other++) {
		int id;

		error = netns_id(other->fd, &id);
		for (struct device *link = first; link < all_links_end; link++)
			if (!link->other_netns && link->other_nsid == id)
				link->other_netns = other;
	}
	if (error < 0)
		netns->fd = error;
}

static const struct device *other_of(const struct device *link)
{
	for (const struct device *other = all_links; other < all_links_end; other++)
		if (link->other_netns == other->netns && link->other == other->index)
			return other;
	return NULL;
}

static bool is_pair(const struct device *link, const struct device *other)
{
	return other && other_of(other) == link;
}

enum { BRANCH, LAST_BRANCH, PAIR, STACK };

/* Is the encoding of the locale UTF-8? No other begins like that. locale(7) */
static bool is_utf8(void)
{
	const char *locale = env_value("LANG", "");

	locale = find(env_value("LC_ALL", env_value("LC_CTYPE", locale)), '.');
	return *locale && (locale[1] | 0x20) == 'u' && (locale[2] | 0x20) == 't';
}

static NOINLINE void print_sign(unsigned which)
{
	static const char signs[][4][8] ALIGNED_AS(char) = {
		{ "|- ", "`- ", " <-> ", " -> " },
		{ "├─ ", "└─ ", " ↔ ", " → " },
	};

	out_text(signs[is_utf8()][which]);
}

static void print_other(const struct device *link)
{
	const struct device *other = other_of(link);

	if (link->other == 0)
		return;
	print_sign(is_pair(link, other) ? PAIR : STACK);
	if (other) {
		out_string("link", "", other->name, "");
		if (other->netns != link->netns)
			out_string("link_netns", " in ", other->netns->label, "");
	} else {
		out_number("link_index", "if", link->other, "");
		if (link->other_nsid != NSID_NONE)
			out_number("link_netnsid", " in nsid:", link->other_nsid, "");
	}
}

static int print_device(struct device *link)
{
	int error;

	out_object();
	if (DOT) {
		out_number("", "\t\t", link - all_links, " [label=");
		out_quoted(link->name);
		out_text("+\"");
	} else {
		if (OUT_IS_JSON)
			out_number("ifindex", "", link->index, "");
		print_sign(link[1].netns == link->netns ? BRANCH : LAST_BRANCH);
		out_string("ifname", "", link->name, "");
	}
	out_string("state", " ", link->state, "");
	error = out_addresses(link);
	if (DOT)
		out_text("\"]");
	else
		print_other(link);
	out_object_end();
	return error;
}

static int print_netns(const struct netns *netns)
{
	int error = enter(netns);

	out_object();
	if (DOT) {
		out_number("", "\tsubgraph cluster_", netns->inode, " {\n\t\tlabel=");
		out_quoted(netns->label);
	} else {
		out_netns(netns);
	}
	out_line_end();
	out_array("devices");
	for (struct device *link = all_links; link < all_links_end && error == 0; link++)
		if (link->netns == netns)
			error = print_device(link);
	out_array_end();
	if (DOT)
		out_text(_("\t}\n"));
	out_part_end();
	return done_or_warn(netns->label, _(": cannot list devices"), NULL, error);
}

/* Each pair once, and what is stacked as an arrow to what it stands on. */
static void print_edges(void)
{
	for (struct device *link = all_links; link < all_links_end; link++) {
		const struct device *other = other_of(link);
		bool pair = is_pair(link, other);

		if (!other || (pair && other < link))
			continue;
		out_number("", "\t", link - all_links, " -> ");
		out_number("", "", other - all_links, "");
		out_text(pair ? _(" [dir=none]\n") : "\n");
	}
}

static int map_main(int argc, char **argv)
{
	int status = census_take();
	struct netns *netns;

	(void)argc;
	(void)argv;
	if (DOT)
		flags &= ~FLAG('j');
	for (netns = all_netns; netns < all_netns_end; netns++)
		read_netns(netns);
	if (DOT)
		out_text(_("digraph netns {\n\trankdir=LR\n\tnode [shape=box]\n"));
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

USAGE("[-d] [-j] [-p]")
HELP("Show all namespaces, their devices and links\n"
	"  -d  for Graphviz's dot\n")

const struct applet netns_map = {
	.opts = "dj!p!",
	.argmin = 0, .argmax = 0,
	.takes_process = true,
	.main = map_main,
};
