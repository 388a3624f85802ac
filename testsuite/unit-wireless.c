// SPDX-License-Identifier: 0BSD
/* unit-wireless.c: nl80211, and phys that move with their devices, which few machines have */
#include "enter/enter.h"
#include "kernel.h"

#include <linux/genetlink.h>
#include <linux/nl80211.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { FAMILY = 37, GENERIC = NLMSG_LENGTH(GENL_HDRLEN) };
enum { HERE = 1, THERE = 9, PHY = 7, OTHER_PHY = 3 };

/* wlan0 and wlan1 are of PHY, and here until it has moved. One name is taken there. */
static bool has_moved, stays, is_there;
static const char *taken;
static char message[1024];
static unsigned to_wrong_socket;	/* requests */

static int find_device(struct ifreq *request)
{
	bool is_wlan = strcmp(request->ifr_name, "wlan0") == 0 ||
		       strcmp(request->ifr_name, "wlan1") == 0;
	bool is_taken = taken && strcmp(request->ifr_name, taken) == 0;

	if (is_there ? !is_taken : !is_wlan || has_moved)
		return -ENODEV;
	request->ifr_ifindex = 5 + (strcmp(request->ifr_name, "wlan1") == 0);
	return 0;
}

static long take(const void *data, size_t size)
{
	long result = take_request(data, size);
	const struct genlmsghdr *generic = NLMSG_DATA(last_request);
	bool is_generic = last_request->nlmsg_type == GENL_ID_CTRL ||
			  last_request->nlmsg_type == FAMILY;

	to_wrong_socket += last_protocol != (is_generic ? NETLINK_GENERIC : NETLINK_ROUTE);
	if (last_request->nlmsg_type == FAMILY && generic->cmd == NL80211_CMD_SET_WIPHY_NETNS)
		has_moved = !stays;
	return result;
}

static long look(int directory, struct statx *stat)
{
	*stat = (struct statx){ .stx_ino = directory == THERE ? THERE : HERE };
	return 0;
}

static long answer(long number, const long a[6])
{
	switch (number) {
	case SYS_sendto:
		return take((void *)a[1], a[2]);
	case SYS_ioctl:
		return a[1] == SIOCGIFINDEX ? find_device((void *)a[2]) : 0;
	case SYS_statx:
		return look(a[0], (void *)a[4]);
	case SYS_setns:
		is_there = a[0] == THERE;
		return 0;
	case SYS_clone:
		return fork();
	case SYS_exit_group:
		_exit(a[0]);
	case SYS_wait4:
		return waitpid(a[0], (int *)a[1], a[2]);
	case SYS_write:
		snprintf(message, sizeof message, "%.*s", (int)a[2], (const char *)a[1]);
		return a[2];
	}
	return netlink_answer(number, a);
}

/* nl80211 has another family in each kernel. */

static void put_generic(struct datagram *datagram, unsigned type, unsigned flag)
{
	put_message(datagram, 0, type, flag);
	put_bytes(datagram, "\0\0\0\0", GENL_HDRLEN);
}

/* What tells the family; then the caller fills the second answer, which is returned. */
static struct datagram *put_family(void)
{
	struct datagram *family = datagram();

	put_generic(family, GENL_ID_CTRL, 0);
	put_attr(family, CTRL_ATTR_FAMILY_ID, &(uint16_t){ FAMILY }, sizeof(uint16_t));
	return datagram();
}

static struct datagram *begin_wireless(void)
{
	new_case();
	return put_family();
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
	put_generic(answer, FAMILY, NLM_F_MULTI);
	put_attr(answer, NL80211_ATTR_WIPHY_NAME, "phy3", 5);
	put_done(answer, 0, 0);
	CHECK_INT(phy_by_name("phy3"), -ENODEV, "a phy without a number");
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
	CHECK_INT(list_wireless(&list, WIRELESS_DEVICES_MAX + 1), -ENOBUFS, "too many");
	CHECK_INT(list.count, WIRELESS_DEVICES_MAX, "no more than there is room for");
}

