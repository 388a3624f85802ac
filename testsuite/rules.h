/* SPDX-License-Identifier: 0BSD */
/* rules.h: a test in the place of the kernel, as a list of rules: what which call returns
 *
 * The last rule for a call decides; calls without a rule are -ENOSYS, but close(2) does work. All
 * that was opened must be closed: open_files.
 */
#ifndef RULES_H
#define RULES_H

#include "calls.h"
#include "unit.h"

#include <fcntl.h>

struct rule {
	long number;
	const char *path;	/* a part of the path that is given; NULL: whatever it is */
	long result;		/* of statx(2): an inode number, or -errno */
	unsigned links;		/* for statx(2) */
	const char *text;	/* for readlinkat(2), read(2): what is there */
	unsigned calls;		/* so often it decided */
};

static struct rule rules[32];
static unsigned rule_count;
static int open_files;
static char message[1024];		/* the last one that was written */

static inline void new_rules(void)
{
	rule_count = 0;
	open_files = 0;
	*message = '\0';
}

static inline struct rule *on(long number, const char *path, long result)
{
	struct rule *rule = &rules[rule_count++];

	*rule = (struct rule){ .number = number, .path = path, .result = result };
	return rule;
}

static inline struct rule *on_text(long number, const char *path, const char *text)
{
	struct rule *rule = on(number, path, strlen(text));

	rule->text = text;
	return rule;
}

static inline struct rule *rule_for(long number, const char *path)
{
	for (unsigned i = rule_count; i-- > 0; )
		if (rules[i].number == number &&
		    (!rules[i].path || (path && strstr(path, rules[i].path))))
			return &rules[i];
	return NULL;
}

static inline bool takes_path(long number)
{
	return number == SYS_openat || number == SYS_statx || number == SYS_readlinkat ||
	       number == SYS_faccessat || number == SYS_unlinkat || number == SYS_mount;
}

static inline long answer_by_rule(long number, const long a[6])
{
	struct rule *rule = rule_for(number, takes_path(number) ? (const char *)a[1] : NULL);

	if (number == SYS_write && !rule) {
		snprintf(message, sizeof message, "%.*s", (int)a[2], (const char *)a[1]);
		return a[2];
	}
	if (number == SYS_close)
		open_files--;
	if (!rule)
		return number == SYS_close ? 0 : -ENOSYS;
	rule->calls++;
	if (number == SYS_openat && rule->result >= 0)
		open_files++;
	if (number == SYS_statx && rule->result >= 0) {
		struct statx stat = { .stx_ino = rule->result, .stx_mode = 0100444,
				      .stx_nlink = rule->links };

		memcpy((void *)a[4], &stat, sizeof stat);
		return 0;
	}
	if (rule->text)
		memcpy((void *)(number == SYS_read ? a[1] : a[2]), rule->text, rule->result);
	return rule->result;
}

#endif
