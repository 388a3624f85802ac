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

static struct table names;		/* the next line of a batch uses its memory again */
static int last;			/* the id printed last: they come in ascending order */

static void print(int id, int current)
{
	int known_as = current == NSID_ABSENT ? id : current;
	const struct table_row *entry = table_find(&names, known_as, "");

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

/* Restores the order of a heap, in which no id is smaller than the one at half its index, after the
 * id AT has changed. */
static void sift(int heap[], unsigned count, unsigned at)
{
	unsigned child;

	while ((child = 2 * at + 1) < count) {
		int id = heap[at];

		if (child + 1 < count && heap[child + 1] < heap[child])
			child++;
		if (id <= heap[child])
			return;
		heap[at] = heap[child];
		heap[child] = id;
		at = child;
	}
}

/* Prints, in ascending order, the ids of names beyond the last one printed. */
static int print_named(void)
{
	static int *heap;
	unsigned count = 0;

	if (!heap)
		heap = memory_map();
	if (!heap)
		return -ENOMEM;
	for (const struct table_row *entry = names.first; entry < names.end; entry++)
		if (entry->number > last)
			heap[count++] = entry->number;
	for (unsigned at = count / 2; at-- > 0; )
		sift(heap, count, at);
	for (; count > 0; sift(heap, count, 0)) {
		print(*heap, NSID_ABSENT);
		*heap = heap[--count];
	}
	return 0;
}

static int print_all(int target)
{
	int error = nsid_dump(target, print_reply, NULL);

	return error < 0 || target != TARGET_SELF ? error : print_named();
}

/* Prints what is known of ID. Before Linux 4.20 the kernel cannot be asked for an id, so we look
 * for it among all ids. */
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

/* Is there a namespace with the id TARGET? */
static int find_target(int target)
{
	int error = nsid_query(target, TARGET_SELF, NULL, NULL);

	return error < 0 && !nl_is_strict ? -EOPNOTSUPP : error;
}

static int list_id_main(int argc, char **argv)
{
	int values[KEYS] = { TARGET_SELF, NSID_NONE }, names_error, error = 0;
	unsigned wrong = ID;
	char number[NUM_SIZE];

	(void)argc;
	if (!read_words(argv, values))
		return usage();
	last = NSID_NONE;
	names_error = table_read_ids(&names);
	out_array(NULL);
	if (values[TARGET] != TARGET_SELF)
		error = find_target(values[TARGET]);
	if (error < 0)
		wrong = TARGET;
	else
		error = values[ID] == NSID_NONE ? print_all(values[TARGET]) :
			print_one(values[ID], values[TARGET]);
	out_array_end();
	if (error == 0)
		error = names_error;
	if (error == 0)
		return EXIT_SUCCESS;
	if (values[wrong] < 0)
		return nl_warn(error, "ids: cannot list");
	return nl_warn(error, wrong == ID ? "nsid " : "target-nsid ",
		       num_format(number, values[wrong]));
}

const struct applet netns_list_id = {
	.usage = JSON_USAGE "[target-nsid NSID] [nsid NSID]",
	.help = HELP("List the ids of namespaces\n"
		"  target-nsid  as seen from that one\n"
		"  nsid         only this one\n"),
	.opts = JSON_OPTS,
	.argmin = 0, .argmax = 4,
	.main = list_id_main,
};
