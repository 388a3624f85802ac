// SPDX-License-Identifier: 0BSD
/* map.c: numbers and names, in an array whose memory is mapped once */
#include "netns.h"

enum { MAP_MAX = MEMORY_SIZE / sizeof(struct map_entry) };

struct map_entry *map_find_number(const struct map *map, int number)
{
	for (struct map_entry *entry = map->first; entry < map->end; entry++)
		if (entry->number == number)
			return entry;
	return NULL;
}

NOINLINE struct map_entry *map_find_name(const struct map *map, const char *name)
{
	for (struct map_entry *entry = map->first; entry < map->end; entry++)
		if (equal(entry->name, name))
			return entry;
	return NULL;
}

int map_add(struct map *map, int number, const char *name)
{
	if (!map->first)
		map->first = map->end = memory_new();
	if (!map->first || map->end == map->first + MAP_MAX)
		return -ENOMEM;
	map->end->number = number;
	append(map->end->name, name);
	map->end++;
	return 0;
}

void map_remove(struct map *map, struct map_entry *entry)
{
	for (map->end--; entry < map->end; entry++) {
		entry->number = entry[1].number;
		append(entry->name, entry[1].name);
	}
}

static int add_id(const struct name *name, void *context)
{
	struct map *map = context;

	if (name->id == NSID_NONE || map_find_number(map, name->id))
		return 0;			/* the first of several names counts */
	return map_add(map, name->id, name->name);
}

NOINLINE int map_ids(struct map *map)
{
	map->end = map->first;
	return names_each(NAMES_IDS, add_id, map);
}
