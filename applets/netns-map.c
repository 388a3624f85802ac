// SPDX-License-Identifier: 0BSD
/* netns-map: show which devices of which network namespaces are linked
 *
 * config NETNS_MAP
 *	bool "netns-map: show all network namespaces and how they are linked"
 *	default y
 *	select FEATURE_NSID
 *	help
 *	  Every network namespace with its devices, their states and
 *	  addresses, and the device at the other end of each veth or below
 *	  each macvlan or vlan: as a tree, for Graphviz, or in JSON. 4.6 KB,
 *	  3 KB beside netns-list -a.
 */
#include "netns.h"

static struct links links;

#define DOT (flags & FLAG('d'))

/* From within the namespace of these links, whose ids the kernel speaks of: which namespaces are
 * the others in? To ask for an id does not assign one. */
static int find_others(struct device *first)
{
	struct device *link = first;
	struct netns *netns = all_netns;
	int error = 0;

	while (link < links.end && link->other_netns)
		link++;
	for (; link < links.end && netns < all_netns_end && error == 0; netns++) {
		struct name name = { .fd = netns->fd, .id = NSID_NONE };

		error = nsid_of(&name, 1);
		for (struct device *each = link; each < links.end; each++)
			if (!each->other_netns && each->other_nsid == name.id)
				each->other_netns = netns;
	}
	return error;
}

static int read_netns(struct netns *netns)
{
	struct device *first = links.end;
	int error = netns->fd < 0 ? netns->fd : enter_netns(netns->fd);

	links.netns = netns;
	nl_close();			/* the socket stays where it was made */
	if (error == 0)
		error = links_read(&links);
	if (error == 0)
		error = find_others(first);
	return error < 0 ? warn_errno(error, netns->label, ": cannot list devices") : DONE;
}

static const struct device *other_of(const struct device *link)
{
	for (struct device *other = links.all; other < links.end; other++)
		if (link->other_netns == other->netns && link->other == other->index)
			return other;
	return NULL;
}

static bool is_pair(const struct device *link, const struct device *other)
{
	return other->other == link->index && other->other_netns == link->netns;
}

enum { BRANCH, LAST_BRANCH, PAIR, STACK };

/* Is the encoding of the locale UTF-8? No other begins like that. locale(7) */
static bool is_utf8(void)
{
	static const char names[][9] = { "LC_ALL", "LC_CTYPE", "LANG" };
	const char *locale = NULL;

	for (unsigned i = 0; !locale && i < ARRAY_SIZE(names); i++)
		locale = env_value(names[i]);
	locale = find(locale ? locale : "", '.');
	return *locale && (locale[1] | 0x20) == 'u' && (locale[2] | 0x20) == 't';
}

static const char *sign(unsigned which)
{
	static const char signs[][4][8] = {
		{ "|- ", "`- ", " <-> ", " -> " },
		{ "├─ ", "└─ ", " ↔ ", " → " },
	};

	return signs[is_utf8()][which];
}

static void print_other(const struct device *link)
{
	const struct device *other = other_of(link);

	if (link->other == 0)
		return;
	out_text(sign(other && is_pair(link, other) ? PAIR : STACK));
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

static void print_node(const struct device *link)
{
	out_number("", "n", link->netns->inode, "_");
	out_number("", "", link->index, " ");
}

static void print_state(const struct device *link)
{
	enum { DOWN = 2, UP = 6 };
	const char *state = "UNKNOWN\0NOTPRESENT\0DOWN\0LOWERLAYERDOWN\0TESTING\0DORMANT\0UP";

	for (unsigned i = 0; i < link->state && i < UP; i++)
		state = find(state, '\0') + 1;
	if (link->is_up)
		out_true("up", "up");
	else
		out_text("down");
	if (OUT_IS_JSON || link->state != (link->is_up ? UP : DOWN))
		out_string("operstate", " (", state, ")");
}

static void print_addresses(const struct device *link)
{
	char text[ADDRESS_TEXT_SIZE];

	out_array("addr_info");
	for (const struct address *address = links.addresses; address < links.addresses_end;
	     address++) {
		if (address->netns != link->netns || address->index != link->index)
			continue;
		out_object();
		out_text(DOT ? "\\n" : " ");
		out_string("local", "", address_text(address, text), "/");
		out_number("prefixlen", "", address->prefix, "");
		out_object_end();
	}
	out_array_end();
}

static void print_device(const struct device *link, bool is_last)
{
	out_object();
	if (DOT) {
		out_text("\t\t");
		print_node(link);
		out_text("[label=");
		out_quoted(link->name);
		out_text("+\"\\n");
	} else {
		if (OUT_IS_JSON)
			out_number("ifindex", "", link->index, "");
		out_text(sign(is_last ? LAST_BRANCH : BRANCH));
		out_string("ifname", "", link->name, " ");
	}
	print_state(link);
	print_addresses(link);
	if (!DOT)
		print_other(link);
	out_text(DOT ? "\"]\n" : "\n");
	out_object_end();
}

static void print_netns(const struct netns *netns)
{

	out_object();
	if (DOT) {
		out_number("", "\tsubgraph cluster_", netns->inode, " {\n\t\tlabel=");
		out_quoted(netns->label);
	} else {
		out_netns(netns);
	}
	out_text("\n");
	out_array("devices");
	for (const struct device *link = links.all; link < links.end; link++)
		if (link->netns == netns)
			print_device(link, link + 1 == links.end || link[1].netns != netns);
	out_array_end();
	if (DOT)
		out_text("\t}\n");
	out_object_end();
}

/* Each pair once, and what is stacked as an arrow to what it stands on. */
static void print_edges(void)
{
	for (struct device *link = links.all; link < links.end; link++) {
		const struct device *other = other_of(link);

		if (!other || (is_pair(link, other) && other < link))
			continue;
		out_text("\t");
		print_node(link);
		out_text("-> ");
		print_node(other);
		out_text(is_pair(link, other) ? "[dir=none]\n" : "\n");
	}
}

static int map_main(int argc, char **argv)
{
	int status = census_take();
	struct netns *netns;

	(void)argc;
	(void)argv;
	if (DOT)
		out_format = OUT_TEXT;
	links.all = links.end = memory_new();
	links.addresses = links.addresses_end = memory_new();
	if (!links.all || !links.addresses)
		return warn_errno(-ENOMEM, "devices");
	for (netns = all_netns; netns < all_netns_end; netns++)
		status |= read_netns(netns);
	if (DOT)
		out_text("digraph netns {\n\trankdir=LR\n\tnode [shape=box]\n");
	out_array(NULL);
	for (netns = all_netns; netns < all_netns_end; netns++)
		print_netns(netns);
	out_array_end();
	if (DOT) {
		print_edges();
		out_text("}\n");
	}
	return status;
}

const struct applet netns_map = {
	.text = OPTS("djp")
		USAGE("[-d] [-j] [-p]")
		HELP("Show all network namespaces, their devices, and which of these are linked\n"
		     "  -d  for Graphviz: netns-map -d | dot -Tsvg >map.svg\n"),
	.argmin = 0, .argmax = 0,
	.main = map_main,
};
