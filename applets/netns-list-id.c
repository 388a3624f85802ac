// SPDX-License-Identifier: 0BSD
/* netns-list-id: list the ids of network namespaces that the kernel knows
 *
 * config NETNS_LIST_ID
 *	bool "netns-list-id: list the IDs of network namespaces"
 *	default ALL_APPLETS
 *	select FEATURE_NSID
 *	help
 *	  Like 'ip netns list-id'. It can also list the IDs that another
 *	  namespace has assigned, and its list is complete where that of
 *	  the kernel is cut off.
 */
#include "multiplexer/applet.h"
#include "names/names.h"

static struct table names;		/* its memory is for the next line of a batch */
static int last;			/* the id printed last: they come in ascending order */

static void print(int id, int current)
{
	int known_as = current == NSID_ABSENT ? id : current;
	const struct table_row *entry = table_find_number(&names, known_as);

	last = id;
	out_object();
	out_nsid(id, current, entry ? entry->name : "");
	out_record_end();
}

static void print_reply(const struct nlmsghdr *reply, unsigned index, void *context)
{
	(void)index, (void)context;
	print(nsid_attr(reply), nsid_attr_current(reply));
}

/* The smallest id of a name beyond the last one printed, or NSID_NONE. */
static int next_named(void)
{
	unsigned next = NSID_NONE;	/* the largest number there is */

	for (const struct table_row *entry = names.first; entry < names.end; entry++)
		if (entry->number > last && (unsigned)entry->number < next)
			next = entry->number;
	return next;
}

static int print_all(int target)
{
	int error = nsid_dump(target, print_reply, NULL), id;

	if (error < 0 || target != TARGET_SELF)
		return error;
	while ((id = next_named()) != NSID_NONE)
		print(id, NSID_ABSENT);
	return 0;
}

enum { TARGET, ID, KEYS };

static bool read_words(char **words, int values[KEYS])
{
	for (; *words; words += 2) {
		unsigned key = str_index(*words, "target-nsid\0nsid\0");

		if (key >= KEYS || values[key] >= 0 || !words[1])
			return false;
		values[key] = num_parse_any_base(words[1]);
		if (values[key] < 0)
			return false;
	}
	return true;
}

static int list_id_main(int argc, char **argv)
{
	int values[KEYS] = { TARGET_SELF, NSID_NONE }, names_error, error;

	if (!read_words(argv, values))
		return usage();
	last = NSID_NONE;
	names_error = table_read_ids(&names);
	out_array(NULL);
	error = values[ID] == NSID_NONE ? print_all(values[TARGET]) :
		nsid_query(values[ID], values[TARGET], print_reply, NULL);
	out_array_end();
	if (error == 0)
		error = names_error;
	if (error == 0)
		return EXIT_SUCCESS;
	return argc > 0 ? nl_warn(error, argv[0], " ", argv[1]) :	/* "nsid 5" */
		nl_warn(error, "ids: cannot list");
}

const struct applet netns_list_id = {
	.usage = "[-j] [-p] [target-nsid NSID] [nsid NSID]",
	.help = HELP("List the ids of namespaces\n"
		"  target-nsid  as seen from that one\n"
		"  nsid         only this one\n"),
	.opts = "j!p!",
	.argmin = 0, .argmax = 4,
	.main = list_id_main,
};
