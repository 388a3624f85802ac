// SPDX-License-Identifier: 0BSD
/* state.c: all that a run may have changed in its world, in words that are alike in each world */
#define _GNU_SOURCE
#include "faults.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <linux/net_namespace.h>
#include <linux/nsfs.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char *lines[512];
static unsigned count;

static struct {
	ino_t inode;
	char label[64];
} known[64];
static unsigned known_count;

static void line(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void line(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	if (count == sizeof lines / sizeof *lines ||
	    vasprintf(&lines[count++], format, arguments) < 0)
		abort();
	va_end(arguments);
}

static const char *label_of(ino_t inode, const char *label)
{
	for (unsigned i = 0; i < known_count; i++)
		if (known[i].inode == inode)
			return known[i].label;
	if (!label || known_count == sizeof known / sizeof *known)
		return "new";
	known[known_count].inode = inode;
	snprintf(known[known_count].label, sizeof known->label, "%s", label);
	return known[known_count++].label;
}

/* The id that our namespace has for the namespace FD; -1: none */
static int id_of(int fd)
{
	struct {
		struct nlmsghdr header;
		struct rtgenmsg message;
		struct nlattr attr __attribute__((aligned(4)));
		int value;
	} ask = {
		.header = { .nlmsg_len = sizeof ask, .nlmsg_type = RTM_GETNSID,
			    .nlmsg_flags = NLM_F_REQUEST },
		.attr = { .nla_len = sizeof ask.attr + sizeof ask.value, .nla_type = NETNSA_FD },
		.value = fd,
	}, reply = { .value = -1 };
	int socket_fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (send(socket_fd, &ask, sizeof ask, 0) < 0 ||
	    recv(socket_fd, &reply, sizeof reply, 0) < 0)
		reply.value = -2;
	close(socket_fd);
	return reply.value;
}

/* Adds to TEXT the addresses in the present namespace that somebody gave to a device. */
static void add_addresses(char *text, size_t size)
{
	char number[INET6_ADDRSTRLEN];
	struct ifaddrs *all, *one;

	if (getifaddrs(&all) < 0)
		return;
	for (one = all; one; one = one->ifa_next) {
		const struct sockaddr_in *ipv4 = (void *)one->ifa_addr;
		const struct sockaddr_in6 *ipv6 = (void *)one->ifa_addr;

		if (!ipv4 || (ipv4->sin_family != AF_INET && ipv4->sin_family != AF_INET6) ||
		    (one->ifa_flags & IFF_LOOPBACK) ||
		    (ipv4->sin_family == AF_INET6 && IN6_IS_ADDR_LINKLOCAL(&ipv6->sin6_addr)))
			continue;
		inet_ntop(ipv4->sin_family, ipv4->sin_family == AF_INET ?
			  (const void *)&ipv4->sin_addr : &ipv6->sin6_addr, number, sizeof number);
		snprintf(text + strlen(text), size - strlen(text), " %s %s", one->ifa_name, number);
	}
	freeifaddrs(all);
}

static int by_device(const void *one, const void *other)
{
	return strcmp(((const struct if_nameindex *)one)->if_name,
		      ((const struct if_nameindex *)other)->if_name);
}

/* The devices in the namespace FD, which of them are up, and their addresses; for the present one
 * -1. */
static const char *devices_of(int fd)
{
	static char text[2048];
	int own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), socket_fd;
	struct if_nameindex *devices, *device;
	size_t device_count = 0;
	struct ifreq request;

	*text = '\0';
	if (fd >= 0 && setns(fd, CLONE_NEWNET) < 0)
		return "none";
	socket_fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	devices = if_nameindex();
	while (devices && devices[device_count].if_name)
		device_count++;
	if (devices)
		qsort(devices, device_count, sizeof *devices, by_device);
	for (device = devices; device && device->if_name; device++) {
		snprintf(request.ifr_name, sizeof request.ifr_name, "%s", device->if_name);
		if (ioctl(socket_fd, SIOCGIFFLAGS, &request) < 0)
			request.ifr_flags = 0;
		snprintf(text + strlen(text), sizeof text - strlen(text), " %s %s", device->if_name,
			 request.ifr_flags & IFF_UP ? "up" : "down");
	}
	if (devices)
		if_freenameindex(devices);
	add_addresses(text, sizeof text);
	close(socket_fd);
	setns(own, CLONE_NEWNET);
	close(own);
	return text;
}

