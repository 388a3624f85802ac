// SPDX-License-Identifier: 0BSD
/* wireless.c: the phys of wireless devices, which nl80211 moves to another network namespace
 *
 * A wireless device belongs to a phy (cfg80211 calls it wiphy), and a phy is in one namespace with
 * all its devices. So RTM_SETLINK refuses to move such a device, and what moves is the phy.
 */
#include "netlink/netlink.h"

#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <net/if.h>

enum { ATTRIBUTES = NLMSG_LENGTH(GENL_HDRLEN) };	/* where those of a message begin */

struct int_attr {
	struct nlattr header;
	int value;
};

struct generic_request {
	struct nlmsghdr header;
	struct genlmsghdr generic;
};

struct wireless_request {
	struct generic_request begin;
	struct int_attr selector, netns;	/* which device or phy; where to */
};

static int request_generic(struct generic_request *request, unsigned size, unsigned flags,
			   unsigned command, nl_handler *handler, void *context)
{
	request->header.nlmsg_len = size;
	request->header.nlmsg_flags = NLM_F_REQUEST | flags;
	request->generic.cmd = command;
	return nl_request_to(NETLINK_GENERIC, request, 1, handler, context);
}

static unsigned attr_u16(const struct nlmsghdr *message, unsigned type)
{
	const struct nlattr *attr = nl_attr(message, ATTRIBUTES, type);
	unsigned short value = 0;

	if (attr && attr->nla_len >= NLA_HDRLEN + sizeof value)
		memcpy(&value, attr + 1, sizeof value);
	return value;
}

static void store_family(const struct nlmsghdr *reply, unsigned index, void *family)
{
	(void)index;
	*(int *)family = attr_u16(reply, CTRL_ATTR_FAMILY_ID);
}

/* The message type of nl80211. -ENOENT: this kernel does not have it. */
static int wireless_family(void)
{
	static struct {
		struct generic_request begin;
		struct nlattr attr;
		char name[sizeof NL80211_GENL_NAME];
	} request = {
		.begin.header.nlmsg_type = GENL_ID_CTRL,
		.attr = { NLA_HDRLEN + sizeof request.name, CTRL_ATTR_FAMILY_NAME },
		.name = NL80211_GENL_NAME,
	};
	int family = 0;
	int error = request_generic(&request.begin, sizeof request, 0, CTRL_CMD_GETFAMILY,
				    store_family, &family);

	return error < 0 ? error : family;
}

static int request_wireless(struct wireless_request *request, unsigned size, unsigned flags,
			    unsigned command, nl_handler *handler, void *context)
{
	int family = wireless_family();

	if (family < 0)
		return family;
	request->begin.header.nlmsg_type = family;
	request->selector.header.nla_len = request->netns.header.nla_len = sizeof request->netns;
	return request_generic(&request->begin, size, flags, command, handler, context);
}

static void add_device(const struct nlmsghdr *reply, unsigned index, void *context)
{
	struct wireless_list *list = context;
	struct wireless_device device = {
		.index = nl_attr_int(reply, ATTRIBUTES, NL80211_ATTR_IFINDEX, 0),
		.phy = nl_attr_int(reply, ATTRIBUTES, NL80211_ATTR_WIPHY, -1),
	};

	(void)index;
	if (device.index > 0 && list->count < WIRELESS_DEVICES_MAX)
		list->devices[list->count++] = device;
}

int wireless_list(struct wireless_list *list)
{
	struct wireless_request request = { 0 };
	int error;

	list->count = 0;
	error = request_wireless(&request, sizeof request.begin, NLM_F_DUMP,
				 NL80211_CMD_GET_INTERFACE, add_device, list);
	return error == 0 && list->count == WIRELESS_DEVICES_MAX ? -ENOBUFS : error;
}

struct phy_search {
	const char *name;
	int phy;
};

static void compare_phy(const struct nlmsghdr *reply, unsigned index, void *context)
{
	struct phy_search *search = context;
	const struct nlattr *name = nl_attr(reply, ATTRIBUTES, NL80211_ATTR_WIPHY_NAME);

	(void)index;
	if (name && str_equal((const char *)(name + 1), search->name))
		search->phy = nl_attr_int(reply, ATTRIBUTES, NL80211_ATTR_WIPHY, -ENODEV);
}

int phy_by_name(const char *name)
{
	struct wireless_request request = { 0 };
	struct phy_search search = { name, -ENODEV };
	int error = request_wireless(&request, sizeof request.begin, NLM_F_DUMP,
				     NL80211_CMD_GET_WIPHY, compare_phy, &search);

	return error < 0 ? error : search.phy;
}

int phy_move(int phy, int netns)
{
	struct wireless_request request = {
		.selector = { .header.nla_type = NL80211_ATTR_WIPHY, .value = phy },
		.netns = { .header.nla_type = NL80211_ATTR_NETNS_FD, .value = netns },
	};

	return request_wireless(&request, sizeof request, NLM_F_ACK, NL80211_CMD_SET_WIPHY_NETNS,
				NULL, NULL);
}
