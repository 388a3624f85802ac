// SPDX-License-Identifier: 0BSD
/* link.c: statements that are one rtnetlink message: link, veth, set, route, neighbour … */
#include "apply/words.h"

#include <linux/if_link.h>
#include <net/if.h>

static int request(struct nl_message *message, unsigned type, unsigned flags)
{
	message->header.nlmsg_type = type;
	message->header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	return nl_request(message, 1, NULL, NULL);
}

/* Encodes STATEMENT, and enters its namespace. */
static int encode(struct statement *statement, struct nl_message *message)
{
	int error = statement_encode(statement, message, false);

	return error < 0 ? error : enter_namespace(statement->netns);
}

static int request_new(struct nl_message *message)
{
	unsigned existing = NLM_F_EXCL;

	if (ENABLE_FEATURE_APPLY_RARE && message->header.nlmsg_type == RTM_NEWNEIGH)
		existing = nl_is_one_of_many(&message->header) ? NLM_F_APPEND : NLM_F_REPLACE;
	return request(message, message->header.nlmsg_type, NLM_F_CREATE | existing);
}

int message_make(struct statement *statement)
{
	struct nl_message message;
	struct rtmsg *route = NLMSG_DATA(&message.header);
	int error = encode(statement, &message);

	if (error < 0)
		return error;
	if (statement->verb->message == RTM_NEWROUTE && route->rtm_protocol == RTPROT_UNSPEC)
		route->rtm_protocol = RTPROT_STATIC;
	return request_new(&message);
}

/* TYPE: RTM_NEWLINK lowers it, RTM_DELLINK deletes it. */
static int lower_or_delete(const char *device, unsigned type)
{
	struct nl_message message;

	nl_begin(&message, RTM_NEWLINK);
	((struct ifinfomsg *)NLMSG_DATA(&message.header))->ifi_change = IFF_UP;
	nl_add_text(&message, IFLA_IFNAME, device);
	return request(&message, type, 0);
}

int message_undo(struct statement *statement)
{
	struct nl_message message;
	int error = encode(statement, &message);

	return error < 0 ? error : request(&message, statement->verb->message + 1, 0);
}

/* With its mtu, which a VLAN on it takes over, if that is possible now. If not, its parent may have
 * to get a larger one first, and it gets its own later. */
static int request_link(const struct statement *statement, struct nl_message *message)
{
	char *const *word = statement->words + 2;
	unsigned without_mtu = message->header.nlmsg_len;
	uint32_t mtu;

	while (*word && !str_equal(*word, "mtu"))
		word++;
	if (*word && word[1] && num_parse_u32(word[1], &mtu) == 0) {
		nl_add(message, IFLA_MTU, &mtu, sizeof mtu);
		if (request_new(message) == 0)
			return 0;
		message->header.nlmsg_len = without_mtu;
	}
	return request_new(message);
}

/* A device whose parent is in another namespace is made there, with this one as its destination. */
int link_make(struct statement *statement)
{
	struct nl_message message;
	int error = statement_encode(statement, &message, false), netns = -ENOENT;

	if (error == 0 && statement->other && statement->other != statement->netns) {
		netns = error = namespace_open(statement->netns);
		if (error >= 0) {
			nl_add(&message, IFLA_NET_NS_FD, &netns, sizeof netns);
			error = enter_namespace(statement->other);
		}
	}
	device_is_new(statement->netns, statement->words[1]);
	if (error == 0)
		error = request_link(statement, &message);
	close_fd(netns);
	return error;
}

char **value_of(struct statement *statement, const char *word)
{
	char **at = statement->words + 2;

	while (!str_equal(*at, word))
		at += 2;
	return at + 1;
}

/* Leaves the pair to the kernel if its namespace is deleted: deleting one pair takes long, but
 * those of a thousand namespaces together hardly longer. */
int veth_undo(struct statement *statement)
{
	return statement->netns->is_going ? 0 : message_undo(statement);
}

/* What is left of a pair is from now on a device like any other. */
static int record_peer(struct statement *veth)
{
	char *words[] = { "link", *value_of(veth, "peer"), "type", "veth" };
	struct statement *peer = statement_new(veth->other, verb_named(*words), words,
					       ARRAY_SIZE(words));

	if (!peer)
		return -ENOMEM;
	statement_enlist(peer, LEAVING);
	return state_record(peer);
}

/* The namespace may be kept by something else, a descriptor say. If it was gone before we came, so
 * may be our pair, and what has the name of its peer is not ours. */
int veth_await(struct statement *statement)
{
	enum { LIMIT = 10000, POLL = 10 };	/* milliseconds */
	char *peer = *value_of(statement, "peer");
	unsigned spent = 0;
	int error;

	while (!is_missing(device_index(statement->other, peer)) && spent < LIMIT) {
		sleep_ms(POLL);
		spent += POLL;
	}
	if (spent < LIMIT)
		return 0;
	if (!statement->is_there) {
		statement_name(statement);
		msg_add(statement_text(statement));
		apply.status = warn(": its namespace is gone; ", peer, " is left as it is");
		return 0;
	}
	error = enter_namespace(statement->other);
	if (error == 0)
		error = lower_or_delete(peer, RTM_DELLINK);
	if (error == 0 || is_missing(error))
		return 0;
	statement_fail(statement, error, true);
	return record_peer(statement);
}

int veth_make(struct statement *statement)
{
	char *name = statement->words[1], **peer = value_of(statement, "peer");
	int netns = namespace_open(statement->other), error = netns;

	device_is_new(statement->netns, name);
	device_is_new(statement->other, *peer);
	if (error >= 0)
		error = link_add_veth(&(struct veth_end){ .name = name },
				      &(struct veth_end){ .name = *peer }, netns);
	close_fd(netns);
	return error;
}

/* Some devices must be down for this: ports of a bond (EPERM), or those that get another address or
 * mtu (EBUSY). A device that goes down loses its routes, so this is done only to one that we have
 * raised. It is raised again in its phase, if the file still says so. */
int set_make(struct statement *statement)
{
	struct nl_message message;
	char *device = statement->words[1];
	struct statement *up = device_raised(statement->netns, device);
	int error = encode(statement, &message);

	if (error == 0)
		error = request(&message, RTM_NEWLINK, 0);
	if (error == (str_equal(statement->words[2], "master") ? -EPERM : -EBUSY) && up &&
	    up->record && str_equal(up->words[3], "on") &&
	    lower_or_delete(device, RTM_NEWLINK) == 0)
		error = request(&message, RTM_NEWLINK, 0);
	return error;
}

int set_undo(struct statement *statement)
{
	char **value = statement->words + 3, *ours = *value;
	int error;

	if (!statement->was)
		return 0;
	*value = (char *)statement->was;
	error = set_make(statement);
	*value = ours;
	return error == -EADDRNOTAVAIL ? 0 : error;	/* a bridge without ports had no address */
}
