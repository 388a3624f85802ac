// SPDX-License-Identifier: 0BSD
/* namespace.c: statements about a namespace as a whole, or about a device that moves into one */
#include "apply/statement.h"
#include "survey/survey.h"

#include <sched.h>

static bool is_locked;			/* the run directory; it is then the working directory */

/* -ECANCELED: it cannot be locked, which is reported. */
static int lock(const struct statement *netns)
{
	int error = is_locked ? 0 : rundir_lock(true);

	if (error < 0) {
		statement_name(netns);
		warn_not_changed(error);
		return -ECANCELED;
	}
	is_locked = true;
	return 0;
}

void go_back(void)
{
	if (SYS(fchdir, apply.directory) < 0)
		apply.status = warn("cannot go back to where we were");
}

void namespaces_done(void)
{
	if (!is_locked)
		return;
	is_locked = false;
	rundir_unlock();
	go_back();
}

int namespace_look(struct statement *netns)
{
	int fd = namespace_open(netns);

	close_fd(fd);
	return fd >= 0 || !netns->is_wanted ? 1 : fd;	/* one that leaves may have a stale file */
}

/* What was carried out in an earlier namespace of that name has to be carried out again. */
static void forget_members(struct statement *netns)
{
	for (struct statement *one = netns->members[WANTED]; one; one = one->same_netns)
		if (one != netns)
			state_forget(one);
}

int namespace_make(struct statement *netns)
{
	int error = lock(netns), fd;

	if (error < 0)
		return error;
	forget_members(netns);
	apply.entered = NULL;
	error = SYS(unshare, CLONE_NEWNET);
	fd = error < 0 ? error : netns_open_self();
	error = fd < 0 ? fd : entry_bind(fd, netns->words[1]);
	close_fd(fd);
	nl_close();
	return error;
}

bool namespace_may_go(struct statement *netns)
{
	const char *name = netns->words[1];
	int fd = namespace_open(netns), error = fd;
	unsigned inode = netns_inode(fd);

	close_fd(fd);
	if (fd >= 0 && netns->used_by) {
		warn(name, ": busy: undo what uses it first: ", netns->used_by);
		return false;
	}
	occupied_read();
	if (is_missing(fd) || (fd >= 0 && !is_occupied(inode)))
		return true;
	occupants_forget();
	if (fd >= 0)
		error = occupants_add(name, inode);
	if (error == 0)
		error = occupants_wait(apply.options.kill);
	if (error == 0 && occupants_are_gone(all_occupants))
		return true;
	if (error < 0)
		proc_warn(name, error, 0);
	else
		occupants_warn(all_occupants, !ENABLE_FEATURE_ADVICE || apply.options.kill ?
			       NULL : " (-k kills)");
	return false;
}

int namespace_undo(struct statement *netns)
{
	int error;

	for (struct statement *one = netns->members[LEAVING]; one; one = one->same_netns)
		if (one->verb->make == device_make && one->record)
			return -ECANCELED;	/* it has a device that could not leave: reported */
	enter_namespace(apply.here_netns);
	error = lock(netns);
	if (error == 0)
		error = entry_unbind(netns->words[1]);
	netns->is_gone = error == 0 || error == -ENOENT;
	return netns->is_gone ? 0 : error;
}

/* device NAME [name NEW] */
static char *new_name(struct statement *statement)
{
	return statement->words[statement->count - 1];
}

int device_check(struct statement *statement)
{
	char **words = statement->words;

	if (statement->count != 2 && (statement->count != 4 || !str_equal(words[2], "name")))
		return mistake(words[1], "nothing, or name NEWNAME, after it");
	for (unsigned i = 1; i < statement->count; i += 2)
		if (!link_name_is_valid(words[i]) || str_equal(words[i], "lo"))
			return mistake(words[i], "a device, not lo");
	device_mentioned(statement->netns, new_name(statement));
	if (apply.is_state)
		return 0;
	return device_claim(statement->netns, new_name(statement));
}

int device_look(struct statement *statement)
{
	return link_index(new_name(statement));
}

/* Moves the device NAME from the namespace FROM to TO, as NEW, which is free there. This is the
 * only place where apply moves devices. */
static int move_device(struct statement *from, char *name, struct statement *to, char *new)
{
	struct move move = { .netns = namespace_open(to), .netns_name = name };
	int error = move.netns;

	if (!str_equal(name, new))
		move.new_name = new;
	if (error >= 0)
		error = enter_namespace(from);
	if (error == 0)
		error = link_index(name);
	if (error > 0)
		error = move_or_warn(name, &move) == EXIT_SUCCESS ? 0 : -ECANCELED;
	close_fd(move.netns);
	return error;
}

int device_make(struct statement *statement)
{
	char *name = new_name(statement);

	device_is_new(statement->netns, name);
	return move_device(apply.here_netns, statement->words[1], statement->netns, name);
}

int device_undo(struct statement *statement)
{
	char *name = statement->words[1];
	int index = device_index(apply.here_netns, name);

	if (index != -ENODEV)
		return index < 0 ? index : -EEXIST;
	return move_device(statement->netns, new_name(statement), apply.here_netns, name);
}
