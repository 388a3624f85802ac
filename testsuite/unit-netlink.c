// SPDX-License-Identifier: 0BSD
/* unit-netlink.c: netlink, with what a kernel says or should not say, or what others say instead
 *
 * The socket functions below stand in for those of libc: a datagram that a test has put together is
 * what the next receive gets. In it a sequence number is that of the first request of the last send
 * plus so many, as the number of a request is not known before it is sent.
 */
#include "survey/survey.h"
#include "enter/enter.h"
#include "calls.h"
#include "unit.h"

#include <fcntl.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/nl80211.h>
#include <linux/rtnetlink.h>
#include <stdlib.h>
#include <sys/mman.h>
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

/* Leaves the datagrams where testsuite/fuzz wants them, after what fuzz-nl.c is to do. */
static void leave_seed(void)
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

static void new_case(void)
{
	leave_seed();
	memset(queue, 0, sizeof queue);
	queued = received = sent = 0;
	send_error = 0;
}

static struct datagram *datagram(void)
{
	return &queue[queued++];
}

/* The message last begun ends at the end of the datagram. */
static struct nlmsghdr *last_message(struct datagram *datagram)
{
	return (void *)(datagram->bytes + datagram->headers[datagram->header_count - 1]);
}

static void put_bytes(struct datagram *datagram, const void *bytes, size_t size)
{
	memcpy(datagram->bytes + datagram->size, bytes, size);
	datagram->size += size;
	if (datagram->header_count)
		last_message(datagram)->nlmsg_len =
			datagram->size - datagram->headers[datagram->header_count - 1];
}

static void put_int(struct datagram *datagram, int value)
{
	put_bytes(datagram, &value, sizeof value);
}

static struct nlmsghdr *put_message(struct datagram *datagram, int index, unsigned type,
				    unsigned flag)
{
	struct nlmsghdr header = { .nlmsg_type = type, .nlmsg_flags = flag, .nlmsg_seq = index };

	datagram->size = NLMSG_ALIGN(datagram->size);
	datagram->headers[datagram->header_count++] = datagram->size;
	put_bytes(datagram, &header, sizeof header);
	return last_message(datagram);
}

static void put_attr(struct datagram *datagram, unsigned type, const void *value, size_t size)
{
	struct nlattr attr = { .nla_len = NLA_HDRLEN + size, .nla_type = type };

	put_bytes(datagram, &attr, sizeof attr);
	put_bytes(datagram, value, size);
	put_bytes(datagram, "\0\0\0", NLA_ALIGN(size) - size);
}

/* NLMSG_ERROR with the header only of what was asked */
static struct nlmsgerr *put_error(struct datagram *datagram, int index, int error, unsigned flag)
{
	struct nlmsghdr asked = { .nlmsg_len = NLMSG_HDRLEN };

	put_message(datagram, index, NLMSG_ERROR, flag);
	put_int(datagram, error);
	put_bytes(datagram, &asked, sizeof asked);
	return NLMSG_DATA(last_message(datagram));
}

static void put_done(struct datagram *datagram, int index, int error)
{
	put_message(datagram, index, NLMSG_DONE, NLM_F_MULTI);
	put_int(datagram, error);
}

/* The kernel: its system calls */

static int open_socket(int domain, int type, int protocol)
{
	sockets += domain == AF_NETLINK && type & SOCK_CLOEXEC && protocol == NETLINK_ROUTE;
	return open("/dev/null", O_RDWR | O_CLOEXEC);
}

static int set_option(int fd, int level, int option, const int *value, socklen_t size)
{
	if (fd >= 0 && level == SOL_NETLINK && size == sizeof *value && *value == 1)
		options_set |= 1 << option;
	return -ENOPROTOOPT;	/* as a kernel says that is older than the option */
}

static int take_request(const void *data, size_t size)
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

static void number_messages(struct datagram *datagram)
{
	for (unsigned i = 0; i < datagram->header_count; i++) {
		struct nlmsghdr *message = (void *)(datagram->bytes + datagram->headers[i]);

		message->nlmsg_seq += first_number;
	}
}

/* Fills BUFFER; where a datagram is longer than what a test made, with messages of others. */
static size_t fill(char *buffer, size_t size, const struct datagram *datagram)
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

