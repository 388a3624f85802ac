// SPDX-License-Identifier: 0BSD
/* unit-undo.c: netns-apply, while dumps are interrupted and devices stay, without the waits */
#include "apply/statement.h"
#include "kernel.h"

#include <sys/ioctl.h>
#include <net/if.h>

enum { NEVER = -1 };

static char message[512];
static int looks_until_gone;		/* the device vanishes after so many; NEVER */
static unsigned waited, written;	/* milliseconds; messages */
static long delete_error;
static unsigned interrupted, dumps;	/* how many dumps will be; how many there were */

static long look_for_device(struct ifreq *request)
{
	if (looks_until_gone == 0)
		return -ENODEV;
	looks_until_gone -= looks_until_gone > 0;
	request->ifr_ifindex = 7;
	return 0;
}

static const char *master;		/* the name of each device that has an index */

static long take(const void *data, size_t size)
{
	long result = take_request(data, size);

	queued = received = 0;
	memset(queue, 0, sizeof *queue);
	if ((last_request->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP) {
		dumps++;
		put_message(datagram(), 0, NLMSG_DONE,
			    NLM_F_MULTI | (dumps <= interrupted ? NLM_F_DUMP_INTR : 0));
		put_int(queue, 0);
	} else {
		put_error(datagram(), 0, delete_error, 0);
	}
	return result;
}

static long wait_for(const int64_t limit[2])
{
	waited += limit[0] * 1000 + limit[1] / 1000000;
	return 0;
}

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);

	if (memory)
		return memory;
	switch (number) {
	case SYS_ioctl:
		if (a[1] == SIOCGIFNAME) {
			strcpy(((struct ifreq *)a[2])->ifr_name, master);
			return 0;
		}
		return a[1] == SIOCGIFINDEX ? look_for_device((void *)a[2]) : -ENOTTY;
	case SYS_sendto:
		return take((void *)a[1], a[2]);
	case SYS_ppoll_64:
		return wait_for((void *)a[2]);
	case SYS_write:
		snprintf(message, sizeof message, "%.*s", (int)a[2], (const char *)a[1]);
		written++;
		return a[2];
	}
	return netlink_answer(number, a);
}

static struct statement *statement_of(char **words, unsigned count)
{
	struct statement *new = statement_new(apply.here_netns, verb_named(*words), words, count);

	new->other = apply.here_netns;
	return new;
}

/* A pair whose namespace has gone; IS_THERE: it was there before. */
static int await(int looks, bool is_there, long error)
{
	char *words[] = { "veth", "eth0", "peer", "left", NULL };
	struct statement *veth = statement_of(words, 4);

	veth->is_there = is_there;
	looks_until_gone = looks;
	delete_error = error;
	waited = written = 0;
	*message = '\0';
	last_request->nlmsg_type = 0;
	apply.status = EXIT_SUCCESS;
	return veth_await(veth);
}

static bool is_about(const char *device)
{
	const struct nlattr *name = nl_attr(last_request, NLMSG_LENGTH(sizeof(struct ifinfomsg)),
					    IFLA_IFNAME);

	return name && strcmp((const char *)(name + 1), device) == 0;
}

