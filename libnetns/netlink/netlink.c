// SPDX-License-Identifier: 0BSD
/* netlink.c: one socket, one receive loop for acknowledgements and dumps alike.
 *
 * Each message passes the same checks in the same order: its length, its sender, whether it answers
 * a request of ours, whether its dump was consistent, and only then its contents. A message that is
 * not for us is skipped; a damaged one ends the request.
 */
#include "netlink/netlink.h"

#include <limits.h>
#include <sys/socket.h>

/* The kernel fills at most 32 KB per receive, and of namespace ids it never sends more than one
 * such buffer: see nsid_dump(). */
enum { DATAGRAM_SIZE = 32768 };

bool nl_is_strict;
static int connection = -1, connection_protocol;
static unsigned sequence;
static char *datagram;			/* DATAGRAM_SIZE bytes: a stack may have less */
char nl_error_text[128];
bool nl_is_in_doubt;

int nl_open(int protocol, unsigned groups)
{
	static struct sockaddr_nl address = { .nl_family = AF_NETLINK };
	int fd = SYS(socket, AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol), error;
	static const int on = 1;

	if (fd < 0)
		return fd;
	if (!datagram)
		datagram = memory_map_size(DATAGRAM_SIZE);
	/* NETLINK_CAP_ACK, NETLINK_EXT_ACK, NETLINK_GET_STRICT_CHK: an old kernel lacks some. */
	for (int option = NETLINK_CAP_ACK; option <= NETLINK_GET_STRICT_CHK; option++)
		nl_is_strict = SYS(setsockopt, fd, SOL_NETLINK, option, &on, sizeof on) == 0;
	address.nl_groups = groups;
	error = datagram ? 0 : -ENOMEM;
	if (error == 0 && groups)
		error = SYS(bind, fd, &address, sizeof address);
	if (error == 0)
		return fd;
	close_fd(fd);
	return error;
}

struct nlattr *nl_add(struct nl_message *message, unsigned type, const void *value, unsigned size)
{
	struct nlattr *attr = (void *)((char *)message + message->header.nlmsg_len);

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + size;
	memset(attr + 1, 0, NLA_ALIGN(size));
	if (value)
		memcpy(attr + 1, value, size);
	message->header.nlmsg_len += NLA_ALIGN(attr->nla_len);
	return attr;
}

struct nlattr *nl_add_text(struct nl_message *message, unsigned type, const char *text)
{
	return nl_add(message, type, text, str_len(text) + 1);
}

void nl_close_nest(struct nl_message *message, struct nlattr *attr)
{
	attr->nla_type |= NLA_F_NESTED;
	attr->nla_len = (char *)message + message->header.nlmsg_len - (char *)attr;
}

const struct nlattr *nl_find(const struct nlmsghdr *message, unsigned at, unsigned end,
			     unsigned type)
{
	while (at + NLA_HDRLEN <= end) {
		const struct nlattr *attr = (const void *)((const char *)message + at);

		if (attr->nla_len < NLA_HDRLEN || at + attr->nla_len > end)
			return NULL;
		if (((attr->nla_type ^ type) & NLA_TYPE_MASK) == 0)
			return attr;
		at += NLA_ALIGN(attr->nla_len);
	}
	return NULL;
}

const struct nlattr *nl_attr(const struct nlmsghdr *message, unsigned at, unsigned type)
{
	return nl_find(message, at, message->nlmsg_len, type);
}

int nl_attr_int(const struct nlmsghdr *message, unsigned at, unsigned type, int fallback)
{
	const struct nlattr *attr = nl_attr(message, at, type);

	if (attr && attr->nla_len >= NLA_HDRLEN + sizeof fallback)
		memcpy(&fallback, (const char *)attr + NLA_HDRLEN, sizeof fallback);
	return fallback;
}

static void keep_text(const struct nlattr *text)
{
	unsigned size = text ? text->nla_len - NLA_HDRLEN : 0;

	if (size > 0 && size < sizeof nl_error_text) {
		memcpy(nl_error_text, text + 1, size);
		nl_error_text[size] = '\0';
	}
}

/* NLMSG_ERROR and NLMSG_DONE begin with an error number; in an error the header of the request
 * follows: a kernel that sends texts honours NETLINK_CAP_ACK. Then there may be attributes. */
