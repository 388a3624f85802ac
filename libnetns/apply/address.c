// SPDX-License-Identifier: 0BSD
/* address.c: what is special about addresses: those of one network depend on each other */
#include "apply/statement.h"

#include <endian.h>
#include <linux/if_addr.h>
#include <sys/socket.h>

/* With a primary address the kernel removes the secondary ones of its network, which may belong to
 * others, unless they are promoted. This is set, and later undone like a statement that leaves. */
int address_undo(struct statement *statement)
{
	char *words[] = { "sysctl", "net/ipv4/conf/all/promote_secondaries", "1" };
	struct statement *promotion;
	int error;

	if (!statement->netns->has_secondaries)
		return message_undo(statement);
	promotion = statement_new(statement->netns, verb_named(*words), words, ARRAY_SIZE(words));
	error = promotion ? sysctl_look(promotion) : -ENOMEM;
	if (error == 0) {
		statement_enlist(promotion, LEAVING);
		promotion->is_implied = true;
		error = state_record(promotion);
		if (error == 0)
			error = sysctl_make(promotion);
	}
	return error < 0 ? error : message_undo(statement);
}

static uint32_t address_of(const struct nl_message *message)
{
	return be32toh(nl_attr_int(&message->header, NLMSG_LENGTH(sizeof(struct ifaddrmsg)),
				   IFA_ADDRESS, 0));
}

static bool is_of_network(const struct nl_message *one, const struct nl_message *other)
{
	const struct ifaddrmsg *address = NLMSG_DATA(&one->header);
	uint64_t difference = address_of(one) ^ address_of(other);

	return address->ifa_family == AF_INET && difference >> (32 - address->ifa_prefixlen) == 0 &&
	       memcmp(address, NLMSG_DATA(&other->header), sizeof *address) == 0;
}

/* Of several addresses of a network on a device the first one is the primary. So those of ours that
 * come later in the file have to be made after it. */
static int undo_later(struct statement *first, const struct nl_message *message)
{
	struct nl_message other;
	int error = 0;

	for (struct statement *one = first->same_netns; one && error == 0; one = one->same_netns) {
		if (one->verb != first->verb || !one->record || (!one->is_there && !one->error))
			continue;
		error = one->error < 0 ? one->error : statement_encode(one, &other, false);
		if (error < 0 || !is_of_network(message, &other))
			continue;
		error = address_undo(one);
		one->is_there = one->is_done = false;
	}
	return error;
}

/* One of ours with another broadcast address or scope cannot be changed, in IPv4 not even by
 * NLM_F_REPLACE. */
int address_make(struct statement *statement)
{
	struct nl_message message;
	int error = statement_encode(statement, &message, false);

	if (error == 0 && statement->is_other)
		error = address_undo(statement);
	if (error == 0)
		error = undo_later(statement, &message);
	return error < 0 ? error : message_make(statement);
}
