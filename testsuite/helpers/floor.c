// SPDX-License-Identifier: 0BSD
/* What the kernel alone takes, for bench:
 *
 * floor unshare N: N bare unshare(2) of a network namespace
 * floor names N: the same, and each gets a name in this directory: three calls more at least
 * floor ids FILE...: the id of each namespace, asked for as cheaply as we know
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/net_namespace.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 128, RECEIVE_SIZE = 1 << 20 };	/* so many answers fit into a receive buffer */

static struct {
	struct nlmsghdr header;
	struct rtgenmsg generic;
	char padding[3];
	struct nlattr attr;
	int fd;
} requests[BATCH];

static void ask(int socket, char **files, int count)
{
	static char answers[RECEIVE_SIZE];
	int answered = 0;

	for (int i = 0; i < count; i++) {
		requests[i].header.nlmsg_len = sizeof requests[i];
		requests[i].header.nlmsg_type = RTM_GETNSID;
		requests[i].header.nlmsg_flags = NLM_F_REQUEST;
		requests[i].attr.nla_len = sizeof requests[i].attr + sizeof requests[i].fd;
		requests[i].attr.nla_type = NETNSA_FD;
		requests[i].fd = open(files[i], O_RDONLY | O_CLOEXEC);
		if (requests[i].fd < 0)
			err(1, "%s", files[i]);
	}
	if (send(socket, requests, count * sizeof *requests, 0) < 0)
		err(1, "send");
	while (answered < count) {
		ssize_t size = recv(socket, answers, sizeof answers, 0);

		if (size < 0)
			err(1, "recv");
		for (struct nlmsghdr *answer = (void *)answers; NLMSG_OK(answer, size);
		     answer = NLMSG_NEXT(answer, size))
			answered++;
	}
	for (int i = 0; i < count; i++)
		close(requests[i].fd);
}

static void name_ours(int number)
{
	char name[16];
	int file;

	snprintf(name, sizeof name, "n%d", number);
	file = open(name, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
	if (file < 0 || mount("/proc/self/ns/net", name, NULL, MS_BIND, NULL) < 0)
		err(1, "%s", name);
	close(file);
}

int main(int argc, char **argv)
{
	bool named = argc == 3 && strcmp(argv[1], "names") == 0;

	if (named || (argc == 3 && strcmp(argv[1], "unshare") == 0)) {
		for (int i = atoi(argv[2]); i > 0; i--) {
			if (unshare(CLONE_NEWNET) < 0)
				err(1, "unshare");
			if (named)
				name_ours(i);
		}
	} else if (argc > 2 && strcmp(argv[1], "ids") == 0) {
		int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);

		for (int i = 2; i < argc; i += BATCH)
			ask(fd, argv + i, argc - i < BATCH ? argc - i : BATCH);
	} else {
		errx(2, "usage: floor unshare N | floor names N | floor ids FILE...");
	}
	return 0;
}
