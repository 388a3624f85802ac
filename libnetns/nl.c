// SPDX-License-Identifier: 0BSD
/* nl.c: rtnetlink. One socket, one receive loop for acknowledgements and dumps alike.
 *
 * Each message goes through the same gates in the same order: its length, who sent it, whether it
 * answers a request of ours, whether the dump it belongs to was consistent, and only then what it
 * says. A message that is not ours is passed over; one that is damaged ends the request.
 */
#include "netns.h"

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The kernel fills at most 32 KB of what one receive offers, and more than one such buffer
 * of namespace ids it never sends: see nsid_dump(). */
enum { DATAGRAM_SIZE = 32768 };

static int connection = -1;
static unsigned sequence;
static char error_text[128];

int nl_open(unsigned group)
{
	static const int options[] = { NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK };
	struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = group ? 1u << (group - 1) : 0 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (fd < 0)
		return -errno;
	for (unsigned i = 0; i < ARRAY_SIZE(options); i++)	/* an old kernel does without */
		setsockopt(fd, SOL_NETLINK, options[i], &(int){ 1 }, sizeof(int));
	if (group && bind(fd, (struct sockaddr *)&address, sizeof address) != 0) {
		int error = -errno;

		close(fd);
		return error;
	}
	return fd;
}

void nl_close(void)
{
	if (connection >= 0)
		close(connection);
	connection = -1;
}

const char *nl_error_text(void)
{
	return *error_text ? error_text : NULL;
}

/* The size of one datagram from the kernel, 0 if somebody else sent it, or -errno. */
static ssize_t receive(int fd, void *buffer)
{
	struct sockaddr_nl sender;
	struct iovec data = { buffer, DATAGRAM_SIZE };
	struct msghdr message = {
		.msg_name = &sender, .msg_namelen = sizeof sender,
		.msg_iov = &data, .msg_iovlen = 1,
	};
	ssize_t size;

	do
		size = recvmsg(fd, &message, 0);
	while (size < 0 && errno == EINTR);
	if (size < 0)
		return -errno;
	if (message.msg_flags & MSG_TRUNC)
		return -EMSGSIZE;
	return sender.nl_pid == 0 ? size : 0;
}

typedef int message_visitor(const struct nlmsghdr *message, void *context);

static int each_message(const char *at, size_t size, message_visitor *visit, void *context)
{
	int error = 0;

	while (size > 0 && error == 0) {
		const struct nlmsghdr *message = (const void *)at;
		size_t step;

		if (size < sizeof *message || message->nlmsg_len < sizeof *message || message->nlmsg_len > size)
			return -EBADMSG;
		error = visit(message, context);
		step = NLMSG_ALIGN(message->nlmsg_len);
		step = step < size ? step : size;
		at += step;
		size -= step;
	}
	return error;
}

const struct nlattr *nl_attr(const struct nlmsghdr *message, size_t header, unsigned type)
{
	size_t at = NLMSG_HDRLEN + NLMSG_ALIGN(header);

	while (at + NLA_HDRLEN <= message->nlmsg_len) {
		const struct nlattr *attr = (const void *)((const char *)message + at);

		if (attr->nla_len < NLA_HDRLEN || at + attr->nla_len > message->nlmsg_len)
			return NULL;
		if ((attr->nla_type & NLA_TYPE_MASK) == type)
			return attr;
		at += NLA_ALIGN(attr->nla_len);
	}
	return NULL;
}

int nl_attr_int(const struct nlmsghdr *message, size_t header, unsigned type, int fallback)
{
	const struct nlattr *attr = nl_attr(message, header, type);

	if (attr && attr->nla_len >= NLA_HDRLEN + sizeof fallback)
		memcpy(&fallback, (const char *)attr + NLA_HDRLEN, sizeof fallback);
	return fallback;
}

/* NLMSG_ERROR and NLMSG_DONE begin with an error number; attributes may follow it, and in the
 * error what was asked, up to its header only (NETLINK_CAP_ACK) or whole. */