static socklen_t tell_sender(void *address, socklen_t size, unsigned port)
{
	struct sockaddr_nl sender = { .nl_family = AF_NETLINK, .nl_pid = port };

	if (address)
		memcpy(address, &sender, size < sizeof sender ? size : sizeof sender);
	return sizeof sender;
}

static int give_answer(void *buffer, size_t size, int flag, void *from, socklen_t *length_)
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

#if defined SYS_mmap2
enum { SYS_MEMORY = SYS_mmap2 };
#else
enum { SYS_MEMORY = SYS_mmap };
#endif

static bool has_memory;

static long give_memory(size_t size)
{
	static char memory[65536] __attribute__((aligned(4096)));

	return has_memory && size <= sizeof memory ? (long)memory : -ENOMEM;
}

static long answer(long number, const long a[6])
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

/* Requests */

static unsigned handled, indexes;	/* messages that the handler got; a digit each: its index */
static unsigned last_type;
static int last_value;

static void handler(const struct nlmsghdr *reply, unsigned index, void *context)
{
	handled++;
	indexes = indexes * 10 + index;
	last_type = reply->nlmsg_type;
	if (reply->nlmsg_len >= NLMSG_LENGTH(sizeof(int)))
		last_value = *(const int *)NLMSG_DATA(reply);
	if (context)		/* events have none */
		*(bool *)context = true;
}

/* Makes so many requests, the datagrams being in the queue. */
static int request_with(unsigned count, nl_handler *with)
{
	struct {
		struct nlmsghdr header;
		struct rtgenmsg general;	/* one byte: the next request has to be aligned */
	} requests[4] = { { .general.rtgen_family = AF_UNSPEC } };
	bool context = false;

	handled = indexes = 0;
	last_type = 0;
	last_value = -1;
	for (unsigned i = 0; i < count; i++)
		requests[i].header = (struct nlmsghdr){
			.nlmsg_len = NLMSG_LENGTH(sizeof(struct rtgenmsg)),
			.nlmsg_type = RTM_GETNSID,
			.nlmsg_flags = NLM_F_REQUEST,
		};
	return nl_request(requests, count, with, &context);
}

static int request(unsigned count)
{
	return request_with(count, handler);
}

static void check_acks(void)
{
	new_case();
	put_error(datagram(), 0, 0, 0);
	CHECK_INT(request(1), 0, "an acknowledgement");
	CHECK_INT(handled, 0, "it is not for the handler");
	CHECK_INT(sockets, 1, "one socket was opened");
	CHECK(options_set & 1 << NETLINK_EXT_ACK && options_set & 1 << NETLINK_CAP_ACK &&
	      options_set & 1 << NETLINK_GET_STRICT_CHK,
	      "its options were tried; that they fail is fine");
	new_case();
	put_error(datagram(), 0, -EEXIST, 0);
	CHECK_INT(request(1), -EEXIST, "an error");
	CHECK(!*nl_error_text, "without a text");
	new_case();
	put_error(datagram(), 0, -EEXIST, 0);
	CHECK_INT(request_with(1, NULL), -EEXIST, "an error, and no handler");
	new_case();
	put_error(datagram(), 0, EEXIST, 0);
	CHECK(request(1) < 0, "an error number that is none is not success");
	new_case();
	put_message(datagram(), 0, NLMSG_ERROR, 0);
	CHECK(request(1) < 0, "an error without a number is not success");
	new_case();
	put_message(datagram(), 0, NLMSG_ERROR, 0);
	put_bytes(queue, "\0\0", 2);
	CHECK(request(1) < 0, "an error with half a number is not success");
	new_case();
	put_message(datagram(), 0, NLMSG_ERROR, 0);
	put_int(queue, -EPERM);
	CHECK_INT(request(1), -EPERM, "an error that does not repeat the request");
}

