// SPDX-License-Identifier: 0BSD
/* netns-monitor: print what happens to names and ids, as it happens
 *
 * config NETNS_MONITOR
 *	bool "netns-monitor: watch names and IDs"
 *	default y
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
#include "netns.h"

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

static void tell_name(const char *name, bool added)
{
	begin_event();
	out_string("event", "", added ? "add" : "delete", " ");
	out_string("name", "", name, "");
	out_object_end();
}

static struct map maps[2], *ids = &maps[0];	/* those known, each with a name, "" for none */

enum { END = WATCH_FDS, IDS };

static void tell_id(const struct map_entry *entry, bool added)
{
	begin_event();
	if (!added)
		out_true("deleted", "Deleted ");
	out_nsid(entry->number, NSID_ABSENT, entry->name);
	out_object_end();
}

static void note_id(const struct nlmsghdr *reply, unsigned index, void *map)
{
	int id = nsid_read(reply);

	(void)index;
	if (!map_find_number(map, id))
		watch_note(map_add(map, id, ""));
}

/* All ids there are, with their names. */
static int read_ids(struct map *map)
{
	int error = map_ids(map);

	return error < 0 ? error : nsid_dump(NSID_NONE, note_id, map);
}

static int take_name(const struct name *name, void *context)
{
	struct map_entry *entry = context;

	if (name->id != entry->number)
		return 0;
	append(entry->name, name->name);
	return 1;
}

static void take_event(const struct nlmsghdr *message, unsigned index, void *context)
{
	int id = nsid_read(message), error;
	struct map_entry *entry = map_find_number(ids, id);

	(void)index, (void)context;
	if (entry) {
		if (message->nlmsg_type == RTM_DELNSID)
			tell_id(entry, false);
		map_remove(ids, entry);
	}
	if (message->nlmsg_type == RTM_NEWNSID) {
		error = map_add(ids, id, "");
		if (error >= 0) {
			entry = ids->end - 1;
			error = names_each(NAMES_IDS, take_name, entry);
		}
		if (error >= 0)
			tell_id(entry, true);
		else
			watch_error = error;
	}
}

/* Tells of the ids that are in one map but not in the other. */
static void tell_missing(const struct map *from, const struct map *in, bool added)
{
	for (struct map_entry *entry = from->first; entry < from->end; entry++)
		if (!map_find_number(in, entry->number))
			tell_id(entry, added);
}

static int say_lost(void)
{
	return warn(_("events were lost: what follows comes from looking again"));
}

static int handle_ids(void)
{
	static struct map *spare = &maps[1];
	struct map *now = spare;
	int error = nl_events(watch_fds[IDS].fd, take_event);

	if (error != -ENOBUFS)
		return error;
	say_lost();
	error = read_ids(now);
	tell_missing(ids, now, false);
	tell_missing(now, ids, true);
	spare = ids;
	ids = now;
	return error;
}

/* A descriptor that can be read when SIGINT or SIGTERM has come; signalfd(2), without libc's
 * handling of signals, which is 1 KB. */
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
	int error = watch_fds[END].fd = end_signals();

	if (error >= 0)
		error = watch_error;
	while (error == 0) {
		do
			error = SYS(ppoll, watch_fds, ARRAY_SIZE(watch_fds), NULL, NULL);
		while (error == -EINTR);
		if (error < 0 || watch_fds[END].revents)
			return error;
		error = 0;
		if (watch_fds[WATCH_MOUNTS].revents)
			watch_mounts();
		if (watch_fds[WATCH_NAMES].revents && watch_events())
			say_lost();
		if (watch_fds[IDS].revents)
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
	unsigned what = argc > 0 ? which(*argv, "all\0name\0id\0") : ALL;
	int error = 0;

	if (what > ONLY_IDS)
		return usage();
	if (what != ONLY_NAMES) {
		error = watch_fds[IDS].fd = nl_open(1u << (RTNLGRP_NSID - 1));
		if (error >= 0)
			error = read_ids(ids);
		if (error < 0)
			return warn_netlink(error, _("cannot watch ids"));
	}
	if (what != ONLY_IDS)
		error = watch_open(tell_name);
	if (error >= 0)
		error = follow();
	return error < 0 ? warn_errno(error, run_dir(), _(": cannot watch"), proc_missing()) :
		DONE;
}

USAGE("[-j] [-p] [-t] [-ts] [all|name|id]")
HELP("Watch names and ids come and go\n"
	"  -t  with the time (UTC); -ts shorter\n")

const struct applet netns_monitor = {
	.opts = "j!p!" TEXT_IF(ENABLE_FEATURE_MONITOR_TIMESTAMP, "t!s!"),
	.argmin = 0, .argmax = 1,
	.takes_process = true,
	.main = monitor_main,
};
