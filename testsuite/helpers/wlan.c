// SPDX-License-Identifier: 0BSD
/* wlan add DEVICE NAME: one more device, called NAME, on the phy of the wireless DEVICE
 * wlan altname DEVICE NAME: one more name for DEVICE; Linux 5.5
 */
#include <err.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/nl80211.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static _Alignas(8) char buffer[8192];

static struct {
	struct nlmsghdr header;
	char payload[512];
} request;

static void *add(const void *data, unsigned size)
{
	void *at = (char *)&request + request.header.nlmsg_len;

	memcpy(at, data, size);
	request.header.nlmsg_len += NLMSG_ALIGN(size);
	return at;
}

static struct nlattr *add_attr(unsigned type, const void *data, unsigned size)
{
	struct nlattr attr = { NLA_HDRLEN + size, type }, *header = add(&attr, sizeof attr);

	add(data, size);
	return header;
}

static void begin(unsigned type, const void *header, unsigned size)
{
	memset(&request, 0, sizeof request);
	request.header.nlmsg_len = NLMSG_HDRLEN;
	request.header.nlmsg_type = type;
	request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	add(header, size);
}

/* Sends the request; its answer is in buffer. */
static void talk(int protocol)
{
	int fd = socket(AF_NETLINK, SOCK_RAW, protocol);
	const struct nlmsghdr *answer = (void *)buffer;
	const struct nlmsgerr *error = NLMSG_DATA(answer);

	if (fd < 0 || send(fd, &request, request.header.nlmsg_len, 0) < 0 ||
	    recv(fd, buffer, sizeof buffer, 0) < 0)
		err(1, "netlink");
	close(fd);
	if (answer->nlmsg_type == NLMSG_ERROR && error->error) {
		errno = -error->error;
		err(1, "the kernel");
	}
}

/* The message type of nl80211: the first attribute of 2 bytes that answers, CTRL_ATTR_FAMILY_ID */
static unsigned family(void)
{
	struct genlmsghdr generic = { .cmd = CTRL_CMD_GETFAMILY };
	const struct nlattr *attr = (void *)(buffer + NLMSG_LENGTH(GENL_HDRLEN));

	begin(GENL_ID_CTRL, &generic, sizeof generic);
	add_attr(CTRL_ATTR_FAMILY_NAME, NL80211_GENL_NAME, sizeof NL80211_GENL_NAME);
	talk(NETLINK_GENERIC);
	while (attr->nla_type != CTRL_ATTR_FAMILY_ID)
		attr = (void *)((char *)attr + NLA_ALIGN(attr->nla_len));
	return *(unsigned short *)(attr + 1);
}

/* A phy may have as many stations as it has addresses: an access point counts for itself. */
static void add_device(int index, const char *name)
{
	struct genlmsghdr generic = { .cmd = NL80211_CMD_NEW_INTERFACE };
	int type = NL80211_IFTYPE_STATION;

	begin(family(), &generic, sizeof generic);
	add_attr(NL80211_ATTR_IFINDEX, &index, sizeof index);
	add_attr(NL80211_ATTR_IFNAME, name, strlen(name) + 1);
	add_attr(NL80211_ATTR_IFTYPE, &type, sizeof type);
	talk(NETLINK_GENERIC);
}

static void add_name(int index, const char *name)
{
	struct ifinfomsg link = { .ifi_index = index };
	struct nlattr *list;

	begin(RTM_NEWLINKPROP, &link, sizeof link);
	request.header.nlmsg_flags |= NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND;
	list = add_attr(IFLA_PROP_LIST | NLA_F_NESTED, "", 0);
	add_attr(IFLA_ALT_IFNAME, name, strlen(name) + 1);
	list->nla_len = (char *)&request + request.header.nlmsg_len - (char *)list;
	talk(NETLINK_ROUTE);
}

int main(int argc, char **argv)
{
	int index = argc == 4 ? if_nametoindex(argv[2]) : 0;

	if (index == 0)
		errx(1, "usage: wlan add|altname DEVICE NAME");
	if (strcmp(argv[1], "add") == 0)
		add_device(index, argv[3]);
	else
		add_name(index, argv[3]);
	return 0;
}