/* The names of a device: its own, and two alternative ones. So much room there is for them. */
static int list_names(char *room, unsigned size)
{
	static const struct {
		uint16_t size, type;
		char text[4];
	} alternatives[] = {
		{ NLA_HDRLEN + 4, IFLA_ALT_IFNAME, "abc" },
		{ NLA_HDRLEN + 2, IFLA_ALT_IFNAME, "d" },
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

/* Moves */

static void put_device(struct datagram *list, int index, int phy)
{
	put_generic(list, FAMILY, NLM_F_MULTI);
	put_attr(list, NL80211_ATTR_IFINDEX, &index, sizeof index);
	put_attr(list, NL80211_ATTR_WIPHY, &phy, sizeof phy);
}

static void put_name(int index, const char *name)
{
	struct datagram *link = datagram();

	put_message(link, 0, RTM_NEWLINK, 0);
	put_bytes(link, &(struct ifinfomsg){ .ifi_index = index }, sizeof(struct ifinfomsg));
	put_attr(link, IFLA_IFNAME, name, strlen(name) + 1);
}

static bool is_alone;			/* wlan0 is the only device of its phy */

/* All answers for a move: the phy's, where its name is given; RESULT is that of the last one. */
static int move_it(const char *name, int first, int result)
{
	struct move move = { .netns = THERE, .netns_name = "blue" };
	struct datagram *list;

	has_moved = is_there = false;
	*message = '\0';
	new_case();
	if (first) {
		put_error(datagram(), 0, first, 0);
	} else {
		list = put_family();
		put_phy(list, PHY, name);
		put_done(list, 0, 0);
	}
	list = put_family();
	put_device(list, 8, OTHER_PHY);
	put_device(list, 5, PHY);
	if (!is_alone)
		put_device(list, 6, PHY);
	put_done(list, 0, 0);
	put_name(5, "wlan0");
	if (!is_alone)
		put_name(6, "wlan1");
	put_error(put_family(), 0, result, 0);
	return move_or_warn(name, &move);
}

static void check_moves(void)
{
	CHECK_INT(move_it("wlan0", -EINVAL, 0), EXIT_SUCCESS, "a device moves with its phy");
	CHECK_TEXT(message, "netns: wlan0: moved together with wlan1\n", "what goes along");
	CHECK(has_moved, "the phy was moved");
	CHECK_INT(move_it("phy7", 0, 0), EXIT_SUCCESS, "a phy by its name");
	CHECK_TEXT(message, "netns: phy7: moved together with wlan0 wlan1\n", "all of it");
	is_alone = true;
	CHECK_INT(move_it("wlan0", -EINVAL, 0), EXIT_SUCCESS, "the only device of a phy");
	CHECK_TEXT(message, "", "nothing goes along");
	is_alone = false;
	taken = "wlan1";
	CHECK_INT(move_it("wlan0", -EINVAL, 0), EXIT_FAILURE, "a name is taken there");
	CHECK(strstr(message, "blue: wlan1: "), "which one, and where");
	CHECK(!has_moved, "nothing has moved");
	taken = NULL;
	CHECK_INT(move_it("wlan0", -EINVAL, -EOPNOTSUPP), EXIT_FAILURE, "the driver cannot");
	CHECK(strstr(message, "wlan0: its driver cannot move its phy"), "it says so");
	CHECK_INT(move_it("wlan0", -EINVAL, -EBUSY), EXIT_FAILURE, "the phy cannot");
	CHECK(strstr(message, "wlan0: cannot move its phy"), "it says so");
	stays = true;
	CHECK_INT(move_it("wlan0", -EINVAL, 0), EXIT_FAILURE, "no error, but it is still here");
	CHECK(strstr(message, "blue: one of its names: "), "the likely cause");
	CHECK_INT(move_it("wlan0", -EPERM, 0), EXIT_FAILURE, "another error than that of a phy");
	CHECK(strstr(message, "wlan0: cannot move: "), "it says so");
}

/* A device that is not wireless; the kernel's answer is RESULT. */
static int move_wire(const char *new_name, int result)
{
	struct move move = { .netns = THERE, .netns_name = "blue", .new_name = new_name };

	has_moved = is_there = false;
	*message = '\0';
	new_case();
	put_error(datagram(), 0, result, NLM_F_CAPPED | NLM_F_ACK_TLVS);
	put_attr(queue, NLMSGERR_ATTR_MSG, "its words", sizeof "its words");
	put_error(datagram(), 0, -ENOENT, NLM_F_CAPPED | NLM_F_ACK_TLVS);	/* no nl80211 */
	put_attr(&queue[1], NLMSGERR_ATTR_MSG, "others", sizeof "others");
	return move_or_warn("wlan0", &move);
}

static void check_taken_names(void)
{
	taken = "wlan0";
	CHECK_INT(move_wire(NULL, -EINVAL), EXIT_FAILURE, "an old kernel says of a taken name");
	CHECK(strstr(message, "blue: wlan0: File exists") || strstr(message, ": error 17"),
	      "what it means");
	taken = "other";
	CHECK_INT(move_wire(NULL, -EINVAL), EXIT_FAILURE, "the same for another reason");
	CHECK(strstr(message, "wlan0: bound to its namespace"), "what that means");
	CHECK(strstr(message, ": its words"), "in the words of the kernel about the move");
	CHECK_INT(move_wire("other", 0), EXIT_FAILURE, "a new name that is taken");
	CHECK(sent == 0 && strstr(message, "blue: other: "), "then it stays where it is");
	taken = NULL;
	CHECK_INT(move_wire("other", 0), EXIT_SUCCESS, "one that is not");
	CHECK_TEXT(message, "", "no message");
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	has_memory = true;
	environment = none;
	check_names();
	check_phys();
	check_wireless_devices();
	check_taken_names();
	if (ENABLE_FEATURE_WIRELESS)
		check_moves();
	else
		skip("a phy is moved", "FEATURE_WIRELESS is off");
	CHECK_INT(to_wrong_socket, 0, "each request goes to a socket of its protocol");
	return end();
}