static void check_answers(void)
{
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0);
	put_int(queue, 42);
	CHECK_INT(request(1), 0, "an answer without acknowledgement");
	CHECK_INT(handled, 1, "it is for the handler");
	CHECK_INT(last_type, RTM_NEWNSID, "with its type");
	CHECK_INT(last_value, 42, "and what it holds");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0);
	CHECK_INT(request_with(1, NULL), 0, "an answer that nobody wants");
	new_case();
	put_message(datagram(), 0, NLMSG_NOOP, 0);
	put_error(datagram(), 0, -EEXIST, 0);
	CHECK_INT(request(1), -EEXIST, "NLMSG_NOOP is no answer");
	CHECK_INT(handled, 0, "and not for the handler");
	new_case();
	put_message(datagram(), 0, NLMSG_OVERRUN, 0);
	CHECK(request(1) < 0, "NLMSG_OVERRUN is an error");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0);
	put_bytes(queue, "abcde", 5);
	CHECK_INT(request(1), 0, "a message of odd length at the end, without padding");
	CHECK_INT(handled, 1, "it is for the handler");
	new_case();
	datagram()->size = 0;
	put_error(datagram(), 0, 0, 0);
	CHECK_INT(request(1), 0, "an empty datagram is passed over");
}

static void check_dumps(void)
{
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, NLM_F_MULTI);
	put_message(queue, 0, RTM_NEWNSID, NLM_F_MULTI);
	put_message(datagram(), 0, RTM_NEWNSID, NLM_F_MULTI);
	put_done(datagram(), 0, 0);
	CHECK_INT(request(1), 0, "a dump in three datagrams");
	CHECK_INT(handled, 3, "three messages of it");
	CHECK_INT(received, 3, "it was read to its end");
	new_case();
	put_done(datagram(), 0, 0);
	CHECK_INT(request(1), 0, "an empty dump");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, NLM_F_MULTI);
	put_done(queue, 0, -EACCES);
	CHECK_INT(request(1), -EACCES, "NLMSG_DONE with an error");
	new_case();
	put_message(datagram(), 0, NLMSG_DONE, NLM_F_MULTI);
	CHECK_INT(request(1), 0, "NLMSG_DONE without a number");
	new_case();
	put_error(datagram(), 0, -EOPNOTSUPP, 0);
	CHECK_INT(request(1), -EOPNOTSUPP, "a dump that is refused");
}

static void check_interrupted_dumps(void)
{
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, NLM_F_MULTI | NLM_F_DUMP_INTR);
	put_message(datagram(), 0, RTM_NEWNSID, NLM_F_MULTI);
	put_done(queue + 1, 0, 0);
	CHECK_INT(request(1), -EINTR, "an interrupted dump");
	CHECK_INT(received, 2, "it was read to its end, or else the socket is a new one");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, NLM_F_MULTI);
	put_done(datagram(), 0, 0);
	last_message(queue + 1)->nlmsg_flags |= NLM_F_DUMP_INTR;
	CHECK_INT(request(1), -EINTR, "a dump interrupted at its end");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, NLM_F_MULTI);
	put_done(queue, 0, 0);
	CHECK_INT(request(1), 0, "asked again: all is well");
	CHECK_INT(handled, 1, "with one message");
}

static void check_foreign_messages(void)
{
	new_case();
	put_message(datagram(), -1, RTM_NEWNSID, 0);
	put_bytes(queue, "odd", 3);
	put_error(queue, 0, -EBUSY, 0);
	CHECK_INT(request(1), -EBUSY,
		  "the answer to an earlier request, then ours, in one datagram");
	CHECK_INT(handled, 0, "that answer is not for the handler");
	new_case();
	put_error(datagram(), -1, -EEXIST, 0);
	put_error(queue, 1, -EEXIST, 0);
	put_error(queue, 1000000, -EEXIST, 0);
	put_done(queue, -1, -EEXIST);
	put_message(queue, 0, RTM_NEWNSID, 0);
	CHECK_INT(request(1), 0, "foreign errors are not ours");
	CHECK_INT(handled, 1, "and the answer after them is");
	new_case();
	put_message(datagram(), -1, RTM_NEWNSID, NLM_F_MULTI | NLM_F_DUMP_INTR);
	put_message(queue, 0, RTM_NEWNSID, 0);
	CHECK_INT(request(1), 0, "that a foreign dump was interrupted is nothing to us");
	new_case();
	put_error(datagram(), 0, -EEXIST, 0);
	queue[0].port = 4711;
	put_error(datagram(), 0, 0, 0);
	CHECK_INT(request(1), 0, "a datagram of another process is passed over");
	CHECK_INT(received, 2, "and the one of the kernel is read");
}

