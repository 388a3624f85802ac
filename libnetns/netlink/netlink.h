/* SPDX-License-Identifier: 0BSD */
/* netlink.h: ids of network namespaces, and network devices; rtnetlink(7), nl80211 */
#ifndef NETLINK_H
#define NETLINK_H

#include "output/output.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

/* netlink.c: one socket, one receive loop */

/* Gets each message that answers the request INDEX, counted from 0. */
typedef void nl_handler(const struct nlmsghdr *reply, unsigned index, void *context);

/* Sends COUNT requests in one datagram, gives them sequence numbers, and waits until the kernel has
 * answered all of them: one without NLM_F_ACK by one message, a dump by several. Returns the
 * kernel's first error; -EINTR if a dump was inconsistent and should be repeated. */
int nl_request(void *requests, unsigned count, nl_handler *handler, void *context);
/* The same by another protocol than NETLINK_ROUTE. */
int nl_request_to(int protocol, void *requests, unsigned count, nl_handler *handler, void *context);
/* The next request gets a new socket, in the network namespace that we are in by then. */
void nl_close(void);
extern bool nl_is_in_doubt;	/* a request was sent and not answered, since this was cleared */
extern char nl_error_text[128];	/* the kernel's own words for the last error, or "" (Linux 4.12) */
/* warn_errno() with those words, if there are any. */
#define nl_warn(error, ...) NL_WARN_WORDS(error, __VA_ARGS__, NULL, NULL, )
#define NL_WARN_WORDS(error, one, two, three, ...) nl_warn_words(one, two, three, error)
int nl_warn_words(const char *one, const char *two, const char *three, int error);
extern bool nl_is_strict;		/* dumps honour all attributes (Linux 4.20) */

/* A socket of its own for PROTOCOL that joins the multicast GROUPS: bit 0 for group 1. */
int nl_open(int protocol, unsigned groups);
/* Waits for a datagram of such a socket. -ENOBUFS: events were lost. */
int nl_events(int fd, nl_handler *handler);

/* The attribute of TYPE among those that begin OFFSET bytes into MESSAGE, or NULL. */
const struct nlattr *nl_attr(const struct nlmsghdr *message, unsigned offset, unsigned type);
/* The same among those between OFFSET and END. */
const struct nlattr *nl_find(const struct nlmsghdr *message, unsigned offset, unsigned end,
			     unsigned type);
/* Its value, 32 bits; FALLBACK if it is missing or too short. */
int nl_attr_int(const struct nlmsghdr *message, unsigned offset, unsigned type, int fallback);

struct nl_message {
	struct nlmsghdr header;
	char rest[4080];
};
/* Appends an attribute; there must be room for it. One without a value may be a nest, which
 * contains those that are added until nl_close_nest(). */
struct nlattr *nl_add(struct nl_message *message, unsigned type, const void *value, unsigned size);
struct nlattr *nl_add_text(struct nl_message *message, unsigned type, const char *text);
void nl_close_nest(struct nl_message *message, struct nlattr *attr);

/* message.c: requests to make an object (RTM_NEW…): links, addresses, routes, neighbours, rules */

void nl_begin(struct nl_message *message, unsigned type);	/* RTM_NEW… */
/* The attribute TYPE of such a message, or of a part of a dump; NULL if it is missing. */
const struct nlattr *nl_attr_of(const struct nlmsghdr *message, unsigned type);
/* Is what WANT asks for what HAVE, a part of a dump, shows? */
bool nl_matches(const struct nlmsghdr *want, const struct nlmsghdr *have);
/* Is HAVE the same device, by its name, or the same address of a device, whatever else differs? */
bool nl_is_same(const struct nlmsghdr *want, const struct nlmsghdr *have);
/* An entry of the forwarding database of a device, for which there may be others with the same
 * Ethernet address: that of a group, or all zero. */
