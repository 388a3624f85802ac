// SPDX-License-Identifier: 0BSD
/* census.c: all network namespaces, those with a name and those that are in use without one
 *
 * Theory of operation. First come the entries of the run directory, then /proc is walked: a thread
 * is in a namespace, and its mount namespace may hold others by a mount, as the names of container
 * engines are, or those of a run directory that is not ours. These are looked at once for each
 * mount namespace, as the first process that is in it sees them.
 *
 * A namespace that is found is opened at once: who vanishes later takes nothing away, and who
 * vanishes earlier is not counted.
 *
 * In the end those are left that nothing in /proc leads to, as open files hold them, or mounts that
 * no process sees: nsfs.c. Their ids are read before the walk, not to take one that was made
 * meanwhile for one without processes.
 */
#include "netns.h"

#include <stdint.h>
#include <sys/resource.h>

struct netns *all_netns, *all_netns_end;
struct device *all_links, *all_links_end;	/* in the same memory, behind the text */

static char *text;			/* names and mount points, and behind them room to read */
static struct map seen;			/* mount namespaces that were looked at */
static int failure;			/* something could not be looked at, though it is there */

static void note_failure(int error)
{
	if (error < 0 && error != -ESTALE && error != -ENOTDIR && !is_gone(error))
		failure = error;
}

static struct netns *find_netns(unsigned inode)
{
	for (struct netns *netns = all_netns; netns < all_netns_end; netns++)
		if (netns->inode == inode)
			return netns;
	return NULL;
}

/* LABEL and what belongs to it end at END. Each takes as much of the text, too: that is at its end
 * before the others are. What there is no room for is put behind the last, and does not count. */
static struct netns *add_netns(unsigned inode, int fd, char *label, char *end)
{
	struct netns *netns = all_netns_end;

	if (end < text)			/* lines that were read are shorter */
		end = text;
	end += sizeof *netns;
	if (end < (char *)all_links) {
		text = end;
		all_netns_end++;
	} else {
		failure = -ENOMEM;
	}
	*netns = (struct netns){ .inode = inode, .fd = fd, .id = NSID_NONE, .label = label };
	if (ENABLE_FEATURE_NSID)
		note_failure(netns_id(fd, &netns->id));
	return netns;
}

static int note_name(const struct name *name, void *context)
{
	unsigned inode = netns_inode(name->fd);
	char *end;

	(void)context;
	note_failure(name->fd);
	if (name->fd < 0 || find_netns(inode))
		return 0;
	if (inode == 0)
		return -EIO;
	end = append(text, name->name) + 1;
	add_netns(inode, SYS(fcntl, name->fd, F_DUPFD_CLOEXEC, 0), text, end)->is_named = true;
	return 0;
}

static void note_process(struct netns *netns, struct task *task)
{
	netns->pid = task->pid;
	note_failure(task_comm(task, netns->comm));
}

/* mountinfo writes blanks and backslashes as \ooo: proc(5). */
static void unescape(char *path)
{
	for (char *to = path; (*to = *path); to++, path++)
		if (*path == '\\' && length(path) > 3) {
			*to = path[1] * 64 + path[2] * 8 + path[3] - '0' * 0111;
			path += 3;
		}
}

/* LINE is: ID PARENT MAJOR:MINOR net:[INODE] POINT … It stays where it is. */
static void note_mount(char *line, struct task *task)
{
	struct netns *netns;
	unsigned inode;
	char *label = line, *point;
	int root, fd;

	for (int field = 0; field < 4; field++)
		label = cut(&line, ' ');
	inode = netns_number(label);
	if (inode == 0 || !*line || find_netns(inode))
		return;
	point = cut(&line, ' ');
	unescape(point);
	root = task_open(task, "/root", O_PATH);
	fd = name_open(root, point + 1);
	close_fd(root);
	note_failure(root);
	note_failure(fd);
	if (netns_inode(fd) != inode) {		/* something else lies over it */
		close_fd(fd);
		fd = -ESTALE;
	}
	netns = add_netns(inode, fd, label, line);
	netns->mount = point;
	note_process(netns, task);
}