static void check_damaged_datagrams(void)
{
	new_case();
	put_error(datagram(), 0, 0, 0);
	queue[0].too_long = true;
	CHECK_INT(request(1), -EBADMSG, "a datagram that was cut off is an error");
	CHECK_INT(received, 1, "and nothing more is read");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0);
	queue[0].too_long = true;
	CHECK_INT(request(1), -EBADMSG, "whatever is left of it");
	CHECK_INT(handled, 0, "which the handler does not see");
	for (unsigned length = 0; length < NLMSG_HDRLEN; length += 5) {
		new_case();
		put_message(datagram(), 0, RTM_NEWNSID, 0)->nlmsg_len = length;
		CHECK(request(1) < 0 && received == 1, "a message length below that of the header");
	}
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0)->nlmsg_len = NLMSG_HDRLEN + 1;
	CHECK(request(1) < 0 && received == 1,
	      "a message that is one byte longer than the datagram");
	CHECK_INT(handled, 0, "the handler does not see it");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0)->nlmsg_len = -1;
	CHECK(request(1) < 0 && received == 1, "a message of 4 GB");
	new_case();
	put_message(datagram(), -1, RTM_NEWNSID, 0)->nlmsg_len = 0;
	put_error(queue, 0, 0, 0);
	CHECK(request(1) < 0 && received == 1, "a foreign message of no length");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, NLM_F_MULTI);
	put_message(queue, 0, RTM_NEWNSID, 0);
	queue[0].size -= 6;
	CHECK(request(1) < 0 && received == 1, "half a header after a good message");
}

static void check_pipeline(void)
{
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0);
	put_message(queue, 1, RTM_NEWNSID, 0);
	put_message(datagram(), 2, RTM_NEWNSID, 0);
	CHECK_INT(request(3), 0, "three requests, answered in two datagrams");
	CHECK_INT(sent, 1, "they are sent at once");
	CHECK_INT(handled, 3, "three answers");
	CHECK_INT(indexes, 12, "each with the number of its request");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0);
	put_error(datagram(), 1, -ENOENT, 0);
	put_error(datagram(), 2, -EPERM, 0);
	put_message(datagram(), 3, RTM_NEWNSID, 0);
	CHECK_INT(request(4), -ENOENT, "of several errors the first");
	CHECK_INT(received, 4, "all the answers were read");
	CHECK_INT(indexes, 3, "also those after the error");
	new_case();
	put_error(datagram(), 0, 0, 0);
	put_message(datagram(), 1, RTM_NEWNSID, NLM_F_MULTI);
	put_message(queue + 1, 1, RTM_NEWNSID, NLM_F_MULTI);
	put_done(queue + 1, 1, 0);
	put_message(queue + 1, 2, RTM_NEWNSID, 0);
	CHECK_INT(request(3), 0, "an acknowledgement, a dump and an answer");
	CHECK_INT(indexes, 112, "each with the number of its request");
}

static void check_socket_errors(void)
{
	unsigned before;

	new_case();
	datagram()->error = EINTR;
	datagram()->error = EINTR;
	put_error(datagram(), 0, 0, 0);
	CHECK_INT(request(1), 0, "a receive that a signal interrupts goes on");
	before = sockets;
	new_case();
	datagram()->error = ENOBUFS;
	put_error(datagram(), 0, 0, 0);
	CHECK_INT(request(1), -ENOBUFS, "ENOBUFS: answers were lost");
	new_case();
	put_error(datagram(), 0, 0, 0);
	CHECK_INT(request(1), 0, "the next request");
	CHECK_INT(sockets, before + 1,
		  "has a socket on which nothing is left of the one that failed");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, NLM_F_MULTI);
	CHECK_INT(request(1), -NOTHING_MORE, "a dump without an end is not complete");
	new_case();
	put_error(datagram(), 1, 0, 0);
	CHECK_INT(request(2), -NOTHING_MORE, "one answer to two requests is not enough");
	new_case();
	send_error = EPERM;
	CHECK_INT(request(1), -EPERM, "a request that cannot be sent");
	CHECK_INT(received, 0, "is not waited for");
	new_case();
	put_error(datagram(), 0, 0, 0);
	CHECK_INT(request(1), 0, "and does not spoil the next one");
}

/* The extended acknowledgement */

static const char message_text[] = "Device does not exist";

static void put_text(void)
{
	put_attr(queue, NLMSGERR_ATTR_OFFS, &(int){ 16 }, sizeof(int));
	put_attr(queue, NLMSGERR_ATTR_MSG, message_text, sizeof message_text);
}

