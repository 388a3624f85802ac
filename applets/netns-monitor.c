// SPDX-License-Identifier: 0BSD
/* netns-monitor: print what happens to names and ids, as it happens
 *
 * config NETNS_MONITOR
 *	bool "netns-monitor: watch names and IDs"
 *	default ALL_APPLETS
 *	select FEATURE_NSID
 *	help
 *	  Like 'ip netns monitor' and 'ip monitor nsid' together. A name is
 *	  reported when its namespace is ready for use, and a message says
 *	  when events have been lost.
 *
 * config FEATURE_MONITOR_TIMESTAMP
 *	bool "-t and -ts: print the time of each event"
 *	default y
 *	depends on NETNS_MONITOR
 */
#include "multiplexer/applet.h"
#include "names/names.h"

#include <linux/rtnetlink.h>
#include <signal.h>

static void begin_event(void)
{
	bool is_short = OUT_IS_JSON || flags & FLAG('s');
	char time[TIMESTAMP_SIZE];

	out_object();
	if (!ENABLE_FEATURE_MONITOR_TIMESTAMP || !(flags & (FLAG('t') | FLAG('s'))))
		return;
	timestamp(time, is_short);
	out_string_member(is_short ? OUT_FRAME("timestamp", "[", "] ") :
			  OUT_FRAME("", "Timestamp: ", "\n"), time);
}

static void report_name(const char *name, bool appeared)
{
	begin_event();
	out_string("event", "", appeared ? "add" : "delete", " ");
	out_string("name", "", name, "");
	out_record_end();
}

static struct table tables[2], *ids = &tables[0];	/* known ids; name "": none */

enum { END = WATCH_FDS, IDS, FDS };
static struct pollfd fds[FDS] = {
	{ .fd = -1 }, { .fd = -1 }, { .fd = -1, .events = POLLIN }, { .fd = -1, .events = POLLIN },
};

static void report_id(const struct table_row *row, bool appeared)
{
	begin_event();
	if (!appeared)
		out_true("deleted", "Deleted ");
	out_nsid(row->number, NSID_ABSENT, row->name);
	out_record_end();
}

static void record_id(const struct nlmsghdr *reply, unsigned index, void *table)
{
	int id = nsid_attr(reply);

	(void)index;
	if (!table_find(table, id, ""))
		watch_record_error(table_add(table, id, ""));
}

/* All ids there are, with their names. */
static int read_ids(struct table *table)
{
	int error = table_read_ids(table);

	return error < 0 ? error : nsid_dump(NSID_NONE, record_id, table);
}

static int copy_name(const struct entry *entry, void *context)
{
	struct table_row *row = context;

	if (entry->id != row->number)
		return 0;
	str_append(row->name, entry->name);
	return 1;
}

static void handle_event(const struct nlmsghdr *message, unsigned index, void *context)
{
	int id = nsid_attr(message), error;
	struct table_row *row = table_find(ids, id, "");

	(void)index, (void)context;
	if (row && message->nlmsg_type == RTM_DELNSID) {
		report_id(row, false);
		table_remove(ids, row);
	}
	/* an id that is known was read after events had been lost, and has been reported */
	if (!row && message->nlmsg_type == RTM_NEWNSID) {
		error = table_add(ids, id, "");
		if (error >= 0) {
			row = ids->end - 1;
			error = entries_each(ENTRIES_IDS, copy_name, row);
		}
		if (error >= 0)
			report_id(row, true);
		else
			watch_error = error;
	}
}

/* Reports the ids that are in one table but not in the other. */
static void report_missing(const struct table *from, const struct table *in, bool appeared)
{
	for (struct table_row *row = from->first; row < from->end; row++)
		if (!table_find(in, row->number, ""))
			report_id(row, appeared);
}

static int warn_lost(void)
{
	return warn("events were lost: what follows comes from looking again");
}

static int handle_ids(void)
{
	static struct table *spare = &tables[1];
	struct table *now = spare;
	int error = nl_events(fds[IDS].fd, handle_event);

	if (error != -ENOBUFS)
		return error;
	warn_lost();
	error = read_ids(now);
	report_missing(ids, now, false);
	report_missing(now, ids, true);
	spare = ids;
	ids = now;
	return error;
}

/* A descriptor that becomes readable on SIGINT or SIGTERM: signalfd(2). libc's handling of
 * signals would cost 1 KB. */
static int end_signals(void)
{
	const unsigned long set[_NSIG / 8 / sizeof(long)] = { 1ul << (SIGINT - 1) |
							      1ul << (SIGTERM - 1) };

	SYS(rt_sigprocmask, SIG_BLOCK, set, NULL, sizeof set);
	return SYS(signalfd4, -1, set, sizeof set, O_CLOEXEC);
}

/* Prints each event before it waits for the next, until told to end or something fails. */
static int follow(void)
{
	int error = fds[END].fd = end_signals();

	if (error >= 0)
		error = watch_error;
	while (error == 0) {
		do
			error = poll_fds(fds, ARRAY_SIZE(fds), WITHOUT_LIMIT);
		while (error == -EINTR);
		if (error < 0 || fds[END].revents)
			return error;
		error = 0;
		if (watch_handle(fds))
			warn_lost();
		if (fds[IDS].revents)
			error = handle_ids();
		if (error == 0)
			error = out_flush();
		if (error == 0)
			error = watch_error;
	}
	return error;
}

static int monitor_main(int argc, char **argv)
{
	enum { ALL, ONLY_NAMES, ONLY_IDS };
	unsigned what = argc > 0 ? str_index(*argv, "all\0name\0id\0") : ALL;
	int error = 0;

	if (what > ONLY_IDS)
		return usage();
	if (what != ONLY_NAMES) {
		error = fds[IDS].fd = nl_open(NETLINK_ROUTE, 1u << (RTNLGRP_NSID - 1));
		if (error >= 0)
			error = read_ids(ids);
		if (error < 0)
			return nl_warn(error, "cannot watch ids");
	}
	if (what != ONLY_IDS)
		error = watch_open(report_name, fds);
	if (error >= 0)
		error = follow();
	return error < 0 ? warn_errno(error, run_dir(), ": cannot watch", proc_missing()) :
		EXIT_SUCCESS;
}

const struct applet netns_monitor = {
	.usage = JSON_USAGE "[-t] [-ts] [all|name|id]",
	.help = HELP("Watch names and ids come and go\n"
		"  -t  with the time (UTC); -ts shorter\n"),
	.opts = JSON_OPTS TEXT_IF(ENABLE_FEATURE_MONITOR_TIMESTAMP, "t!s!"),
	.argmin = 0, .argmax = 1,
	.needs_own_process = true,
	.main = monitor_main,
};
