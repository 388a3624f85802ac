// SPDX-License-Identifier: 0BSD
/* unit-netlink.c: netlink, with what a kernel says or should not say, or what others say instead */
#include "survey/survey.h"
#include "enter/enter.h"
#include "kernel.h"

#include <sys/mman.h>

static long answer(long number, const long a[6])
{
	return netlink_answer(number, a);
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

static void check_memory(void)
{
	new_case();
	CHECK_INT(request(1), -ENOMEM, "no memory to receive into");
	has_memory = true;
	sockets = 0;
}

static void check_long_names(void)
{
	CHECK_INT(link_rename("sixteen-bytes-is", "x"), -ENODEV, "no device has so long a name");
	CHECK_INT(link_rename("x", "sixteen-bytes-is"), -ENAMETOOLONG, "nor can one get it");
	CHECK_INT(link_move(5, 9, "sixteen-bytes-is"), -ENAMETOOLONG, "elsewhere, either");
	CHECK_INT(link_set_up("sixteen-bytes-is"), -ENODEV, "it cannot be set up");
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
	check_long_names();
	return end();
}
