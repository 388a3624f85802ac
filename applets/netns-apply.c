// SPDX-License-Identifier: 0BSD
/* netns-apply: make the network agree with a file
 *
 * config NETNS_APPLY
 *	bool "netns-apply: make the network agree with a file"
 *	default ALL_APPLETS
 *	help
 *	  One file says which namespaces there are, and which devices,
 *	  addresses and routes are in them; see netns.conf(5). What is
 *	  missing is made; what left the file is taken away.
 *
 * config FEATURE_APPLY_RARE
 *	bool "Statements that few files need"
 *	default y
 *	depends on NETNS_APPLY
 *	help
 *	  Rules of policy routing; routes with several gateways; vxlan,
 *	  vrf and bond; neighbours; the scope, the broadcast address,
 *	  the flags and lifetimes of addresses.
 *
 * config APPLY_FILE
 *	string "Default file of netns-apply"
 *	default "/etc/netns.conf"
 *	depends on NETNS_APPLY
 *	help
 *	  The file that netns-apply reads if it is called without one.
 */
#include "apply/apply.h"
#include "multiplexer/applet.h"

static int apply_main(int argc, char **argv)
{
	struct apply_options options = {
		.undo = flags & FLAG('d'),
		.kill = flags & FLAG('k'),
		.only_print = flags & FLAG('n'),
		.print = flags & (FLAG('n') | FLAG('v')),
	};

	return apply_file(argc > 0 ? *argv : CONFIG_APPLY_FILE, &options);
}

const struct applet netns_apply = {
	.usage = "[-d] " TEXT_IF(ENABLE_FEATURE_JSON, "[-j] ") "[-k] [-n] "
		TEXT_IF(ENABLE_FEATURE_JSON, "[-p] ") "[-v] [FILE]",
	.help = HELP("Make the network agree with FILE (default: " CONFIG_APPLY_FILE ")\n"
		"  -d  undo it\n"
		"  -k  kill processes in namespaces that go\n"
		"  -n  print what would be done\n"
		"  -v  print what is done\n"),
	.opts = "dknv" TEXT_IF(ENABLE_FEATURE_JSON, "j!p!"),
	.argmin = 0, .argmax = 1,
	.main = apply_main,
	.needs_own_process = true,
};
