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

/* ONLY: NULL, or the only id to print, which becomes NSID_NONE when it is found. */
static void print_reply(const struct nlmsghdr *reply, unsigned index, void *only)
{
	int id = nsid_attr(reply), *wanted = only;

	(void)index;
	if (wanted && id != *wanted)
		return;
	if (wanted)
		*wanted = NSID_NONE;
	print(id, nsid_attr_current(reply));
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

/* The answer for ID. Before Linux 4.20 the kernel leads from a namespace to its id, not back: then we
 * look for it among all ids. */
static int print_one(int id, int target)
{
	int left = id;
	int error = nsid_query(id, target, print_reply, NULL);

	if (error != -EINVAL || nl_is_strict)
		return error;
	error = nsid_dump(target, print_reply, &left);
	return error == 0 && left == id ? -ENOENT : error;
}

enum { TARGET, ID, KEYS };

struct query {
	const char *words[KEYS];	/* as they were written; NULL: not given */
	int ids[KEYS];
};

static bool read_words(char **words, struct query *query)
{
	for (; *words; words += 2) {
		unsigned key = str_index(*words, "target-nsid\0nsid\0");

		if (key >= KEYS || query->words[key] || !words[1])
			return false;
		query->words[key] = words[1];
		query->ids[key] = num_parse_any_base(words[1]);
		if (query->ids[key] < 0)
			return false;
	}
	return true;
}

/* *WRONG: which of the ids an error is about. */
static int print_ids(const struct query *query, unsigned *wrong)
{
	int error = 0;

	if (query->words[TARGET])		/* is there such a namespace? */
		error = nsid_query(query->ids[TARGET], TARGET_SELF, NULL, NULL);
	if (error < 0)
		return nl_is_strict ? error : -EOPNOTSUPP;
	*wrong = ID;
	return query->words[ID] ? print_one(query->ids[ID], query->ids[TARGET]) :
		print_all(query->ids[TARGET]);
}

static int list_id_main(int argc, char **argv)
{
	struct query query = { .ids[TARGET] = TARGET_SELF };
	unsigned wrong = TARGET;
	int names_error, error;

	(void)argc;
	if (!read_words(argv, &query))
		return usage();
	last = NSID_NONE;
	names_error = table_read_ids(&names);
	out_array(NULL);
	error = print_ids(&query, &wrong);
	out_array_end();
	if (error == 0)
		error = names_error;
	if (error == 0)
		return EXIT_SUCCESS;
	return query.words[wrong] ?
		nl_warn(error, wrong == ID ? "nsid " : "target-nsid ", query.words[wrong]) :
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
