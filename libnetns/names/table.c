// SPDX-License-Identifier: 0BSD
/* table.c: rows of a number and a name, one after the other, found by a hash of one of the two
 *
 * The memory is mapped once: first the buckets, each a list of rows, then the rows.
 */
#include "names/names.h"

enum { BUCKETS = 1 << 14, TABLE_SIZE = 64 << 20 };	/* for 240,000 rows */

static struct table_row **bucket(const struct table *table, int number, const char *name)
{
	unsigned hash = number;

	if (table->is_by_name)
		for (hash = 0; *name; name++)
			hash = hash * 31 + *name;
	return &table->buckets[hash % BUCKETS];
}

static void link_row(struct table *table, struct table_row *row)
{
	struct table_row **first = bucket(table, row->number, row->name);

	row->next = *first;
	*first = row;
}

static void unlink_row(struct table *table, struct table_row *row)
{
	struct table_row **link = bucket(table, row->number, row->name);

	while (*link != row)
		link = &(*link)->next;
	*link = row->next;
}

static bool has_key(const struct table *table, const struct table_row *row, int number,
		    const char *name)
{
	return table->is_by_name ? str_equal(row->name, name) : row->number == number;
}

struct table_row *table_find(const struct table *table, int number, const char *name)
{
	struct table_row *row = table->first ? *bucket(table, number, name) : NULL;

	while (row && !has_key(table, row, number, name))
		row = row->next;
	return row;
}

int table_add(struct table *table, int number, const char *name)
{
	struct table_row *row;

	if (!table->first) {
		table->buckets = memory_map_size(TABLE_SIZE);
		if (!table->buckets)
			return -ENOMEM;
		table->first = table->end = (void *)&table->buckets[BUCKETS];
	}
	row = table->end;
	if (str_len(name) >= sizeof row->name)
		return -ENAMETOOLONG;
	if ((char *)(row + 1) > (char *)table->buckets + TABLE_SIZE)
		return -ENOMEM;
	row->number = number;
	str_append(row->name, name);
	link_row(table, row);
	table->end++;
	return 0;
}

void table_remove(struct table *table, struct table_row *row)
{
	struct table_row *last = --table->end;

	unlink_row(table, row);
	if (row == last)
		return;
	unlink_row(table, last);
	*row = *last;
	link_row(table, row);
}

void table_clear(struct table *table)
{
	table->end = table->first;
	if (table->first)
		memset(table->buckets, 0, BUCKETS * sizeof *table->buckets);
}

static int add_id(const struct entry *entry, void *context)
{
	struct table *table = context;

	if (entry->id == NSID_NONE || table_find(table, entry->id, entry->name))
		return 0;			/* the first of several names counts */
	return table_add(table, entry->id, entry->name);
}

int table_read_ids(struct table *table)
{
	table_clear(table);
	return entries_each(ENTRIES_IDS, add_id, table);
}