static void check_error_texts(void)
{
	new_case();
	put_error(datagram(), 0, -ENODEV, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	put_text();
	CHECK_INT(request(1), -ENODEV, "an extended acknowledgement, capped");
	CHECK_TEXT(nl_error_text, message_text, "its text");
	new_case();
	put_error(datagram(), 0, -EBUSY, 0);
	CHECK_INT(request(1), -EBUSY, "an error without a text after that");
	CHECK(!*nl_error_text, "the text is gone");
	new_case();
	put_error(datagram(), 0, 0, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	put_text();
	CHECK_INT(request(1), 0, "a warning is not an error");
	new_case();
	put_error(datagram(), 0, -ENODEV, NLM_F_CAPPED);
	CHECK_INT(request(1), -ENODEV, "capped, without a text");
	CHECK(!*nl_error_text, "there is none");
	new_case();
	put_done(datagram(), 0, -EINVAL);
	last_message(queue)->nlmsg_flags |= NLM_F_ACK_TLVS;
	put_text();
	CHECK_INT(request(1), -EINVAL, "an extended acknowledgement at the end of a dump");
	CHECK_TEXT(nl_error_text, message_text, "its text");
}

static void check_texts_of_several_errors(void)
{
	new_case();
	put_error(datagram(), 0, -ENODEV, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	put_text();
	put_error(queue, 1, -EPERM, 0);
	CHECK_INT(request(2), -ENODEV, "of two errors the first");
	CHECK_TEXT(nl_error_text, message_text, "and its text");
	new_case();
	put_error(datagram(), 0, -EPERM, 0);
	put_error(queue, 1, -ENODEV, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	put_text();
	CHECK_INT(request(2), -EPERM, "of two errors the first, which has no text");
	CHECK(!*nl_error_text, "the text of the second does not go with it");
}

/* An acknowledgement with this text and this length told for what was asked */
static int request_with_text(const void *text, size_t size, unsigned flag, unsigned asked)
{
	new_case();
	put_error(datagram(), 0, -ENODEV, flag | NLM_F_ACK_TLVS)->msg.nlmsg_len = asked;
	put_attr(queue, NLMSGERR_ATTR_MSG, text, size);
	return request(1);
}

static bool text_is_null_or_begins(const char *whole)
{
	const char *text = nl_error_text;

	return !text || strncmp(whole, text, strlen(text)) == 0;
}

static void check_odd_error_texts(void)
{
	static const unsigned asked[] = {
		0, 1, 15, 17, 100, 4096, 0x7fffffff, 0xfffffff0, 0xffffffff,
	};
	char text[2048];

	CHECK_INT(request_with_text("capped", 7, NLM_F_CAPPED, 64), -ENODEV,
		  "what was asked is longer than the header that is repeated");
	CHECK_TEXT(nl_error_text, "capped", "the text follows that header");
	CHECK_INT(request_with_text("no end", 6, NLM_F_CAPPED, 16), -ENODEV, "a text without NUL");
	CHECK_TEXT(nl_error_text, "no end", "ends all the same");
	CHECK_INT(request_with_text("", 0, NLM_F_CAPPED, 16), -ENODEV, "a text of no length");
	CHECK(!*nl_error_text, "is none");
	CHECK_INT(request_with_text("", 1, NLM_F_CAPPED, 16), -ENODEV, "an empty text");
	CHECK(!*nl_error_text, "is none");
	memset(text, 'x', sizeof text);
	text[sizeof text - 1] = '\0';
	for (size_t size = 100; size <= sizeof text; size++)
		if (request_with_text(text, size, NLM_F_CAPPED, 16) != -ENODEV ||
		    !text_is_null_or_begins(text))
			break;
	CHECK(text_is_null_or_begins(text) && queue[0].size > sizeof text,
	      "texts of 100 to 2,048 bytes");
	for (unsigned i = 0; i < ARRAY_SIZE(asked); i++)
		CHECK(request_with_text("text", 5, 0, asked[i]) == -ENODEV &&
		      text_is_null_or_begins("text"),
		      "what was asked has a length that cannot be");
	new_case();
	put_error(datagram(), 0, -ENODEV, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	put_attr(queue, NLMSGERR_ATTR_MSG, "text", 5);
	((struct nlattr *)(queue[0].bytes + NLMSG_LENGTH(sizeof(struct nlmsgerr))))->nla_len = 4000;
	CHECK(request(1) == -ENODEV && !*nl_error_text, "a text longer than its message");
	new_case();
	put_message(datagram(), 0, NLMSG_ERROR, NLM_F_ACK_TLVS);
	put_int(queue, -ENODEV);
	CHECK(request(1) == -ENODEV && !*nl_error_text, "a text announced where nothing follows");
}

/* Attributes */

enum { HEADER = NLMSG_SPACE(sizeof(struct rtgenmsg)) };	/* attributes begin after its padding */

/* The message of the first datagram, at the very end of readable memory. */
static struct nlmsghdr *at_the_edge(size_t size)
{
	static char *pages;
	size_t page = sysconf(_SC_PAGESIZE);

	if (!pages) {
		pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			     -1, 0);
		mprotect(pages + page, page, PROT_NONE);
	}
	return memcpy(pages + page - NLMSG_ALIGN(size), queue[0].bytes, size);
}

static struct nlmsghdr *begin_attributes(void)
{
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0);
	put_bytes(queue, "\0\0\0", 4);
	return last_message(queue);
}

/* The attribute of this type in the message, now with LENGTH as that of its first attribute */
static const struct nlattr *find_with_length(unsigned length, unsigned type)
{
	((struct nlattr *)(queue[0].bytes + NLMSG_LENGTH(4)))->nla_len = length;
	return nl_attr(at_the_edge(queue[0].size), HEADER, type);
}

static void check_attributes(void)
{
	const struct nlmsghdr *message = begin_attributes();
	const struct nlattr *attr;

	CHECK(!nl_attr(message, HEADER, 1), "no attributes");
	put_attr(queue, 1, "x", 1);
	put_attr(queue, 2, &(int){ 1234567 }, sizeof(int));
	put_attr(queue, 3 | NLA_F_NESTED, &(int){ 3 }, sizeof(int));
	put_attr(queue, 2, &(int){ 7 }, sizeof(int));
	put_attr(queue, 4, "", 0);
	put_attr(queue, 5, "12345678", 8);
	message = at_the_edge(queue[0].size);
	attr = nl_attr(message, HEADER, 1);
	CHECK(attr && attr->nla_len == NLA_HDRLEN + 1, "the first attribute");
	CHECK_INT(nl_attr_int(message, HEADER, 2, -1), 1234567,
		  "one after padding; of two, the first");
	CHECK_INT(nl_attr_int(message, HEADER, 3, -1), 3, "a flag is not part of the type");
	CHECK(nl_attr(message, HEADER, 4) && nl_attr(message, HEADER, 5),
	      "an empty one and the last one");
	CHECK_INT(nl_attr_int(message, HEADER, 4, -7), -7, "an empty one is no number");
	CHECK_INT(nl_attr_int(message, HEADER, 1, -7), -7, "one byte is no number");
	CHECK_INT(nl_attr_int(message, HEADER, 6, -7), -7, "a missing one is no number");
	CHECK_INT(nl_attr_int(message, HEADER, 0, -7), -7, "type 0 is a type");
	CHECK(!nl_attr(message, 10000, 1), "a header longer than the message");
}

static void check_damaged_attributes(void)
{
	begin_attributes();
	put_attr(queue, 1, "1234", 4);
	put_attr(queue, 2, "1234", 4);
	CHECK(find_with_length(8, 1) && find_with_length(8, 2), "two attributes");
	for (unsigned length = 0; length < NLA_HDRLEN; length++)
		CHECK(!find_with_length(length, 2),
		      "an attribute length below that of the header ends");
	CHECK(!find_with_length(0, 1), "an attribute of no length is none");
	CHECK(!find_with_length(17, 1), "an attribute that is one byte longer than the message");
	CHECK(!find_with_length(65535, 1), "an attribute of 64 KB");
	CHECK(find_with_length(16, 1) && !find_with_length(16, 2), "an attribute up to the end");
	begin_attributes();
	put_attr(queue, 1, "1234", 4);
	for (unsigned cut = 1; cut < 8; cut++) {
		struct nlmsghdr *message = at_the_edge(queue[0].size);

		message->nlmsg_len -= cut;
		CHECK(!nl_attr(message, HEADER, 1) && !nl_attr(message, HEADER, 2),
		      "an attribute cut off");
	}
	begin_attributes();
	put_attr(queue, 1, "1234567", 7);
	last_message(queue)->nlmsg_len--;
	CHECK(nl_attr(at_the_edge(queue[0].size), HEADER, 1), "the last one without its padding");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0);
	CHECK(!nl_attr(at_the_edge(queue[0].size), HEADER, 1), "a message without its own header");
}

static void check_noise(void)
{
	unsigned random = 1, at;
	bool good = true;

	for (unsigned round = 0; round < 20000; round++) {
		begin_attributes();
		for (unsigned i = 0; i < 8; i++)
			put_attr(queue, i, "12345", round % 6);
		for (unsigned i = 0; i < 3; i++) {
			random = random * 1103515245 + 12345;
			at = NLMSG_LENGTH(4) + (random >> 16) % (queue[0].size - NLMSG_LENGTH(4));
			queue[0].bytes[at] = random >> 8;
		}
		for (unsigned type = 0; type < 8; type++) {
			const struct nlmsghdr *message = at_the_edge(queue[0].size);
			const char *attr = (const void *)nl_attr(message, HEADER, type);
			const char *end = (const char *)message + message->nlmsg_len;
			unsigned length = attr ? ((const struct nlattr *)attr)->nla_len : 0;

			good &= !attr || (length >= NLA_HDRLEN && attr + length <= end);
		}
	}
	CHECK(good, "20,000 lists of attributes with some bytes changed");
}

/* Events */

static int events(void)
{
	handled = indexes = 0;
	first_number = 0;
	return nl_events(STDIN_FILENO, handler);
}

static void check_events(void)
{
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0);
	put_message(queue, 77, RTM_DELNSID, 0);
	CHECK_INT(events(), 0, "two events, whatever their number");
	CHECK_INT(handled, 2, "are for the handler");
	CHECK_INT(last_type, RTM_DELNSID, "in their order");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0);
	queue[0].port = 4711;
	CHECK_INT(events(), 0, "an event of another process");
	CHECK_INT(handled, 0, "is passed over");
	new_case();
	datagram()->error = ENOBUFS;
	CHECK_INT(events(), -ENOBUFS, "events that were lost");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0);
	queue[0].too_long = true;
	CHECK_INT(events(), -EBADMSG, "events that were cut off");
	CHECK_INT(handled, 0, "are not handled by half");
	new_case();
	put_message(datagram(), 0, RTM_NEWNSID, 0)->nlmsg_len = 3;
	CHECK(events() < 0 && handled == 0, "a damaged event");
}