static int message_error(const struct nlmsghdr *message)
{
	size_t header = sizeof(int);
	const struct nlattr *text;
	int error;

	if (message->nlmsg_len < NLMSG_LENGTH(sizeof error))
		return message->nlmsg_type == NLMSG_DONE ? 0 : -EBADMSG;
	memcpy(&error, NLMSG_DATA(message), sizeof error);
	if (error >= 0 || !(message->nlmsg_flags & NLM_F_ACK_TLVS))
		return error > 0 ? -EBADMSG : error;
	if (message->nlmsg_type == NLMSG_ERROR) {
		const struct nlmsgerr *report = NLMSG_DATA(message);

		if (message->nlmsg_len < NLMSG_LENGTH(sizeof *report))
			return error;
		header = sizeof *report;
		if (!(message->nlmsg_flags & NLM_F_CAPPED))
			header += report->msg.nlmsg_len - NLMSG_HDRLEN;
	}
	text = nl_attr(message, header, NLMSGERR_ATTR_MSG);
	if (text && text->nla_len - NLA_HDRLEN < (int)sizeof error_text) {
		memcpy(error_text, (const char *)text + NLA_HDRLEN, text->nla_len - NLA_HDRLEN);
		error_text[text->nla_len - NLA_HDRLEN] = '\0';
	}
	return error;
}

struct exchange {
	unsigned first, count, answered;	/* the requests: their numbers */
	int error;				/* the first one */
	nl_handler *handler;
	void *context;
};

static int take_reply(const struct nlmsghdr *message, void *context)
{
	struct exchange *exchange = context;
	unsigned index = message->nlmsg_seq - exchange->first;
	bool last = !(message->nlmsg_flags & NLM_F_MULTI);
	int error = 0;

	if (index >= exchange->count)
		return 0;
	if (message->nlmsg_flags & NLM_F_DUMP_INTR)
		error = -EINTR;
	if (message->nlmsg_type == NLMSG_DONE || message->nlmsg_type == NLMSG_ERROR) {
		last = true;
		error = error ? error : message_error(message);
	} else if (message->nlmsg_type == NLMSG_OVERRUN) {
		return -ENOBUFS;
	} else if (message->nlmsg_type >= NLMSG_MIN_TYPE && exchange->handler) {
		exchange->handler(message, index, exchange->context);
	}
	exchange->answered += last;
	exchange->error = exchange->error ? exchange->error : error;
	return 0;
}

static int wait_for_replies(struct exchange *exchange)
{
	char buffer[DATAGRAM_SIZE] __attribute__((aligned(8)));

	while (exchange->answered < exchange->count) {
		ssize_t size = receive(connection, buffer);
		int error = size < 0 ? size : each_message(buffer, size, take_reply, exchange);

		if (error < 0)
			return error;
	}
	return exchange->error;
}

int nl_request(void *requests, size_t size, nl_handler *handler, void *context)
{
	struct exchange exchange = { .first = sequence + 1, .handler = handler, .context = context };
	int error;

	*error_text = '\0';
	if (connection < 0)
		connection = nl_open(0);
	if (connection < 0)
		return connection;
	for (size_t at = 0; at < size; exchange.count++) {
		struct nlmsghdr *request = (void *)((char *)requests + at);

		request->nlmsg_seq = ++sequence;
		at += NLMSG_ALIGN(request->nlmsg_len);
	}
	error = send(connection, requests, size, 0) < 0 ? -errno : wait_for_replies(&exchange);
	if (error < 0 && exchange.answered < exchange.count)
		nl_close();		/* whatever is still under way must not answer the next one */
	return error;
}

struct event {
	nl_handler *handler;
	void *context;
};

static int take_event(const struct nlmsghdr *message, void *context)
{
	const struct event *event = context;

	event->handler(message, 0, event->context);
	return 0;
}

int nl_events(int fd, nl_handler *handler, void *context)
{
	char buffer[DATAGRAM_SIZE] __attribute__((aligned(8)));
	struct event event = { handler, context };
	ssize_t size = receive(fd, buffer);

	return size < 0 ? size : each_message(buffer, size, take_event, &event);
}