static void describe_entry(const char *name, const char *path, bool first)
{
	struct stat status, target;
	int fd;

	if (lstat(path, &status) < 0)
		return;
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &target) < 0 || ioctl(fd, NS_GET_NSTYPE) != CLONE_NEWNET)
		line("entry %s mode %o size %ld", name, status.st_mode, (long)status.st_size);
	else
		line("entry %s%s namespace %s id %d:%s", name,
		     S_ISLNK(status.st_mode) ? " link" : "",
		     label_of(target.st_ino, first ? name : NULL), id_of(fd), devices_of(fd));
	close(fd);
}

static int by_name(const void *one, const void *other)
{
	return strcmp(*(char **)one, *(char **)other);
}

static void describe_entries(bool first)
{
	struct dirent **entries;
	char path[512];
	int found = scandir(getenv("RUN"), &entries, NULL, alphasort);

	if (found >= 0)
		line("run directory");
	for (int i = 0; i < found; i++) {
		snprintf(path, sizeof path, "%s/%s", getenv("RUN"), entries[i]->d_name);
		if (*entries[i]->d_name != '.' || strlen(entries[i]->d_name) > 2)
			describe_entry(entries[i]->d_name, path, first);
		free(entries[i]);
	}
	if (found >= 0)
		free(entries);
}

/* A file that netns-apply wrote: each statement with its part, whatever their order is. */
static void describe_statements(const char *name, FILE *file)
{
	char text[512], part[512] = "";

	while (file && fgets(text, sizeof text, file)) {
		char *was_there = strstr(text, " was there");

		if (was_there)
			*was_there = '\0';
		for (char *end = strchr(text, '\0');
		     end > text && isspace((unsigned char)end[-1]); end--)
			end[-1] = '\0';
		if (*text != '\t' && *text != '#')
			strcpy(part, text);
		else if (*text == '\t')
			line("%s: %s:%s", name, strncmp(text, "\tnamespace", 10) ? part : "", text);
		if (strncmp(text, "\tnamespace", 10) == 0)
			strcpy(part, text + 1);
	}
}

/* What netns-apply remembers, beside the run directory. */
static void describe_memory(void)
{
	struct dirent **entries;
	char path[600];
	int found;

	snprintf(path, sizeof path, "%s/../netns-apply", getenv("RUN"));
	found = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < found; i++) {
		FILE *file;

		snprintf(path, sizeof path, "%s/../netns-apply/%s", getenv("RUN"),
			 entries[i]->d_name);
		file = *entries[i]->d_name == '.' ? NULL : fopen(path, "re");
		describe_statements(entries[i]->d_name, file);
		if (file)
			fclose(file);
		free(entries[i]);
	}
	if (found >= 0)
		free(entries);
}

static void describe_mounts(void)
{
	FILE *file = fopen("/proc/self/mountinfo", "re");
	char text[1024], point[512], *type;

	while (file && fgets(text, sizeof text, file)) {
		type = strstr(text, " - ");
		if (!type || sscanf(text, "%*s %*s %*s %*s %511s", point) != 1)
			continue;
		line("mount %s %s%.*s", point, strstr(text, " shared:") ? "shared " : "",
		     (int)strcspn(type + 3, " "), type + 3);
	}
	if (file)
		fclose(file);
}

static void describe_process(const char *pid, bool first)
{
	char path[300], comm[32] = "", label[64];
	struct stat status;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%s/comm", pid);
	file = fopen(path, "re");
	if (!file || !fgets(comm, sizeof comm, file))
		*comm = '\0';
	if (file)
		fclose(file);
	comm[strcspn(comm, "\n")] = '\0';
	snprintf(path, sizeof path, "/proc/%s/ns/net", pid);
	snprintf(label, sizeof label, "of process %s", comm);
	if (stat(path, &status) == 0)
		line("process %s in %s", comm, label_of(status.st_ino, first ? label : NULL));
}

static void describe_processes(bool first)
{
	DIR *proc = opendir("/proc");
	struct dirent *entry;

	while (proc && (entry = readdir(proc)))
		if (isdigit((unsigned char)*entry->d_name))
			describe_process(entry->d_name, first);
	if (proc)
		closedir(proc);
}

void describe(char *text, bool first)
{
	struct stat status;
	char *end = text;

	count = 0;
	if (first && stat("/proc/self/ns/net", &status) == 0)
		label_of(status.st_ino, "here");
	line("here:%s", devices_of(-1));
	describe_entries(first);
	describe_memory();
	describe_mounts();
	describe_processes(first);
	qsort(lines, count, sizeof *lines, by_name);
	for (unsigned i = 0; i < count; i++) {
		if (end + strlen(lines[i]) + 2 < text + TEXT)
			end += sprintf(end, "%s\n", lines[i]);
		free(lines[i]);
	}
}
