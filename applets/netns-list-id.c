// SPDX-License-Identifier: 0BSD
/* netns-list-id: list the ids of network namespaces that the kernel knows
 *
 * config NETNS_LIST_ID
 *	bool "netns-list-id: list the IDs of network namespaces"
 *	default y
 *	select FEATURE_NSID
 *	help
 *	  Like 'ip netns list-id'. It can also list the IDs that another
 *	  namespace has assigned, and its list is complete where that of
 *	  the kernel is cut off.
 */
#include "netns.h"

static struct map names;		/* its memory is for the next line of a batch */
static int last;			/* the id printed last: they come in ascending order */

static void print(int id, int here)
{
	int known_as = here == NSID_ABSENT ? id : here;
	const struct map_entry *entry = map_find_number(&names, known_as);

	last = id;
	out_object();
	out_nsid(id, here, entry ? entry->name : "");
	out_object_end();
}

static void print_reply(const struct nlmsghdr *reply, unsigned index, void *context)
{
	(void)index, (void)context;
	print(nsid_read(reply), nsid_here(reply));
}

/* The smallest id of a name beyond the last one printed, or NSID_NONE. */
static int next_named(void)
{
	unsigned next = NSID_NONE;	/* the largest number there is */

	for (const struct map_entry *entry = names.first; entry < names.end; entry++)
		if (entry->number > last && (unsigned)entry->number < next)
			next = entry->number;
	return next;
}

static int print_all(int target)
{
	int error = nsid_dump(target, print_reply, NULL), id;

	if (error < 0 || target != NSID_NONE)
		return error;
	while ((id = next_named()) != NSID_NONE)
		print(id, NSID_ABSENT);
	return 0;
}

enum { TARGET, ID, KEYS };

static bool read_words(char **words, int values[KEYS])
{
	for (; *words; words += 2) {
		unsigned key = which(*words, "target-nsid\0nsid\0");

		if (key >= KEYS || values[key] != NSID_NONE || !words[1])
			return false;
		values[key] = num_any_base(words[1]);
		if (values[key] < 0)
			return false;
	}
	return true;
}

static int list_id_main(int argc, char **argv)
{
	int values[KEYS] = { NSID_NONE, NSID_NONE }, nameless, error;

	if (!read_words(argv, values))
		return usage();
	last = NSID_NONE;
	nameless = map_ids(&names);
	out_array(NULL);
	error = values[ID] == NSID_NONE ? print_all(values[TARGET]) :
		nsid_query(values[ID], values[TARGET], print_reply, NULL);
	out_array_end();
	if (error == 0)
		error = nameless;
	if (error == 0)
		return DONE;
	return argc > 0 ? warn_netlink(error, argv[0], " ", argv[1]) :	/* "nsid 5" */
		warn_netlink(error, _("ids: cannot list"));
}

USAGE("[-j] [-p] [target-nsid NSID] [nsid NSID]")
HELP("List the ids of namespaces\n"
	"  target-nsid  as seen from that one\n"
	"  nsid         only this one\n")

const struct applet netns_list_id = {
	.opts = "j!p!",
	.argmin = 0, .argmax = 4,
	.main = list_id_main,
};