static void note_mounts(struct task *task)
{
	int mounts = inode_of(AT_FDCWD, task_path(task, "/ns/mnt"));
	char *lines;
	int error;

	if (mounts == 0 || map_find_number(&seen, mounts))
		return;
	map_add(&seen, mounts, "");		/* who is not in it is looked at again */
	lines = text;
	error = file_read(AT_FDCWD, task_path(task, "/mountinfo"), lines,
			  (char *)all_links - lines);
	note_failure(error);
	while (error >= 0 && *lines)
		note_mount(cut(&lines, '\n'), task);
}

static struct netns *add_unnamed(unsigned inode, int fd)
{
	char *end = append(append_number(append(text, "net:["), inode), "]") + 1;

	return add_netns(inode, fd, text, end);
}

static struct netns *add_of_task(struct task *task)
{
	int fd = task_open(task, "/ns/net", O_RDONLY);

	note_failure(fd);
	return is_gone(fd) ? NULL : add_unnamed(task->netns, fd);
}

static int note_task(struct task *task, void *hidden)
{
	struct netns *netns = find_netns(task->netns);

	if (task->netns == 0)
		note_hidden(hidden, task);
	else if (!netns)
		netns = add_of_task(task);
	if (netns && netns->counted != task->pid) {
		netns->counted = task->pid;
		if (netns->processes++ == 0)
			note_process(netns, task);
	}
	note_mounts(task);
	return 0;
}

static void add_of_id(uint64_t id)
{
	int fd = netns_open_unique(id);
	unsigned inode = netns_inode(fd);

	note_failure(fd);
	if (inode == 0 || find_netns(inode))
		close_fd(fd);
	else
		add_unnamed(inode, fd);
}

/* As many open files as a kernel allows by default: who may not have them has few namespaces. */
static const uint64_t files[] = { 1 << 20, 1 << 20 };

static int read_all(struct hidden *hidden)
{
	uint64_t *id, *end;
	int error;

	SYS(prlimit64, 0, RLIMIT_NOFILE, files, NULL);
	seen.end = seen.first;		/* in a batch it may not be the first time */
	failure = 0;
	if (!all_netns)
		all_netns = memory_new();	/* for 50,000 */
	all_netns_end = all_netns;
	if (!all_netns)
		return -ENOMEM;
	id = (void *)((char *)all_netns + MEMORY_SIZE / 8 * 3);
	all_links = all_links_end = (void *)((char *)all_netns + MEMORY_SIZE / 4 * 3);
	end = id + unique_ids(id, 1 << 17);	/* more than there is room for in the end */
	text = (char *)end;
	error = names_each(NAMES_OPEN, note_name, NULL);
	if (error >= 0)
		error = proc_each(note_task, hidden);
	while (error >= 0 && id < end)
		add_of_id(*id++);
	return error;
}

int census_take(void)
{
	struct hidden hidden = { .count = 0 };
	int error = read_all(&hidden);

	if (error >= 0 && failure && hidden.count == 0)
		return warn_run_dir(failure, _(": there may be more"));
	return proc_warn(run_dir(), error, hidden.count);
}

void census_close(void)
{
	for (struct netns *netns = all_netns; netns < all_netns_end; netns++)
		close_fd(netns->fd);
	all_netns_end = all_netns;
}

void out_netns(const struct netns *netns)
{
	if (netns->is_named || !OUT_IS_JSON)
		out_string("name", "", netns->label, "");
	else
		out_number("inode", "", netns->inode, "");
	if (flags & FLAG('q'))
		return;
	if (netns->id != NSID_NONE)
		out_number("id", " (id: ", netns->id, ")");
	if (netns->is_named)
		return;
	out_number("processes", " (processes: ", netns->processes, "");
	if (netns->pid) {
		out_number("pid", ", pid: ", netns->pid, " ");
		out_string("comm", "", netns->comm, "");
		if (netns->processes == 0)
			out_string("mount", ", mount: ", netns->mount, "");
	}
	out_text(")");
}
