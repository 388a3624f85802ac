// SPDX-License-Identifier: 0BSD
/* link.c: network devices of the namespace that we are in */
#include "netns.h"

#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

bool link_name_is_valid(const char *device)
{
	for (const char *c = device; *c; c++)
		if (*c == ' ' || *c == ':' || (*c >= '\t' && *c <= '\r'))
			return false;
	return name_is_entry(device) && length(device) < IFNAMSIZ;
}

/* Makes netdevice(7) ioctls, for which any socket will do; one of AF_UNIX is there on every kernel.
 * The first one fills in REQUEST; a second one, unless it is 0, follows with FLAG set in it. */
static int ask(const char *device, unsigned long first, unsigned long second, struct ifreq *request)
{
	int fd = SYS(socket, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), error;

	append(request->ifr_name, device);
	error = fd < 0 ? fd : SYS(ioctl, fd, first, request);
	if (error == 0 && second) {
		request->ifr_flags |= IFF_UP;
		error = SYS(ioctl, fd, second, request);
	}
	close_fd(fd);
	return error;
}

int link_up(const char *device)
{
	struct ifreq request;

	return ask(device, SIOCGIFFLAGS, SIOCSIFFLAGS, &request);
}

int link_index(const char *device)
{
	struct ifreq request;
	int error = ask(device, SIOCGIFINDEX, 0, &request);

	return error < 0 ? error : request.ifr_ifindex;
}
