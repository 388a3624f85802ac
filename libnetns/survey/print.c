// SPDX-License-Identifier: 0BSD
/* print.c: one network namespace, as list -a and map print it */
#include "survey/survey.h"

void out_netns(const struct netns *netns, bool is_brief)
{
	if (netns->is_named || !OUT_IS_JSON)
		out_string("name", "", netns->label, "");
	if (OUT_IS_JSON)
		out_number("inode", "", netns->inode, "");
	if (is_brief)
		return;
	if (netns->id != NSID_NONE)
		out_number("id", " (id: ", netns->id, ")");
	if (netns->is_named)
		return;
	out_number("processes", " (processes: ", netns->processes, "");
	if (netns->pid) {
		out_number("pid", ", pid: ", netns->pid, " ");
		out_string("comm", "", netns->comm, "");
		if (netns->processes == 0 && netns->descriptor >= 0)
			out_number("fd", ", fd: ", netns->descriptor, "");
		else if (netns->processes == 0)
			out_string("mount", ", mount: ", netns->mount, "");
	}
	out_text(")");
}