static void check_await(void)
{
	CHECK_INT(await(0, true, 0), 0, "a pair that is gone");
	CHECK_INT(waited, 0, "is not waited for");
	CHECK_INT(await(3, true, 0), 0, "one that goes soon");
	CHECK_INT(waited, 30, "is");
	CHECK(last_request->nlmsg_type == 0 && !written, "then nothing has to be done");
	CHECK_INT(await(NEVER, true, 0), 0, "one that stays");
	CHECK_INT(waited, 10000, "ten seconds, and no longer");
	CHECK_INT(last_request->nlmsg_type, RTM_DELLINK, "then it is deleted");
	CHECK(is_about("left"), "and nothing else");
	CHECK(!written && apply.status == EXIT_SUCCESS, "all is well");
	CHECK_INT(await(NEVER, true, -ENODEV), 0, "it goes at the last moment");
	CHECK(!written && apply.status == EXIT_SUCCESS, "all is well, too");
	CHECK_INT(await(NEVER, false, 0), 0, "one that may be somebody else's");
	CHECK_INT(last_request->nlmsg_type, 0, "is not deleted");
	CHECK(strstr(message, "its namespace is gone; left is left as it is"), "it says so");
	CHECK_INT(apply.status, EXIT_FAILURE, "that is a failure");
	pass.reports = true;
	CHECK(await(NEVER, true, -EPERM) < 0, "one that cannot be deleted stays in the state");
	CHECK(strstr(message, "cannot undo: veth eth0 peer left"), "it says so");
	CHECK_INT(apply.status, EXIT_FAILURE, "that is a failure");
	CHECK(apply.first[LEAVING] && strcmp(apply.first[LEAVING]->words[0], "link") == 0 &&
	      strcmp(apply.first[LEAVING]->words[1], "left") == 0,
	      "as a device that is to be deleted");
}

/* How many dumps it took; RESULT is the result. */
static unsigned look(unsigned how_many, int *result)
{
	char *words[] = { "link", "br0", "type", "bridge", NULL };
	struct statement *link = statement_of(words, 4);

	link->other = NULL;
	interrupted = how_many;
	dumps = 0;
	*result = look_at(apply.here_netns, link, PHASE_LINK);
	return dumps;
}

static void check_dumps(void)
{
	int result;

	CHECK_INT(look(0, &result), 1, "what there is");
	CHECK_INT(result, 0, "is seen in one dump");
	CHECK_INT(look(2, &result), 3, "dumps that are interrupted");
	CHECK_INT(result, 0, "are repeated");
	CHECK_INT(look(1000, &result), 10, "but not without end");
	CHECK_INT(result, -EINTR, "then it is an error");
}

/* Who has made a route, as the kernel is told */
static unsigned protocol_of(const char *word, char *protocol)
{
	char *words[] = { "route", "198.51.100.0/24", "via", "192.0.2.1", (char *)word, protocol,
			  NULL };
	struct statement *route = statement_of(words, word ? 6 : 4);

	route->other = NULL;
	delete_error = 0;
	CHECK_INT(route->verb->make(route), 0, "a route is made");
	CHECK_INT(last_request->nlmsg_type, RTM_NEWROUTE, "by a request");
	return ((const struct rtmsg *)NLMSG_DATA(last_request))->rtm_protocol;
}

static void check_routes(void)
{
	CHECK_INT(protocol_of(NULL, NULL), RTPROT_STATIC, "it is an administrator's");
	CHECK_INT(protocol_of("proto", "dhcp"), RTPROT_DHCP, "unless the file says something else");
}

/* The bridge of a device, as a word */
static const char *bridge_of(const char *name, int index)
{
	char *words[] = { "set", "x", "master", "none", NULL };
	struct statement *set = statement_of(words, 4);

	master = name;
	new_case();
	put_message(datagram(), 0, RTM_NEWLINK, 0);
	put_bytes(queue, &(struct ifinfomsg){ .ifi_index = 5 }, sizeof(struct ifinfomsg));
	put_attr(queue, IFLA_MASTER, &index, sizeof index);
	return set_value(set, (void *)queue->bytes);
}

static void check_bridges(void)
{
	CHECK_TEXT(bridge_of("br0", 7), "br0", "the bridge that it was a port of");
	CHECK_TEXT(bridge_of("br0", 0), "none", "it was none");
	CHECK(!bridge_of("br#0", 7) && !bridge_of("br'0", 7) && !bridge_of("br\"0", 7) &&
	      !bridge_of("br\x01", 7), "a name that the state cannot hold");
	CHECK_TEXT(bridge_of("br\xff", 7), "br\xff", "one that it can");
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	if (statements_begin() < 0)
		return 1;
	apply.entered = apply.here_netns;
	apply.file = "test.conf";
	check_dumps();
	check_await();
	check_routes();
	check_bridges();
	return end();
}
