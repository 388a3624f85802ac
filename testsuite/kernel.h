/* SPDX-License-Identifier: 0BSD */
/* kernel.h: a test in the place of the kernel's netlink
 *
 * The socket functions below stand in for those of libc: a datagram that a test has put together is
 * what the next receive gets. In it a sequence number is that of the first request of the last send
 * plus so many, as the number of a request is not known before it is sent.
 */
#ifndef KERNEL_H
#define KERNEL_H

#include "calls.h"
#include "unit.h"

#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <sys/socket.h>

/* The kernel: what it sends */

enum { DATAGRAMS = 12, HEADERS = 8 };
enum { NOTHING_MORE = ETIME };		/* a receive that nothing would ever end */

struct datagram {
	char bytes[4096] __attribute__((aligned(8)));
	size_t size;
	size_t headers[HEADERS];	/* where sequence numbers are to be made real */
	unsigned header_count;
	unsigned port;
	int error;			/* instead of a datagram: errno */
	bool too_long;			/* for any buffer */
};

static struct datagram queue[DATAGRAMS];
static unsigned queued, received, sent, sockets;
static unsigned first_number;
static struct nlmsghdr last_request[8];	/* and what follows it */
static int options_set;
static int send_error;
static int last_protocol;		/* of the last netlink socket */

/* Leaves the datagrams where testsuite/fuzz wants them, after what fuzz-nl.c is to do. */
static inline void leave_seed(void)
{
	static unsigned seeds;
	char path[4096];
	int fd;

	if (queued == 0 || !getenv("SEEDS") || seeds == 500)
		return;
	snprintf(path, sizeof path, "%s/%u", getenv("SEEDS"), seeds++);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	dprintf(fd, "%c", 1 + seeds % 250);
	for (unsigned i = 0; i < queued; i++) {
		dprintf(fd, "%c%c", (int)(queue[i].size & 0xff), (int)(queue[i].size >> 8));
		CHECK(write(fd, queue[i].bytes, queue[i].size) == (ssize_t)queue[i].size, path);
	}
	close(fd);
}

static inline void new_case(void)
{
	leave_seed();
	memset(queue, 0, sizeof queue);
	queued = received = sent = 0;
	send_error = 0;
}

static inline struct datagram *datagram(void)
{
	return &queue[queued++];
}

/* The message last begun ends at the end of the datagram. */
static inline struct nlmsghdr *last_message(struct datagram *datagram)
{
	return (void *)(datagram->bytes + datagram->headers[datagram->header_count - 1]);
}

static inline void put_bytes(struct datagram *datagram, const void *bytes, size_t size)
{
	memcpy(datagram->bytes + datagram->size, bytes, size);
	datagram->size += size;
	if (datagram->header_count)
		last_message(datagram)->nlmsg_len =
			datagram->size - datagram->headers[datagram->header_count - 1];
}

static inline void put_int(struct datagram *datagram, int value)
{
	put_bytes(datagram, &value, sizeof value);
}

static inline struct nlmsghdr *put_message(struct datagram *datagram, int index, unsigned type,
					   unsigned flag)
{
	struct nlmsghdr header = { .nlmsg_type = type, .nlmsg_flags = flag, .nlmsg_seq = index };

	datagram->size = NLMSG_ALIGN(datagram->size);
	datagram->headers[datagram->header_count++] = datagram->size;
	put_bytes(datagram, &header, sizeof header);
	return last_message(datagram);
}

static inline void put_attr(struct datagram *datagram, unsigned type, const void *value,
			    size_t size)
{
	struct nlattr attr = { .nla_len = NLA_HDRLEN + size, .nla_type = type };

	put_bytes(datagram, &attr, sizeof attr);
	put_bytes(datagram, value, size);
	put_bytes(datagram, "\0\0\0", NLA_ALIGN(size) - size);
}