bool nl_is_one_of_many(const struct nlmsghdr *message);
/* Messages that match, or are about the same, have the same hash. */
unsigned nl_hash(const struct nlmsghdr *message);
/* Dumps the objects of FAMILY that TYPE, RTM_NEW…, would make. Returns what nl_request() does. */
int nl_dump(unsigned type, unsigned family, nl_handler *handler, void *context);

/* nsid.c: ids of network namespaces, as seen from ours. RTM_GETNSID, RTM_NEWNSID: Linux 4.0 */

enum {
	NSID_NONE = -1,		/* NETNSA_NSID_NOT_ASSIGNED */
	NSID_ABSENT = -2,	/* the message does not say */
	NSID_BATCH = 128,	/* so many answers fit into a default receive buffer */
};
enum { TARGET_SELF = -1 };	/* in place of a target's id: our own namespace */

int nsid_get(int netns, int *id);		/* *ID is NSID_NONE if it has none */
/* The same for at most NSID_BATCH namespaces. One whose descriptor is negative has no id. */
int nsid_get_many(const int netns[], int ids[], unsigned count);
int nsid_set(int netns, int id);		/* NSID_NONE: the kernel chooses */
/* What the kernel knows of ID in the namespace that has the id TARGET here (Linux 4.20). */
int nsid_query(int id, int target, nl_handler *handler, void *context);
/* All ids there, ascending. HANDLER must make no request of its own. */
int nsid_dump(int target, nl_handler *handler, void *context);
/* The id in an answer, or in a message of the group RTNLGRP_NSID. */
int nsid_attr(const struct nlmsghdr *message);
/* Our id for the same namespace, in an answer about another's ids; else NSID_ABSENT. */
int nsid_attr_current(const struct nlmsghdr *message);
/* Prints an id as iproute2 does, with ours for it; NAME is "" if it has none. */
void out_nsid(int id, int current, const char *name);

/* link.c: network devices of the namespace that we are in; netdevice(7) */

bool link_name_is_valid(const char *device);	/* could a device have this name? */
int link_set_up(const char *device);	/* clears its other flags: lo has none */
int link_index(const char *device);	/* > 0; an alternative name will do, too. -ENODEV */
int link_name(int index, char name[16]);	/* 0, or -ENODEV */
int link_rename(const char *device, const char *name);	/* one that is down; SIOCSIFNAME */
/* Moves the device INDEX to NETNS and renames it to NAME, unless that is NULL. RTM_SETLINK */
int link_move(int index, int netns, const char *name);

/* A list of strings, and the room after its END, SIZE zero bytes. */
struct name_list {
	char *end;
	unsigned size;
};
/* Adds the names of the device INDEX, alternative ones too. -ENOBUFS: no room. RTM_GETLINK */
int link_add_names(int index, struct name_list *names);

/* wireless.c: nl80211. -ENOENT: this kernel does not have it */

struct wireless_device {
	int index, phy;
};
enum { WIRELESS_DEVICES_MAX = 64 };
struct wireless_list {
	unsigned count;
	struct wireless_device devices[WIRELESS_DEVICES_MAX];
};
int wireless_list(struct wireless_list *list);	/* -ENOBUFS: there may be more of them */
int phy_by_name(const char *name);	/* its number; -ENODEV: it is not in this namespace */
/* Moves PHY, with all its devices, to NETNS. Before Linux 7.0 it returns 0 although nothing has
 * moved if an alternative name of one of the devices is taken there. -EOPNOTSUPP: the driver cannot
 * do it. NL80211_ATTR_NETNS_FD: Linux 4.0 */
int phy_move(int phy, int netns);

/* veth.c: veth(4) */

struct veth_end {
	const char *name;
	int index, mtu;			/* 0: the kernel chooses */
	bool is_up, has_address;
	unsigned char address[6];	/* Ethernet address */
};
/* Makes a veth pair: HERE, and PEER in NETNS. If it fails there is neither. */
int link_add_veth(const struct veth_end *here, const struct veth_end *peer, int netns);

#endif