/* Wireless devices: nl80211 has another family in each kernel */

enum { FAMILY = 37, GENERIC = NLMSG_LENGTH(GENL_HDRLEN) };

static void put_generic(struct datagram *datagram, unsigned type, unsigned flag)
{
	put_message(datagram, 0, type, flag);
	put_bytes(datagram, "\0\0\0\0", GENL_HDRLEN);
}

/* What tells the family; then the caller adds the second answer, which is returned. */
static struct datagram *begin_wireless(void)
{
	new_case();
	put_generic(datagram(), GENL_ID_CTRL, 0);
	put_attr(queue, CTRL_ATTR_FAMILY_ID, &(uint16_t){ FAMILY }, sizeof(uint16_t));
	return datagram();
}

static void put_phy(struct datagram *list, int phy, const char *name)
{
	put_generic(list, FAMILY, NLM_F_MULTI);
	put_attr(list, NL80211_ATTR_WIPHY, &phy, sizeof phy);
	put_attr(list, NL80211_ATTR_WIPHY_NAME, name, strlen(name) + 1);
}

static int find_phy(const char *name, int error)
{
	struct datagram *list = begin_wireless();

	put_phy(list, 3, "phy0");
	put_phy(list, 4, "phy1");
	put_done(list, 0, error);
	return phy_by_name(name);
}

