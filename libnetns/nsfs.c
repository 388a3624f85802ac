// SPDX-License-Identifier: 0BSD
/* nsfs.c: namespaces by the unique ids that the kernel gives them
 *
 * listns(2), Linux 6.19, knows those that a process is in and those that an open file or a mount
 * holds, wherever that is; not those that only sockets hold. It tells who is root, in the first
 * user and the first process namespace, of all of them, and anybody else of his own one.
 */
#include "netns.h"

#include <sched.h>

enum { CALL_LISTNS = NEW_CALL_BASE + 470, FD_NSFS_ROOT = -10003, FILEID_NSFS = 0xf1 };

int unique_ids(uint64_t *ids, unsigned room)
{
	static const struct {		/* struct ns_id_req */
		uint32_t size, zero;
		uint64_t behind;
		uint32_t type, zero_too;
		uint64_t owner;
	} request = { .size = sizeof request, .type = CLONE_NEWNET };
	int count = SYS_NUMBERED(CALL_LISTNS, &request, ids, room, 0);

	return count < 0 ? 0 : count;
}

int netns_open_unique(uint64_t id)
{
	const struct {			/* struct file_handle with a struct nsfs_file_handle */
		uint32_t size, type;
		uint64_t id, any;
	} handle = { sizeof handle - 8, FILEID_NSFS, id, 0 };

	return SYS(open_by_handle_at, FD_NSFS_ROOT, &handle, O_CLOEXEC);
}
