// SPDX-License-Identifier: 0BSD
/* nsid.c: the ids by which the kernel knows other network namespaces, as seen from this one */
#include "netlink/netlink.h"

#include <linux/net_namespace.h>
#include <sys/socket.h>

enum { ATTRIBUTES = NLMSG_SPACE(sizeof(struct rtgenmsg)) };

/* The next request. */
static struct {
	struct nlmsghdr header;
	unsigned char family, padding[3];	/* struct rtgenmsg, AF_UNSPEC */
	struct {
		struct nlattr header;
		int value;
	} attributes[2];
} request;

static void begin(int type, int mode)
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

int nsid_attr(const struct nlmsghdr *message)
{
	return nl_attr_int(message, ATTRIBUTES, NETNSA_NSID, NSID_NONE);
}

int nsid_attr_current(const struct nlmsghdr *message)
{
	return nl_attr_int(message, ATTRIBUTES, NETNSA_CURRENT_NSID, NSID_ABSENT);
}

static void store_id(const struct nlmsghdr *reply, unsigned index, void *ids)
{
	((int *)ids)[index] = nsid_attr(reply);
}

int nsid_get_many(const int netns[], int ids[], unsigned count)
{
	char requests[NSID_BATCH * sizeof request] __attribute__((aligned(4)));
	char *end = requests;
	int error;

	for (unsigned i = 0; i < count; i++) {
		ids[i] = NSID_NONE;
		begin(RTM_GETNSID, 0);
		add(NETNSA_FD, netns[i]);
		memcpy(end, &request, request.header.nlmsg_len);
		end += request.header.nlmsg_len;
	}
	error = nl_request(requests, count, store_id, ids);
	if (error != -EBADF)
		return error;
	*nl_error_text = '\0';	/* a namespace that could not be opened has no id */
	return 0;
}

int nsid_get(int netns, int *id)
{
	return nsid_get_many(&netns, id, 1);
}

int nsid_set(int netns, int id)
{
	begin(RTM_NEWNSID, NLM_F_ACK);
	add(NETNSA_FD, netns);
	add(NETNSA_NSID, id);
	return send_request(NULL, NULL);
}

static int send_query(int target, nl_handler *handler, void *context)
{
	if (target != TARGET_SELF)
		add(NETNSA_TARGET_NSID, target);
	return send_request(handler, context);
}

int nsid_query(int id, int target, nl_handler *handler, void *context)
{
	begin(RTM_GETNSID, 0);
	add(NETNSA_NSID, id);
	return send_query(target, handler, context);
}

/* Linux (seen in 6.18) ends this dump after one buffer of ids. The buffer is as large as that of
 * the last receive on the socket, up to 32 KB: so we receive something else first. Then 1,158
 * ids fit instead of 134. */
int nsid_dump(int target, nl_handler *handler, void *context)
{
	nsid_query(0, TARGET_SELF, NULL, NULL);
	if (target != TARGET_SELF && !nl_is_strict)
		return -EOPNOTSUPP;	/* the kernel would ignore it */
	begin(RTM_GETNSID, NLM_F_DUMP);
	return send_query(target, handler, context);
}

void out_nsid(int id, int current, const char *name)
{
	if (id >= 0)
		out_number("nsid", "nsid ", id, " ");
	else
		out_text("nsid unassigned ");
	if (current >= 0)
		out_number("current-nsid", "current-nsid ", current, " ");
	else if (current == NSID_NONE)
		out_text("current-nsid unassigned ");
	if (*name)
		out_string("name", "(iproute2 netns name: ", name, ")");
}