static void check_phys(void)
{
	struct datagram *answer;

	new_case();
	put_error(datagram(), 0, -ENOENT, 0);
	CHECK_INT(phy_by_name("phy0"), -ENOENT, "a kernel without nl80211");
	CHECK_INT(find_phy("phy1", 0), 4, "the number of a phy");
	CHECK_INT(last_request->nlmsg_type, FAMILY, "its family was asked");
	CHECK(last_request->nlmsg_flags & NLM_F_DUMP, "for all of them");
	CHECK_INT(find_phy("phy2", 0), -ENODEV, "no phy is called so");
	CHECK_INT(find_phy("phy1", -EPERM), -EPERM, "a list that ends with an error");
	answer = begin_wireless();
	put_error(answer, 0, -EOPNOTSUPP, 0);
	CHECK_INT(phy_move(4, 9), -EOPNOTSUPP, "a driver that cannot move");
	CHECK_INT(last_request->nlmsg_type, FAMILY, "the request to move is for the family");
	CHECK(last_request->nlmsg_flags & NLM_F_ACK, "and wants an answer");
	CHECK_INT(nl_attr_int(last_request, GENERIC, NL80211_ATTR_WIPHY, -1), 4, "the phy");
	CHECK_INT(nl_attr_int(last_request, GENERIC, NL80211_ATTR_NETNS_FD, -1), 9, "where to");
}

