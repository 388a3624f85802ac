// SPDX-License-Identifier: 0BSD
/* netns-list: list the named network namespaces
 *
 * config NETNS_LIST
 *	bool "netns-list: list the named network namespaces"
 *	default ALL_APPLETS
 *	help
 *	  Like 'ip netns list'.
 *
 * config FEATURE_LIST_DEVICE
 *	bool "dev DEVICE: list only namespaces that contain this device"
 *	default y
 *	depends on NETNS_LIST
 *
 * config FEATURE_LIST_ALL
 *	bool "-a: list unnamed namespaces too"
 *	default y
 *	depends on NETNS_LIST
 *	help
 *	  Find the namespaces that have processes in them, or that are
 *	  mounted where a process can see them. 1.9 KB, of which 1.6 KB are
 *	  shared with netns-map.
 *
 * config FEATURE_OPEN_FILES
 *	bool "Find namespaces that only an open file keeps"
 *	default ALL_APPLETS
 *	depends on FEATURE_LIST_ALL || NETNS_MAP
 *	help
 *	  Before Linux 6.19, which lists them, look at the open files of
 *	  all processes, too. 0.2 KB.
 */
#include "multiplexer/applet.h"
#include "survey/survey.h"

#include <sched.h>

#define ALL (ENABLE_FEATURE_LIST_ALL && flags & FLAG('a'))

struct wanted {
	const char *device;	/* which they have to contain, or NULL */
	char **names, **end;	/* a name becomes NULL when it is found; no names: all */
	int status;
};

static bool is_listed(const struct wanted *wanted, const char *name)
{
	bool found = wanted->names == wanted->end;

	for (char **listed = wanted->names; listed < wanted->end; listed++)
		if (*listed && str_equal(*listed, name)) {
			*listed = NULL;
			found = true;
		}
	return found;
}

/* Enters the namespace, and stays there. The netlink socket stays where it was made, so that ids
 * are still those of the caller's namespace. */
static bool contains(int fd, const char *name, struct wanted *wanted)
{
	int error;

	if (!ENABLE_FEATURE_LIST_DEVICE || !wanted->device)
		return true;
	if (fd < 0)
		return false;
	error = SYS(setns, fd, CLONE_NEWNET);	/* enter_netns() would close it */
	if (error == 0)
		error = link_index(wanted->device);
	if (error >= 0)
		return true;
	if (error != -ENODEV)
		wanted->status = warn_errno(error, name, ": cannot look for ", wanted->device);
	return false;
}

static int print_entry(const struct entry *entry, void *context)
{
	struct wanted *wanted = context;

	if (!is_listed(wanted, entry->name) || !contains(entry->fd, entry->name, wanted))
		return 0;
	out_object();
	out_string("name", "", entry->name, "");
	if (entry->fd == -ESTALE)
		out_true("stale", " (stale)");
	else if (ENABLE_FEATURE_NSID && entry->id != NSID_NONE)
		out_number("id", " (id: ", entry->id, ")");
	out_record_end();
	return 0;
}

static void print_unnamed(struct wanted *wanted)
{
	for (struct netns *netns = all_netns; netns < all_netns_end; netns++)
		if (!netns->is_named && contains(netns->fd, netns->label, wanted)) {
			out_object();
			out_netns(netns, flags & FLAG('q'));
			out_record_end();
		}
}

/* The grammar of iproute2, which takes no names, ignores all other words. */
static void read_words(struct wanted *wanted, char **words, int count)
{
	wanted->end = words + count;
	for (; ENABLE_FEATURE_LIST_DEVICE && words[0] && words[1]; words++) {
		if (str_equal(*words, "dev")) {
			wanted->device = words[1];
			words += 2;
			break;
		}
		if (!ip_grammar)
			break;
	}
	wanted->names = ip_grammar ? wanted->end : words;
}

static int list_main(int argc, char **argv)
{
	struct wanted wanted = { .device = NULL, .status = EXIT_SUCCESS };
	unsigned what = flags & FLAG('q') ? 0 : ENTRIES_IDS | ENTRIES_STALE;
	int error;

	read_words(&wanted, argv, argc);
	if (ENABLE_FEATURE_LIST_DEVICE && wanted.device) {
		if (!link_name_is_valid(wanted.device))
			return warn_invalid_name(wanted.device);
		what |= ENTRIES_OPEN;
	}
	if (ALL)
		wanted.status = survey_read();
	out_array(NULL);
	error = entries_each(what, print_entry, &wanted);
	if (ALL) {
		if (wanted.names == wanted.end)
			print_unnamed(&wanted);
		survey_close();
	}
	out_array_end();
	if (error < 0)
		wanted.status = ENABLE_FEATURE_NSID ?
			nl_warn(error, run_dir(), ": cannot list all there is") :
			warn_errno(error, run_dir());
	for (; wanted.names < wanted.end; wanted.names++)
		if (*wanted.names)
			wanted.status = warn_no_netns(*wanted.names);
	return wanted.status;
}

const struct applet netns_list = {
	.usage = TEXT_IF(ENABLE_FEATURE_LIST_ALL, "[-a] ")
		JSON_USAGE "[-q] " TEXT_IF(ENABLE_FEATURE_LIST_DEVICE, "[dev DEVICE] ") "[NAME...]",
	.help = HELP("List the named namespaces, with ids\n"
		TEXT_IF(ENABLE_FEATURE_LIST_DEVICE,
		"  dev DEVICE  only those that contain it\n")
		TEXT_IF(ENABLE_FEATURE_LIST_ALL,
		"  -a  unnamed ones, too\n")
		"  -q  names only\n"
		"  NAME  only these (netns-list alone)\n"),
	.opts = TEXT_IF(ENABLE_FEATURE_LIST_ALL, "a") JSON_OPTS "q",
	.argmin = 0, .argmax = ANY_NUMBER,
	.main = list_main,
};
