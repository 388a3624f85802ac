// SPDX-License-Identifier: 0BSD
/* link.c: network devices of the namespace that we are in */
#include "netns.h"

#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

bool link_name_is_valid(const char *device)
{
	for (const char *c = device; *c; c++)
		if (*c == ' ' || *c == ':' || (*c >= '\t' && *c <= '\r'))
			return false;
	return name_is_entry(device) && strlen(device) < IFNAMSIZ;
}

/* Any socket will do for netdevice(7) ioctls; one of AF_UNIX is there on every kernel. */
static int ask(int fd, unsigned long what, struct ifreq *request, const char *device)
{
	strcpy(request->ifr_name, device);
	return fd < 0 ? fd : checked(ioctl(fd, what, request));
}

int link_up(const char *device)
{
	int fd = checked(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)), error;
	struct ifreq request;

	error = ask(fd, SIOCGIFFLAGS, &request, device);
	request.ifr_flags |= IFF_UP;
	if (error == 0)
		error = ask(fd, SIOCSIFFLAGS, &request, device);
	close_fd(fd);
	return error;
}

int link_index(const char *device)
{
	int fd = checked(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)), error;
	struct ifreq request;

	error = ask(fd, SIOCGIFINDEX, &request, device);
	close_fd(fd);
	return error < 0 ? error : request.ifr_ifindex;
}
