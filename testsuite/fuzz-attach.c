// SPDX-License-Identifier: 0BSD
/* fuzz-attach.c: the files of /proc about a thread, as attach reads them
 *
 * The input is the texts of stat, status and maps up to a NUL each. What is read lies in memory
 * that AddressSanitizer watches over.
 */
#include "../libnetns/attach/memory.c"
#include "../libnetns/attach/thread.c"
#include "calls.h"
#include "fuzz.h"

enum { DESCRIPTOR = 1000, TID = 7, TEXT_SIZE = 1 << 12 };

static char stat_text[TEXT_SIZE], status_text[TEXT_SIZE], maps_text[TEXT_SIZE];
static const char *rest;		/* of the file that is read */

static long answer(long number, const long a[6])
{
	const char *path = (const char *)a[1];
	size_t size;

	switch (number) {
	case SYS_statx:
		((struct statx *)a[4])->stx_ino = 4026531840u;
		return 0;
	case SYS_openat:
		rest = strstr(path, "status") ? status_text : stat_text;
		return DESCRIPTOR;
	case SYS_read:
		size = strlen(rest);
		memcpy((char *)a[1], rest, size);
		rest += size;
		return size;
	case SYS_getpid:
		return TID + 1;
	case SYS_close:
		return 0;
	}
	return -ENOSYS;
}

static void look_at_thread(void)
{
	size_t size = strlen(stat_text) > strlen(status_text) ? strlen(stat_text) :
		strlen(status_text);
	struct process process = { .old_netns = -1, .tracee.memory.text = malloc(size + 1) };
	enum thread_state state = thread_look(&process, TID);

	MUST(state != THREAD_THERE);
	MUST((state == THREAD_REFUSED) == (process.problem != NULL));
	/* only one that has this capability is touched */
	MUST(state < THREAD_TRACED || strstr(status_text, "CapEff:\t"));
	free(process.tracee.memory.text);
}

static void look_at_maps(void)
{
	char *text = strdup(maps_text);
	struct mapping mapping;

	if (find_mapping(text, "[vdso]", &mapping) == 0) {
		MUST(mapping.start < mapping.end);
		MUST(strstr(maps_text, " [vdso]"));
	}
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	begin_input(data, size);
	take_string(stat_text, TEXT_SIZE);
	take_string(status_text, TEXT_SIZE);
	take_string(maps_text, TEXT_SIZE);
	look_at_thread();
	look_at_maps();
	return 0;
}
