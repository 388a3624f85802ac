// SPDX-License-Identifier: 0BSD
/* map.c: numbers and names, in records one behind the other in memory that is mapped once */
#include "netns.h"

#include <limits.h>

static size_t entry_size(const struct map_entry *entry)
{
	return sizeof *entry + entry->length + 1;
}

struct map_entry *map_next(const struct map *map, const struct map_entry *entry)
{
	char *next = entry ? (char *)entry + entry_size(entry) : map->memory;

	return next < map->memory + map->used ? (void *)next : NULL;
}

struct map_entry *map_find_number(const struct map *map, int number)
{
	struct map_entry *entry = NULL;

	while ((entry = map_next(map, entry)) && entry->number != number)
		;
	return entry;
}

struct map_entry *map_find_name(const struct map *map, const char *name)
{
	struct map_entry *entry = NULL;

	while ((entry = map_next(map, entry)) && !equal(entry->name, name))
		;
	return entry;
}

int map_add(struct map *map, int number, const char *name)
{
	struct map_entry *entry;

	if (!map->memory)
		map->memory = memory_new();
	if (!map->memory || map->used > MEMORY_SIZE - sizeof *entry - NAME_MAX - 1)
		return -ENOMEM;
	entry = (void *)(map->memory + map->used);
	entry->number = number;
	entry->length = append(entry->name, name) - entry->name;
	map->used += entry_size(entry);
	return 0;
}

void map_remove(struct map *map, struct map_entry *entry)
{
	size_t size = entry_size(entry);

	map->used -= size;
	memmove(entry, (char *)entry + size, map->memory + map->used - (char *)entry);
}

static int add_id(const struct name *name, void *context)
{
	struct map *map = context;

	if (name->id == NSID_NONE || map_find_number(map, name->id))
		return 0;			/* the first of several names counts */
	return map_add(map, name->id, name->name);
}

int map_ids(struct map *map)
{
	map->used = 0;
	return names_each(NAMES_IDS, add_id, map);
}