/* So many devices, of one phy; one more has no index. */
static int list_wireless(struct wireless_list *list, int count)
{
	struct datagram *answer = begin_wireless();

	for (int index = 0; index <= count; index++) {
		if (answer->header_count == HEADERS)
			answer = datagram();
		put_generic(answer, FAMILY, NLM_F_MULTI);
		put_attr(answer, NL80211_ATTR_IFINDEX, &index, sizeof index);
		put_attr(answer, NL80211_ATTR_WIPHY, &(int){ 7 }, sizeof(int));
	}
	put_done(datagram(), 0, 0);
	return wireless_list(list);
}

static void check_wireless_devices(void)
{
	struct wireless_list list;

	CHECK_INT(list_wireless(&list, 2), 0, "wireless devices");
	CHECK_INT(list.count, 2, "what has no index is none");
	CHECK(list.devices[1].index == 2 && list.devices[1].phy == 7, "the second, and its phy");
	CHECK_INT(list_wireless(&list, WIRELESS_DEVICES_MAX), -ENOBUFS, "there may be more");
	CHECK_INT(list.count, WIRELESS_DEVICES_MAX, "no more than there is room for");
}

/* The names of a device: its own, and two alternative ones. So much room there is for them. */
static int list_names(char *room, unsigned size)
{
	static const uint16_t alternatives[] = {
		NLA_HDRLEN + 4, IFLA_ALT_IFNAME, 'a' | 'b' << 8, 'c',
		NLA_HDRLEN + 2, IFLA_ALT_IFNAME, 'd', 0,
	};
	struct name_list names = { room, size };

	new_case();
	put_message(datagram(), 0, RTM_NEWLINK, 0);
	put_bytes(queue, &(struct ifinfomsg){ .ifi_index = 5 }, sizeof(struct ifinfomsg));
	put_attr(queue, IFLA_IFNAME, "eth0", 5);
	put_attr(queue, IFLA_PROP_LIST | NLA_F_NESTED, alternatives, sizeof alternatives);
	return link_add_names(5, &names);
}

static void check_names(void)
{
	char room[16] = "";

	CHECK_INT(list_names(room, sizeof room), 0, "the names of a device");
	CHECK(memcmp(room, "eth0\0abc\0d\0", 12) == 0, "all three");
	CHECK_INT(list_names(room, 12), 0, "as much room as they need");
	CHECK_INT(list_names(room, 11), -ENOBUFS, "too little room");
	CHECK_INT(list_names(room, 5), -ENOBUFS, "room for the first one");
	new_case();
	put_error(datagram(), 0, -ENODEV, 0);
	CHECK_INT(link_add_names(5, &(struct name_list){ room, 16 }), -ENODEV, "no device");
}

static void check_memory(void)
{
	new_case();
	CHECK_INT(request(1), -ENOMEM, "no memory to receive into");
	has_memory = true;
	sockets = 0;
}

int main(void)
{
	begin();
	check_memory();
	check_acks();
	check_answers();
	check_dumps();
	check_interrupted_dumps();
	check_foreign_messages();
	check_damaged_datagrams();
	check_pipeline();
	check_socket_errors();
	check_error_texts();
	check_texts_of_several_errors();
	check_odd_error_texts();
	check_attributes();
	check_damaged_attributes();
	check_noise();
	check_events();
	check_names();
	check_phys();
	check_wireless_devices();
	return end();
}
