// SPDX-License-Identifier: 0BSD
/* verbs.c: the table of statements */
#include "apply/words.h"

const struct verb verbs[] = {
	{ "namespace", PHASE_NAMESPACE, 0, 2, 0, false, false, NULL, namespace_look, namespace_make,
	  namespace_undo },
	{ .name = "here" },
	{ "device", PHASE_LINK, 0, 2, 0, false, true, device_check, device_look, device_make,
	  device_undo },
	{ "veth", PHASE_LINK, GROUP_VETH, 2, RTM_NEWLINK, false, false, link_check, NULL, veth_make,
	  veth_undo },
	{ "link", PHASE_LINK, GROUP_LINK, 2, RTM_NEWLINK, false, false, link_check, NULL, link_make,
	  message_undo },
	{ "set", PHASE_SET, GROUP_SET, 3, RTM_NEWLINK, true, false, set_check, NULL, set_make,
	  set_undo },
	{ "address", PHASE_ADDRESS, GROUP_ADDRESS, 0, RTM_NEWADDR, false, false, message_check,
	  NULL, address_make, address_undo },
	{ "route", PHASE_ROUTE, GROUP_ROUTE, 0, RTM_NEWROUTE, false, false, route_check, NULL,
	  message_make, message_undo },
	TEXT_IF(ENABLE_FEATURE_APPLY_RARE,
	{ "neighbour", PHASE_ROUTE, GROUP_NEIGHBOUR, 0, RTM_NEWNEIGH, false, false,
	  neighbour_check, NULL, message_make, message_undo },
	{ "fdb", PHASE_ROUTE, GROUP_FDB, 0, RTM_NEWNEIGH, false, false, message_check,
	  NULL, message_make, message_undo },
	{ "rule", PHASE_RULE, GROUP_RULE, 0, RTM_NEWRULE, false, false, message_check, NULL,
	  message_make, message_undo },)
	{ "sysctl", PHASE_SYSCTL, 0, 2, 0, true, false, sysctl_check, sysctl_look, sysctl_make,
	  sysctl_undo },
	{ "nameserver", PHASE_RESOLVER, 0, 0, 0, true, true, resolver_check, resolver_look,
	  resolver_make, resolver_undo },
	{ "search", PHASE_RESOLVER, 0, 0, 0, true, true, resolver_check, resolver_look,
	  resolver_make, resolver_undo },
	{ "run", PHASE_RUN, 0, 0, 0, false, false, run_check, run_look, run_make, run_undo },
	{ .name = "" },
};

const struct verb *verb_named(const char *name)
{
	for (const struct verb *verb = verbs; *verb->name; verb++)
		if (verb->check && str_equal(verb->name, name))
			return verb;
	return NULL;
}
