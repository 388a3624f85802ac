// SPDX-License-Identifier: 0BSD
/* table.c: rows of a number and a name, in an array whose memory is mapped once */
#include "names/names.h"

enum { ROWS_MAX = MEMORY_SIZE / sizeof(struct table_row) };

struct table_row *table_find_number(const struct table *table, int number)
{
	for (struct table_row *row = table->first; row < table->end; row++)
		if (row->number == number)
			return row;
	return NULL;
}

struct table_row *table_find_name(const struct table *table, const char *name)
{
	for (struct table_row *row = table->first; row < table->end; row++)
		if (str_equal(row->name, name))
			return row;
	return NULL;
}

int table_add(struct table *table, int number, const char *name)
{
	if (!table->first)
		table->first = table->end = memory_map();
	if (!table->first || table->end == table->first + ROWS_MAX)
		return -ENOMEM;
	table->end->number = number;
	str_append(table->end->name, name);
	table->end++;
	return 0;
}

void table_remove(struct table *table, struct table_row *row)
{
	for (table->end--; row < table->end; row++) {
		row->number = row[1].number;
		str_append(row->name, row[1].name);
	}
}

static int add_id(const struct entry *entry, void *context)
{
	struct table *table = context;

	if (entry->id == NSID_NONE || table_find_number(table, entry->id))
		return 0;			/* the first of several names counts */
	return table_add(table, entry->id, entry->name);
}

int table_read_ids(struct table *table)
{
	table->end = table->first;
	return entries_each(ENTRIES_IDS, add_id, table);
}
