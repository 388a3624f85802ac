// SPDX-License-Identifier: 0BSD
/* fuzz-nl.c: netlink, with whatever a kernel or somebody else may send
 *
 * The input is what to do, in one byte, and datagrams, each after its length in two bytes, as
 * unit-netlink.c writes those that it tests with. In them a sequence number is relative to that of
 * the first request, as the number of a request is not known before.
 */
#include "survey/survey.h"
#include "enter/enter.h"
#include "calls.h"
#include "fuzz.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sanitizer/asan_interface.h>
#include <sys/mman.h>
#include <sys/socket.h>

static unsigned first_number;
static char *unused;			/* after the last datagram, in the receive buffer */
static size_t unused_size;

static void number_messages(char *buffer, size_t size)
{
	struct nlmsghdr header;

	for (size_t at = 0; at + sizeof header <= size; at += NLMSG_ALIGN(header.nlmsg_len)) {
		memcpy(&header, buffer + at, sizeof header);
		header.nlmsg_seq += first_number;
		memcpy(buffer + at, &header, sizeof header);
		if (header.nlmsg_len < sizeof header || header.nlmsg_len > size)
			return;
	}
}

static void allow_all(void)
{
	if (unused)
		ASAN_UNPOISON_MEMORY_REGION(unused, unused_size);
	unused = NULL;
}

/* What follows the datagram must not be read. */
static long give_datagram(char *buffer, size_t size, struct sockaddr_nl *sender)
{
	size_t wanted = take_byte();
	size_t filled;

	allow_all();
	wanted |= take_byte() << 8;
	if (input_left == 0)
		return -ETIME;
	filled = take_bytes(buffer, wanted < size ? wanted : size);
	number_messages(buffer, filled);
	*sender = (struct sockaddr_nl){ .nl_family = AF_NETLINK, .nl_pid = wanted == 0x1234 };
	unused = buffer + filled;
	unused_size = size - filled;
	ASAN_POISON_MEMORY_REGION(unused, unused_size);
	return wanted > size ? wanted : filled;
}

static long take_request(const void *data, size_t size)
{
	struct nlmsghdr header;

	MUST(size >= sizeof header);
	memcpy(&header, data, sizeof header);
	MUST(header.nlmsg_len >= sizeof header && header.nlmsg_len <= size);
	first_number = header.nlmsg_seq;
	return size;
}

static long answer(long number, const long a[6])
{
	switch (number) {
	case SYS_socket:
	case SYS_close:
	case SYS_setsockopt:
	case SYS_bind:
		return 0;
	case SYS_sendto:
		return take_request((void *)a[1], a[2]);
	case SYS_recvfrom:
		return give_datagram((void *)a[1], a[2], (void *)a[4]);
	case SYS_mmap:
		return (long)mmap((void *)a[0], a[1], a[2], a[3], a[4], a[5]);
	}
	return -ENOSYS;
}

static void look_at(const struct nlmsghdr *message, unsigned index, void *context)
{
	const struct nlattr *attr;

	MUST(!context || index < *(unsigned *)context);
	for (unsigned type = 0; type < 8; type++) {
		attr = nl_attr(message, NLMSG_SPACE(sizeof(struct rtgenmsg)), type);
		MUST(!attr || attr->nla_len >= NLA_HDRLEN);
		nl_attr_int(message, NLMSG_LENGTH(sizeof(struct ifinfomsg)), type, -1);
	}
	nsid_attr(message);
	nsid_attr_current(message);
}

static void request(unsigned count)
{
	struct {
		struct nlmsghdr header;
		struct rtgenmsg general;
	} requests[4] = { { .general.rtgen_family = AF_UNSPEC } };

	for (unsigned i = 0; i < count; i++)
		requests[i].header = (struct nlmsghdr){
			.nlmsg_len = NLMSG_LENGTH(sizeof(struct rtgenmsg)),
			.nlmsg_type = RTM_GETNSID,
			.nlmsg_flags = NLM_F_REQUEST,
		};
	MUST(nl_request(requests, count, look_at, &count) <= 0);
	MUST(strnlen(nl_error_text, 128) < 128);
}

static void ids_of_names(void)
{
	static int netns[NSID_BATCH], ids[NSID_BATCH];

	for (unsigned i = 0; i < NSID_BATCH; i++)
		netns[i] = i;
	MUST(nsid_get_many(netns, ids, NSID_BATCH) <= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned what;

	begin_input(data, size);
	what = take_byte();
	if (what < 200)
		request(1 + what % 4);
	else if (what < 215)
		nl_events(0, look_at);
	else if (what < 230)
		ids_of_names();
	else if (what < 240)
		nsid_query(what, NSID_NONE, look_at, NULL);
	else
		nsid_dump(what % 2 ? NSID_NONE : 5, look_at, NULL);
	allow_all();
	return 0;
}
