// SPDX-License-Identifier: 0BSD
/* nsid.c: the ids by which the kernel knows other network namespaces, as seen from this one */
#include "netns.h"

#include <linux/net_namespace.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

enum { ATTRIBUTES = NLMSG_SPACE(sizeof(struct rtgenmsg)) };

/* The request that is being put together. */
static struct {
	struct nlmsghdr header;
	unsigned char family, padding[3];	/* struct rtgenmsg, AF_UNSPEC */
	struct {
		struct nlattr header;
		int value;
	} attributes[2];
} request;

static NOINLINE void begin(int type, int mode)
{
	request.header.nlmsg_len = offsetof(typeof(request), attributes);
	request.header.nlmsg_type = type;
	request.header.nlmsg_flags = NLM_F_REQUEST | mode;
}

static void add(int type, int value)
{
	struct nlattr *attr = (void *)((char *)&request + request.header.nlmsg_len);

	attr->nla_type = type;
	attr->nla_len = sizeof *request.attributes;
	*(int *)(attr + 1) = value;
	request.header.nlmsg_len += attr->nla_len;
}

static int send_request(nl_handler *handler, void *context)
{
	return nl_request(&request, 1, handler, context);
}

int nsid_read(const struct nlmsghdr *message)
{
	return nl_attr_int(message, ATTRIBUTES, NETNSA_NSID, NSID_NONE);
}

int nsid_here(const struct nlmsghdr *message)
{
	return nl_attr_int(message, ATTRIBUTES, NETNSA_CURRENT_NSID, NSID_ABSENT);
}

static void take_id(const struct nlmsghdr *reply, unsigned index, void *names)
{
	((struct name *)names)[index].id = nsid_read(reply);
}

int nsid_of(struct name names[], unsigned count)
{
	char requests[NSIDS_AT_ONCE * sizeof request] __attribute__((aligned(4)));
	char *end = requests;
	int error;

	for (unsigned i = 0; i < count; i++) {
		begin(RTM_GETNSID, 0);
		add(NETNSA_FD, names[i].fd);
		memcpy(end, &request, request.header.nlmsg_len);
		end += request.header.nlmsg_len;
	}
	error = nl_request(requests, count, take_id, names);
	if (error != -EBADF)
		return error;
	*nl_error_text = '\0';	/* those that could not be opened have none */
	return 0;
}

int netns_id(int netns, int *id)
{
	struct name name;
	int error;

	name.fd = netns;
	name.id = NSID_NONE;
	error = nsid_of(&name, 1);
	*id = name.id;
	return error;
}

int nsid_set(int netns, int id)
{
	begin(RTM_NEWNSID, NLM_F_ACK);
	add(NETNSA_FD, netns);
	add(NETNSA_NSID, id);
	return send_request(NULL, NULL);
}

/* Of the namespace with the id TARGET. */
static int send_query(int target, nl_handler *handler, void *context)
{
	if (target != NSID_NONE)
		add(NETNSA_TARGET_NSID, target);
	return send_request(handler, context);
}

int nsid_query(int id, int target, nl_handler *handler, void *context)
{
	begin(RTM_GETNSID, 0);
	add(NETNSA_NSID, id);
	return send_query(target, handler, context);
}

/* Linux (seen in 6.18) sends one buffer of ids and ends the dump there, and it makes that buffer as
 * large as what the socket was last read with, 32 KB at most: so read something first. Then 1,158
 * ids fit, instead of 134. */
int nsid_dump(int target, nl_handler *handler, void *context)
{
	nsid_query(0, NSID_NONE, NULL, NULL);
	if (target != NSID_NONE && !nl_is_strict)
		return -EOPNOTSUPP;	/* it would be ignored */
	begin(RTM_GETNSID, NLM_F_DUMP);
	return send_query(target, handler, context);
}

void out_nsid(int id, int here, const char *name)
{
	if (id >= 0)
		out_number("nsid", "nsid ", id, " ");
	else
		out_text(_("nsid unassigned "));
	if (here >= 0)
		out_number("current-nsid", "current-nsid ", here, " ");
	else if (here == NSID_NONE)
		out_text(_("current-nsid unassigned "));
	if (*name)
		out_string("name", "(iproute2 netns name: ", name, ")");
}
