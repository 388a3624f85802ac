/* SPDX-License-Identifier: 0BSD */
/* words.h: the table of words, and how they become a message */
#ifndef WORDS_H
#define WORDS_H

#include "apply/statement.h"

enum group {
	GROUP_NONE, GROUP_LINK, GROUP_VETH, GROUP_SET, GROUP_ADDRESS, GROUP_ROUTE, GROUP_NEXTHOP,
	GROUP_NEIGHBOUR, GROUP_FDB, GROUP_RULE,
	/* kinds of devices */
	GROUP_KIND, GROUP_VLAN, GROUP_MACVLAN, GROUP_IPVLAN, GROUP_BRIDGE, GROUP_VXLAN, GROUP_VRF,
	GROUP_BOND, GROUP_IPTUN, GROUP_GRE, GROUP_VTI, GROUP_GENEVE, GROUP_XFRM,
	/* names of numbers: HOW is the number, AT its second byte */
	GROUP_ROUTE_TYPE, GROUP_SCOPE, GROUP_TABLE, GROUP_PROTO, GROUP_IP_PROTO,
	GROUP_VLAN_PROTOCOL, GROUP_MACVLAN_MODE, GROUP_IPVLAN_MODE, GROUP_BOND_MODE,
	GROUP_BOND_RATE, GROUP_BOND_POLICY, GROUP_IPTUN_MODE,
};

/* What value follows the word, and how it is encoded. */
enum how {
	BYTE,			/* no value: it is the byte NAMES */
	U8, U16, BIG_U16, U32,	/* a number, or one of NAMES; BIG: in network order */
	KEY,			/* of a tunnel, both ways; NAMES: the attribute of flags, or 0 */
	FLAG,			/* no value: bit NAMES is set in 32 bits of flags */
	SWITCH, SWITCH_OFF,	/* "on" or "off": bit AT of the flags of a device; OFF: inverted */
	ADDRESS,		/* NAMES: the attribute for IPv6, if that is another one */
	PREFIX,			/* NAMES: where in the header its length goes */
	ETHERNET, NAME,
	DEVICE,			/* encoded as its index */
	DEVICE_NAME,
	NAMESPACE,		/* that of the parent or peer */
	KIND,
	LIFETIME,
	METRIC,			/* AT is its place among the two that there may be */
	PAIR,			/* NUMBER/MASK, or NUMBER-NUMBER, or one; NAMES: its size */
	LATER,			/* is that of a `set`: the parent may need a larger mtu first */
	NEXTHOP,		/* no value: the words that follow are about another gateway */
	IN_HEADER = 0x20,	/* AT is an offset in the header, not an attribute */
};

struct word {
	unsigned char group, how, at, names;
};

const struct word *word_find(unsigned group, const char *name);		/* or NULL */
/* Adds " NAME" of all words of GROUP to the next message. */
void msg_add_words(unsigned group);

/* values.c */

struct encoder {
	struct statement *statement;
	struct nl_message *message;
	unsigned char *header;		/* of the message, or of the last nexthop */
	bool check, is_pair;
	bool is_leaving;		/* a device to be deleted: its name and kind are enough */
	unsigned group;			/* of the next word */
	char *parent;			/* the device that may be in another namespace */
	struct nlattr *info, *data;	/* of a kind, while they are open */
	struct nlattr *multipath;	/* contains the nexthops, if there are any */
};

/* Adds TEXT, the value of WORD. Returns 0 or more; -EINVAL: WORD cannot have this value;
 * -ECANCELED: it is a device that could not be made, which was reported; or as device_index(). */
int encoder_put(struct encoder *encoder, const struct word *word, char *text);

/* encode.c */

/* These return 0 or -EINVAL. */
int encoder_put_lifetime(struct encoder *encoder, const struct word *word, const char *text);
int encoder_put_metric(struct encoder *encoder, const struct word *word, const char *text);
int encoder_put_pair(struct encoder *encoder, const struct word *word, char *text);
void encoder_end_nexthop(struct encoder *encoder);	/* if there is one */

/* finish.c */

int encoder_finish(struct encoder *encoder);	/* after the last word. -EINVAL, after mistake() */

#endif