static int message_error(const struct nlmsghdr *message)
{
	const struct nlmsgerr *report = NLMSG_DATA(message);
	unsigned at = NLMSG_LENGTH(sizeof report->error);

	if (message->nlmsg_len < at)
		return message->nlmsg_type == NLMSG_DONE ? 0 : -EBADMSG;
	if (message->nlmsg_type == NLMSG_ERROR)
		at = NLMSG_LENGTH(sizeof *report);
	if (message->nlmsg_flags & NLM_F_ACK_TLVS)
		keep_text(nl_attr(message, at, NLMSGERR_ATTR_MSG));
	return report->error > 0 ? -EBADMSG : report->error;
}

struct exchange {
	int error;				/* the first one */
	unsigned answered, first, count;	/* the requests: their numbers */
	nl_handler *handler;
	void *context;
};

static void handle_message(const struct nlmsghdr *message, struct exchange *exchange)
{
	unsigned index = message->nlmsg_seq - exchange->first;

	if (index >= exchange->count || message->nlmsg_type == NLMSG_NOOP)
		return;
	if (message->nlmsg_flags & NLM_F_DUMP_INTR && exchange->error == 0)
		exchange->error = -EINTR;
	if (message->nlmsg_type >= NLMSG_MIN_TYPE) {
		if (exchange->handler)
			exchange->handler(message, index, exchange->context);
		if (message->nlmsg_flags & NLM_F_MULTI)
			return;
	} else if (exchange->error == 0) {	/* nl_error_text is of the first error */
		exchange->error = message->nlmsg_type == NLMSG_OVERRUN ? -ENOBUFS :
				  message_error(message);
	}
	exchange->answered++;
}

/* Handles the messages of one datagram, if it is from the kernel. */
static int receive(int fd, struct exchange *exchange)
{
	struct sockaddr_nl sender;
	int address_size = sizeof sender, left;
	const struct nlmsghdr *message = (void *)datagram;

	do /* MSG_TRUNC: the size is that of the whole datagram, even if the buffer is smaller */
		left = SYS(recvfrom, fd, datagram, DATAGRAM_SIZE, MSG_TRUNC, &sender,
			   &address_size);
	while (left == -EINTR);
	if (left < 0)
		return left;
	if (sender.nl_pid != 0)
		return 0;
	if (left > DATAGRAM_SIZE)
		return -EBADMSG;
	while (left > 0) {
		unsigned size = left < NLMSG_HDRLEN ? 0 : message->nlmsg_len;

		if (size < NLMSG_HDRLEN || size > (unsigned)left)
			return -EBADMSG;
		handle_message(message, exchange);
		size = NLMSG_ALIGN(size);
		left -= size;
		message = (const void *)((const char *)message + size);
	}
	return 0;
}

void nl_close(void)
{
	close_fd(connection);
	connection = -1;
}

int nl_request(void *requests, unsigned count, nl_handler *handler, void *context)
{
	return nl_request_to(NETLINK_ROUTE, requests, count, handler, context);
}

int nl_request_to(int protocol, void *requests, unsigned count, nl_handler *handler, void *context)
{
	struct exchange exchange = { .first = sequence + 1,
				     .count = count,
				     .handler = handler,
				     .context = context };
	struct nlmsghdr *end = requests;	/* of those that have a number */
	int error;
	bool is_sent;

	*nl_error_text = '\0';
	if (connection_protocol != protocol)
		nl_close();
	connection_protocol = protocol;
	if (connection < 0)
		connection = nl_open(protocol, 0);
	while (count--) {
		end->nlmsg_seq = ++sequence;
		end = (void *)((char *)end + NLMSG_ALIGN(end->nlmsg_len));
	}
	error = connection < 0 ? connection :
		SYS(sendto, connection, requests, (char *)end - (char *)requests, 0, NULL, 0);
	is_sent = error >= 0;
	while (error >= 0 && exchange.answered < exchange.count)
		error = receive(connection, &exchange);
	if (error >= 0)
		return exchange.error;
	nl_is_in_doubt |= is_sent;
	nl_close();	/* a late answer must not be taken for that to the next request */
	return error;
}

int nl_warn_words(const char *one, const char *two, const char *three, int error)
{
	return warn_cause(one, two, three, nl_error_text, error);
}

int nl_events(int fd, nl_handler *handler)
{
	static struct exchange any = { .count = UINT_MAX };	/* its error is not looked at */

	any.handler = handler;
	return receive(fd, &any);
}
