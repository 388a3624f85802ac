// SPDX-License-Identifier: 0BSD
/* look.c: find out which statements are fulfilled already
 *
 * All statements of one phase in one namespace are compared with one dump for each kind of object
 * and address family: each message of a dump, with the statements that have the same hash.
 */
#include "apply/statement.h"

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <sys/socket.h>

enum { BUCKETS = 1024, DUMPS_MAX = 10 };

struct item {
	struct item *chain;		/* in the same bucket */
	struct statement *statement;
	struct nl_message message;	/* as much of it as there is */
};

static struct table_of_items {
	struct item *buckets[BUCKETS];
	char *at, memory[];
} *table;

int namespace_open(const struct statement *netns)
{
	if (netns == apply.here_netns)
		return SYS(fcntl, apply.here, F_DUPFD_CLOEXEC, 0);
	return entry_open(netns->words[1]);
}

bool is_missing(int error)
{
	return error == -ENOENT || error == -ESTALE || error == -ENODEV;
}

int enter_namespace(struct statement *netns)
{
	int fd, error;

	if (apply.entered == netns)
		return 0;
	if (!netns)
		return -EBADF;		/* we could not go back to where we were */
	fd = namespace_open(netns);
	error = fd < 0 ? fd : enter_netns(fd);
	close_fd(fd);
	apply.entered = error < 0 ? NULL : netns;
	return error;
}

int device_index(struct statement *netns, const char *device)
{
	int error = enter_namespace(netns);

	return error < 0 ? error : link_index(device);
}

int needed_device_index(struct statement *netns, char *device)
{
	return device_is_unusable(netns, device) ? -ECANCELED : device_index(netns, device);
}

/* Marks STATEMENT if HAVE fulfils it. A `set` that is not fulfilled gets the present value as the
 * one to restore, unless it has one from an earlier apply. A device or address that is there, but
 * is not as we want it, and not in the state, is somebody else's. */
static void compare_one(struct statement *statement, const struct nlmsghdr *want,
			const struct nlmsghdr *have)
{
	if (nl_matches(want, have)) {
		statement->is_there = true;
		statement->error = 0;
	} else if (statement->is_there || !nl_is_same(want, have)) {
		return;
	} else if (!statement->verb->keeps_value) {
		statement->is_other = true;
		if (!statement->record && !apply.options.only_print)
			statement->error = -EEXIST;
	} else if (!statement->was) {
		statement->was = set_value(statement, have);
		statement->error = statement->was ? 0 : -EOPNOTSUPP;
	}
}

static void compare(const struct nlmsghdr *have, unsigned index, void *context)
{
	struct item *item = table->buckets[nl_hash(have) % BUCKETS];
	const struct ifaddrmsg *address = NLMSG_DATA(have);
	const struct ndmsg *neighbour = NLMSG_DATA(have);

	(void)index;
	(void)context;
	if (ENABLE_FEATURE_APPLY_RARE && have->nlmsg_type == RTM_NEWNEIGH &&
	    !(neighbour->ndm_state & NUD_PERMANENT))
		return;				/* the kernel may forget it */
	for (; item; item = item->chain)
		compare_one(item->statement, &item->message.header, have);
	if (have->nlmsg_type == RTM_NEWADDR && address->ifa_family == AF_INET &&
	    address->ifa_flags & IFA_F_SECONDARY)
		apply.entered->has_secondaries = true;
}

/* The dumps that are needed: of which objects, and of which address families, bit N for N. */
enum { TYPES = (RTM_NEWRULE - RTM_NEWLINK) / 4 + 1 };
struct dumps {
	unsigned families[TYPES];
};

static int dump(unsigned type, unsigned family)
{
	int error;

	for (unsigned i = 0; i < DUMPS_MAX; i++) {
		error = nl_dump(type, family, compare, NULL);
		if (error != -EINTR)
			break;
	}
	return error;
}

/* The index of a parent or peer in another namespace says nothing without that namespace: each one
 * counts its devices from 1. */
static int add_link_netns(struct statement *statement, struct nl_message *message)
{
	int id, netns, error;

	if (!statement->other || statement->other == statement->netns ||
	    !nl_attr_of(&message->header, IFLA_LINK))
		return 0;
	netns = error = namespace_open(statement->other);
	if (error >= 0)
		error = enter_namespace(statement->netns);
	if (error == 0)
		error = nsid_get(netns, &id);
	close_fd(netns);
	if (error == 0)
		nl_add(message, IFLA_LINK_NETNSID, &id, sizeof id);
	return error;
}

/* Adds STATEMENT to those with which dumps are compared. */
static int add(struct statement *statement, struct dumps *dumps)
{
	struct item *item = (void *)table->at, **bucket;
	int error;

	if (table->at - (char *)table > MEMORY_SIZE - (int)sizeof *item)
		return -ENOMEM;
	error = statement_encode(statement, &item->message, false);
	if (error == 0)
		error = add_link_netns(statement, &item->message);
	if (error < 0)
		return error;
	bucket = table->buckets + nl_hash(&item->message.header) % BUCKETS;
	item->statement = statement;
	item->chain = *bucket;
	*bucket = item;
	table->at += (offsetof(struct item, message) + item->message.header.nlmsg_len + 7) & ~7u;
	dumps->families[(statement->verb->message - RTM_NEWLINK) / 4] |=
		1u << *(unsigned char *)NLMSG_DATA(&item->message.header);
	return 0;
}

/* In PHASE_LINK we look at everything in the namespace that rtnetlink shows. */
bool is_looked_at(const struct statement *statement, enum phase phase)
{
	return !statement->is_done &&
	       (statement->phase == phase || (phase == PHASE_LINK && statement->verb->message));
}

bool is_inside(enum phase phase)
{
	return phase != PHASE_NAMESPACE && phase != PHASE_RESOLVER;
}

static int look(struct statement *statement, enum phase phase)
{
	int error = is_inside(phase) ? enter_namespace(statement->netns) : 0;

	return error < 0 ? error : statement->verb->look(statement);
}

static void look_at_each(struct statement *first, enum phase phase, struct dumps *dumps)
{
	for (struct statement *one = first; one; one = one->same_netns) {
		int result;

		if (!is_looked_at(one, phase))
			continue;
		result = one->verb->look ? look(one, phase) : add(one, dumps);
		one->is_there = result > 0;
		one->is_other = false;
		if (one->replacement) {		/* maybe it is there instead */
			one->replacement->is_there = false;
			if (result == 0)
				result = add(one->replacement, dumps);
		}
		one->error = result < 0 && !is_missing(result) ? result : 0;
	}
}

int look_at(struct statement *netns, struct statement *first, enum phase phase)
{
	struct dumps dumps = { 0 };
	int error = 0;

	if (!table)
		table = memory_map();
	if (!table)
		return -ENOMEM;
	memset(table->buckets, 0, sizeof table->buckets);
	table->at = table->memory;
	look_at_each(first, phase, &dumps);
	if (is_inside(phase))
		error = enter_namespace(netns);
	for (unsigned type = 0; type < TYPES; type++)
		for (unsigned family = 0; family <= AF_INET6; family++)
			if (error == 0 && dumps.families[type] >> family & 1)
				error = dump(RTM_NEWLINK + 4 * type, family);
	return error;
}