/* NLMSG_ERROR with the header only of what was asked */
static inline struct nlmsgerr *put_error(struct datagram *datagram, int index, int error,
					 unsigned flag)
{
	struct nlmsghdr asked = { .nlmsg_len = NLMSG_HDRLEN };

	put_message(datagram, index, NLMSG_ERROR, flag);
	put_int(datagram, error);
	put_bytes(datagram, &asked, sizeof asked);
	return NLMSG_DATA(last_message(datagram));
}

static inline void put_done(struct datagram *datagram, int index, int error)
{
	put_message(datagram, index, NLMSG_DONE, NLM_F_MULTI);
	put_int(datagram, error);
}

/* The kernel: its system calls */

static inline int open_socket(int domain, int type, int protocol)
{
	if (domain == AF_NETLINK)
		last_protocol = protocol;
	sockets += domain == AF_NETLINK && type & SOCK_CLOEXEC && protocol == NETLINK_ROUTE;
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

static inline int set_option(int fd, int level, int option, const int *value, socklen_t size)
{
	if (fd >= 0 && level == SOL_NETLINK && size == sizeof *value && *value == 1)
		options_set |= 1 << option;
	return -ENOPROTOOPT;	/* as a kernel says that is older than the option */
}

static inline int take_request(const void *data, size_t size)
{
	struct nlmsghdr header;

	if (send_error)
		return -send_error;
	memcpy(&header, data, sizeof header);
	memcpy(last_request, data, size < sizeof last_request ? size : sizeof last_request);
	first_number = header.nlmsg_seq;
	sent++;
	return size;
}

static inline void number_messages(struct datagram *datagram)
{
	for (unsigned i = 0; i < datagram->header_count; i++) {
		struct nlmsghdr *message = (void *)(datagram->bytes + datagram->headers[i]);

		message->nlmsg_seq += first_number;
	}
}

/* Fills BUFFER; where a datagram is longer than what a test made, with messages of others. */
static inline size_t fill(char *buffer, size_t size, const struct datagram *datagram)
{
	struct nlmsghdr filler = { .nlmsg_len = sizeof filler, .nlmsg_seq = first_number - 1 };
	size_t used = size < datagram->size ? size : datagram->size;

	memcpy(buffer, datagram->bytes, used);
	if (!datagram->too_long)
		return used;
	for (; used + sizeof filler <= size; used += sizeof filler)
		memcpy(buffer + used, &filler, sizeof filler);
	return size;
}

static inline socklen_t tell_sender(void *address, socklen_t size, unsigned port)
{
	struct sockaddr_nl sender = { .nl_family = AF_NETLINK, .nl_pid = port };

	if (address)
		memcpy(address, &sender, size < sizeof sender ? size : sizeof sender);
	return sizeof sender;
}

static inline int give_answer(void *buffer, size_t size, int flag, void *from, socklen_t *length_)
{
	struct datagram *next = received < queued ? &queue[received++] : NULL;
	size_t filled;

	if (!next || next->error)
		return next ? -next->error : -NOTHING_MORE;
	number_messages(next);
	filled = fill(buffer, size, next);
	if (from)
		*length_ = tell_sender(from, *length_, next->port);
	return next->too_long && flag & MSG_TRUNC ? filled + 1 : filled;
}

static bool has_memory;

static inline long give_memory(size_t size)
{
	static char memory[65536] __attribute__((aligned(4096)));

	return has_memory && size <= sizeof memory ? (long)memory : -ENOMEM;
}

static inline long netlink_answer(long number, const long a[6])
{
	switch (number) {
	case SYS_socket:
		return open_socket(a[0], a[1], a[2]);
	case SYS_setsockopt:
		return set_option(a[0], a[1], a[2], (void *)a[3], a[4]);
	case SYS_sendto:
		return take_request((void *)a[1], a[2]);
	case SYS_recvfrom:
		return give_answer((void *)a[1], a[2], a[3], (void *)a[4], (void *)a[5]);
	case SYS_close:
		return close(a[0]);
	case SYS_MEMORY:
		return give_memory(a[1]);
	}
	return -ENOSYS;
}

#endif
