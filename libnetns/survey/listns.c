// SPDX-License-Identifier: 0BSD
/* listns.c: namespaces by the unique ids that the kernel gives them
 *
 * listns(2), Linux 6.19, lists namespaces that have a process in them, or that an open file or a
 * mount holds, wherever that is; not those that only sockets hold. Root in the initial user and PID
 * namespaces sees all of them, everybody else only their own.
 */
#include "survey/survey.h"

#include <sched.h>

enum { CALL_LISTNS = NEW_CALL_BASE + 470, FD_NSFS_ROOT = -10003, FILEID_NSFS = 0xf1 };

int listns_read(uint64_t *ids, unsigned room)
{
	static const struct {		/* struct ns_id_req */
		uint32_t size, zero;
		uint64_t after;
		uint32_t type, zero_too;
		uint64_t owner;
	} request = { .size = sizeof request, .type = CLONE_NEWNET };
	int count = SYS_NUMBERED(CALL_LISTNS, &request, ids, room, 0);

	return count < 0 ? 0 : count;
}

int netns_open_by_unique_id(uint64_t id)
{
	const struct {			/* struct file_handle with a struct nsfs_file_handle */
		uint32_t size, type;
		uint64_t id, any;
	} handle = { sizeof handle - 8, FILEID_NSFS, id, 0 };

	return SYS(open_by_handle_at, FD_NSFS_ROOT, &handle, O_CLOEXEC);
}
